"""Datagrams: each receive is one of them, which may be empty; an answer of the network is a pending error."""

import errno

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
        case.fails(errno.ECONNREFUSED, stays=False),
    )


def datagram(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or not case.reading or not case.waiting:
        return None
    return case.because(
        "udp / bound, 1 datagram",
        text("a datagram of {n} {n:byte|bytes} is waiting", n=case.waiting),
        case.reads(case.waiting, whole=True),
        text("what does not fit the size that is given is lost"),
    )


def empty(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or not case.reading or case.flags & {"HUP", "RDHUP"}:
        return None
    return case.because(
        "udp / bound, zero-length datagram",
        text("an empty datagram is waiting"),
        case.ends(None, whole=True),
    )


def nobody(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or not case.seen.peer_closed:
        return None
    return case.because(
        "socketpair / AF_UNIX datagram, peer closed",
        text("{peer} is closed: a send would not wait, it would be refused", peer=case.seen.peer),
        case.fails(errno.ECONNREFUSED),
    )


def shut(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or "w" not in case.seen.shut:
        return None
    return case.because(
        "socketpair / the side that called SHUT_WR",
        text("writing was shut down on this side: a send would not wait, it would be refused"),
        case.fails(errno.EPIPE),
    )


def no_destination(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or "OUT" not in case.flags or case.seen.connected is not False:
        return None
    return case.because(
        "udp / bound, empty",
        text("there is room in the send buffer ({size} bytes)", size=f"{case.seen.room or 0:,}"),
        case.fails(errno.ENOTCONN if case.seen.family == "AF_UNIX" else errno.EDESTADDRREQ, stays=True),
        text("with a destination, sendto() takes a datagram whole or refuses it"),
    )


def room(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or "OUT" not in case.flags:
        return None
    return case.because(
        "udp / bound, empty",
        text("there is room in the send buffer ({size} bytes)", size=f"{case.seen.room or 0:,}"),
        case.writes(1, "at least", whole=True),
        text("a datagram goes whole or is refused, never a part of it"),
    )


RULES = (unreachable, datagram, empty, nobody, shut, no_destination, room)
