"""What the other end could do to end a wait: a command only where it can succeed, and words alone where it cannot."""

from ..values.commands import Close, Drain, Receive, Send
from ..values.text import Text, text
from .silent_case import End, SilentCase


def sends(case: SilentCase, otherwise: Text, words: str = "hello") -> End:
    """The other end sends something; ``otherwise`` is said where it cannot."""
    peer = case.seen.peer
    if not can_send(case):
        return End(otherwise, alone=True)
    return End(text("Send from {peer}", peer=peer), Send(name=peer, text=words))


def can_send(case: SilentCase) -> bool:
    """Whether the other end is open, and neither has shut down that direction."""
    seen = case.seen
    return bool(seen.peer) and "w" not in seen.peer_fails + seen.peer_shut + seen.peer_down and "r" not in seen.shut


def reads_all(case: SilentCase, otherwise: Text) -> End:
    """The other end reads all that there is: that is always enough, where no amount is sure to be."""
    peer = case.seen.peer
    if not can_read(case):
        return End(otherwise, alone=True)
    return End(text("Receive all from {peer}", peer=peer), Drain(name=peer))


def reads(case: SilentCase, reader: str, size: int, otherwise: Text) -> End:
    """``reader`` reads that many bytes."""
    if not reader or (reader == case.seen.peer and not can_read(case)):
        return End(otherwise, alone=True)
    return End(
        text("Receive {n} {n:byte|bytes} from {peer}", n=f"{size:,}", peer=reader), Receive(name=reader, size=size)
    )


def can_read(case: SilentCase) -> bool:
    """Whether a read of the other end can succeed."""
    return bool(case.seen.peer) and "r" not in case.seen.peer_fails


def closes(case: SilentCase, otherwise: Text) -> End:
    """The other end is closed. That is no end where another descriptor keeps it open; and ``select()`` raises for what
    is closed and watched."""
    seen = case.seen
    if not seen.peer or seen.peer_closed or seen.peer_kept or seen.peer_fails == "rw":
        return End(otherwise, alone=True)
    if seen.peer_watched and case.backend == "select":
        return End(otherwise, alone=True)
    return End(text("Close {peer}", peer=seen.peer), Close(name=seen.peer))
