"""Datagrams: each receive is one of them, which may be empty; an answer of the network is a pending error."""

from ...values.text import text
from ..ready_case import Case, Cause


def unreachable(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or "ERR" not in case.flags:
        return None
    return case.because(
        "udp / connected, ICMP error, recv called first",
        text(
            "an error is pending: what was sent was answered with 'port unreachable'. SO_ERROR tells, and takes it away"
        ),
        text("the next recv() or send() raises ConnectionRefusedError, once"),
    )


def datagram(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or not case.reading or not case.waiting:
        return None
    return case.because(
        "udp / bound, 1 datagram",
        text("a datagram of {n} bytes is waiting", n=case.waiting),
        text("recv() will return it; what does not fit the size that is given is lost"),
    )


def empty(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or not case.reading or case.flags & {"HUP", "RDHUP"}:
        return None
    return case.because(
        "udp / bound, zero-length datagram",
        text("an empty datagram is waiting"),
        text("recv() will return b'': here that is no end of a stream"),
    )


def nobody(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or not case.seen.peer_closed:
        return None
    return case.because(
        "socketpair / AF_UNIX datagram, peer closed",
        text("{peer} is closed: a send would not wait, it would be refused", peer=case.seen.peer),
        text("send() raises ConnectionRefusedError"),
    )


def shut(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or "w" not in case.seen.shut:
        return None
    return case.because(
        "socketpair / the side that called SHUT_WR",
        text("writing was shut down on this side: a send would not wait, it would be refused"),
        text("send() raises BrokenPipeError [Errno 32]"),
    )


def room(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or "OUT" not in case.flags:
        return None
    return case.because(
        "udp / bound, empty",
        text("there is room in the send buffer ({size} bytes)", size=f"{case.seen.room or 0:,}"),
        text("send() takes a datagram whole, or refuses it; never a part of it"),
    )


RULES = (unreachable, datagram, empty, nobody, shut, room)
