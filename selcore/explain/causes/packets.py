"""Datagrams: each receive is one of them, which may be empty; an answer of the network is a pending error."""

import errno

from ...values.claim import Claim, raises
from ...values.text import text
from ..ready_case import Case, Cause

_ROOM = "udp / bound, empty"
_SHUT = "socketpair / the side that called SHUT_WR"


def unreachable(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or "ERR" not in case.flags or case.seen.error_queue:
        return None
    if case.seen.family == "AF_UNIX":
        return case.because(
            "socketpair / AF_UNIX datagram, peer closed",
            text("an error is pending: the socket that was connected to this one has turned to another"),
            case.fails(errno.ECONNRESET, stays=False),
        )
    return case.because(
        "udp / connected, ICMP error, recv called first",
        text(
            "an error is pending: what was sent was answered with an ICMP error, as a rule 'port unreachable'. "
            "SO_ERROR tells, and takes it away"
        ),
        case.fails(None, stays=False),
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


def read_shut(case: Case) -> Cause | None:
    """Of a shut socket it is not told whether an empty datagram waits, but by what its peer has sent."""
    if case.seen.what != "DATAGRAM" or not case.reading or not case.flags & {"HUP", "RDHUP"} or case.seen.peer_queued:
        return None
    if not case.linux:
        shut = text("reading was shut down on this side")
        return case.because("", shut, Claim("receive", case.reader)) if "r" in case.seen.shut else None
    return case.because(
        "socketpair / we called SHUT_RDWR",
        text("reading was shut down on this side: Linux reports it at every call, and there is no datagram"),
        case.ends() if case.seen.blocking else case.would_wait(),
        None if case.seen.blocking else text("a blocking socket would return b''"),
    )


def empty(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or not case.reading or "IN" not in case.flags:
        return None
    return case.because(
        "udp / bound, zero-length datagram",
        text("an empty datagram is waiting"),
        case.ends(None, whole=True),
    )


def no_destination(case: Case) -> Cause | None:
    """Whoever names no destination is refused for that; where writing was shut down, whoever names one, too."""
    if case.seen.what != "DATAGRAM" or case.reading or case.seen.connected is not False:
        return None
    unix = case.seen.family == "AF_UNIX"
    if "w" in case.seen.shut and not unix:
        return case.because(
            _SHUT,
            text("writing was shut down on this side: a send to any address would not wait, it would be refused"),
            raises("send", "sendto", errno.EPIPE, stays=True),
            text("send(), which names no destination, is refused for that: EDESTADDRREQ"),
        )
    return case.because(
        _ROOM,
        text("it has no peer: a send would not wait, it would be refused"),
        case.fails(errno.ENOTCONN if unix else errno.EDESTADDRREQ, stays=True),
        text("with a destination, sendto() takes a datagram whole or refuses it"),
    )


def shut(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or "w" not in case.seen.shut + (case.seen.down or ""):
        return None
    return case.because(
        _SHUT,
        text("writing was shut down on this side: a send would not wait, it would be refused"),
        case.fails(errno.EPIPE, stays=True),
    )


def nobody(case: Case) -> Cause | None:
    """The first send learns it, and the connection is gone with that. A UDP socket learns nothing of its peer so."""
    if not _sends_to_unix(case) or not case.seen.peer_closed:
        return None
    return case.because(
        "socketpair / AF_UNIX datagram, peer closed",
        text("{peer} is closed: a send would not wait, it would be refused", peer=case.seen.peer),
        case.fails(errno.ECONNREFUSED, stays=False),
    )


def _sends_to_unix(case: Case) -> bool:
    return case.seen.what == "DATAGRAM" and not case.reading and case.seen.family == "AF_UNIX"


def not_read(case: Case) -> Cause | None:
    if not _sends_to_unix(case) or "r" not in case.seen.peer_down + case.seen.peer_shut:
        return None
    return case.because(
        "socketpair / peer of the side that called SHUT_RD",
        text("{peer} has shut down its reading: a send would not wait, it would be refused", peer=case.seen.peer),
        case.fails(errno.EPIPE, stays=True),
    )


def room(case: Case) -> Cause | None:
    if case.seen.what != "DATAGRAM" or case.reading or "OUT" not in case.flags:
        return None
    return case.because(
        _ROOM,
        text("there is room in the send buffer ({size} bytes)", size=f"{case.seen.room or 0:,}"),
        case.writes(1, whole=True),
        text("a datagram goes whole or is refused, never a part of it"),
    )


RULES = (unreachable, datagram, read_shut, empty, no_destination, shut, nobody, not_read, room)
