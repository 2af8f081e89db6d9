"""Datagram sockets: none waits, or whoever gets them has a full queue."""

from ...values.commands import Send
from ...values.text import text
from ..other_end import reads_all, sends
from ..silent_case import End, Silence, SilentCase

_ANYBODYS = text("A datagram from somebody")


def none(case: SilentCase) -> Silence | None:
    if case.seen.what != "DATAGRAM" or not case.reading:
        return None
    peer = case.seen.peer
    if not peer or case.seen.peer_closed:
        words = text("no datagram is waiting")
        return case.silent("udp / bound, empty", words, case.blocks(), end=_to_itself(case))
    words = text("no datagram from {peer} is waiting", peer=peer)
    return case.silent("socketpair / AF_UNIX datagram pair fresh", words, case.blocks(), end=sends(case, _ANYBODYS))


def _to_itself(case: SilentCase) -> End:
    if case.seen.state != "bound" or case.seen.shut:
        return End(_ANYBODYS, alone=True)
    return End(text("Send a datagram to {name}", name=case.own_name), Send(name=case.name, text="hello", to=case.name))


def full(case: SilentCase) -> Silence | None:
    """unix_dgram_poll() of Linux: the peer's queue, or three quarters of our own buffer."""
    if case.seen.what != "DATAGRAM" or case.reading:
        return None
    return case.silent(
        "socketpair / AF_UNIX datagram, peer queue full",
        text(
            "the queue of {peer} or the send buffer is full: {peer} must receive, perhaps a large part of it",
            peer=case.peer,
        ),
        case.blocks() if _is_full(case) else None,
        end=reads_all(case, text("The network takes what is in the send buffer")),
        holds=True,
    )


def _is_full(case: SilentCase) -> bool:
    return case.seen.room is not None and (case.seen.queued or 0) >= case.seen.room


RULES = (none, full)
