"""Datagram sockets: none waits, or whoever gets them has a full queue."""

from ...values.commands import Drain, Send
from ...values.text import text
from ..silent_case import End, Silence, SilentCase


def none(case: SilentCase) -> Silence | None:
    if case.seen.what != "DATAGRAM" or not case.reading:
        return None
    peer = case.seen.peer
    if not peer:
        end = End(
            text("Send a datagram to {name}", name=case.own_name), Send(name=case.name, text="hello", to=case.name)
        )
        return case.silent(
            "udp / bound, empty",
            text("no datagram is waiting"),
            case.blocks(),
            end=end if case.seen.state == "bound" and not case.seen.shut else _other(),
        )
    end = End(text("Send from {peer}", peer=peer), Send(name=peer, text="hello"))
    words = text("no datagram from {peer} is waiting", peer=peer)
    return case.silent(
        "socketpair / AF_UNIX datagram pair fresh", words, case.blocks(), end=end if _can_send(case) else _other()
    )


def _can_send(case: SilentCase) -> bool:
    """Whether the peer could send one: it is open, and neither has it shut down writing nor this side reading."""
    seen = case.seen
    return not seen.peer_closed and "w" not in seen.peer_shut + seen.peer_down and "r" not in seen.shut


def _other() -> End:
    return End(text("A datagram from somebody"), alone=True)


def full(case: SilentCase) -> Silence | None:
    """unix_dgram_poll() of Linux: the peer's queue, or three quarters of our own buffer."""
    if case.seen.what != "DATAGRAM" or case.reading:
        return None
    peer = case.seen.peer
    end = End(text("Receive from {peer}", peer=peer), Drain(name=peer)) if peer else None
    return case.silent(
        "socketpair / AF_UNIX datagram, peer queue full",
        text(
            "the queue of {peer} or the send buffer is full: {peer} must receive, perhaps a large part of it",
            peer=case.peer,
        ),
        case.blocks() if _is_full(case) else None,
        end=end or End(text("The network takes what is in the send buffer"), alone=True),
        holds=True,
    )


def _is_full(case: SilentCase) -> bool:
    return case.seen.room is not None and (case.seen.queued or 0) >= case.seen.room


RULES = (none, full)
