"""Sockets of a pair, Unix connections, multiprocessing Connections, TLS; and the room in any send buffer."""

import errno

from ...values.claim import Claim
from ...values.text import text
from ..ready_case import Case, Cause

_STREAMS = ("STREAM", "SEQPACKET")


def tls(case: Case) -> Cause | None:
    if not case.seen.tls or not case.reading or not case.waiting:
        return None
    return case.because(
        "tls / TLSv1.3 client, 100-byte record on the wire",
        text(
            "{n} {n:byte|bytes} of TLS records {n:is|are} waiting: the kernel cannot see what is in them",
            n=case.waiting,
        ),
        Claim("receive", "recv"),
        text("it returns what they hold; SSLWantReadError where it is no data, as after a TLS 1.3 handshake"),
    )


def pending_reset(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or "ERR" not in case.flags or (case.reading and case.waiting):
        return None
    return case.because(
        "socketpair / peer closed with OUR data unread, recv called first",
        text(
            "an error is pending: the other end was closed with data of ours unread. SO_ERROR tells, and takes it away"
        ),
        case.fails(errno.ECONNRESET, stays=False) if case.reading else _refused(case),
        text("then it returns b''") if case.reading else None,
    )


def data_and_end(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or not case.waiting or not case.flags & {"HUP", "RDHUP"}:
        return None
    if case.seen.messages:
        return case.because(
            "mp / multiprocessing Connection, peer closed, object left",
            text("{n} {n:byte|bytes} of messages {n:is|are} waiting, and behind them is the end", n=case.waiting),
            case.reads(case.waiting, "at most", whole=True),
            text("when all are read, it raises EOFError"),
        )
    return case.because(
        "socketpair / peer closed, data left",
        text("{n} {n:byte is|bytes are} waiting, and behind them is the end of the stream", n=case.waiting),
        case.reads(case.waiting, then=case.ends()),
    )


def read_shut_here(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or "r" not in case.seen.shut:
        return None
    return case.because(
        "socketpair / we called SHUT_RD",
        text("reading was shut down on this side: that looks like an end of the stream"),
        case.ends(),
    )


def peer_closed(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or "HUP" not in case.flags:
        return None
    gone = text("the peer closed, or both directions were shut down")
    if not case.reading:
        fact = "socketpair / we called SHUT_RDWR" if case.seen.shut else "socketpair / peer closed, drained"
        return case.because(fact, gone, _refused(case))
    if case.seen.messages:
        return case.because(
            "mp / multiprocessing Connection, peer closed", gone, case.fails(None, "EOFError", stays=True)
        )
    fact = "socketpair / AF_UNIX seqpacket, peer closed"
    if case.seen.what == "STREAM":
        fact = "socketpair / peer closed, drained"
    return case.because(fact, gone, case.ends())


def half_closed(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or "RDHUP" not in case.flags:
        return None
    return case.because(
        "socketpair / peer shutdown(SHUT_WR) (half-closed)",
        text("the peer shut down its writing, and everything it sent has been read"),
        case.ends(),
        text("to send is possible still"),
    )


def data(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or not case.waiting:
        return None
    if case.seen.messages:
        cause = text("{n} {n:byte|bytes} of messages {n:is|are} waiting", n=case.waiting)
        fact = "mp / multiprocessing Connection, object waiting"
        return case.because(fact, cause, case.reads(case.waiting, "at most", whole=True))
    if case.seen.what == "SEQPACKET":
        cause = text("{n} {n:byte|bytes} of packets {n:is|are} waiting", n=case.waiting)
        return case.because("socketpair / data waiting", cause, case.reads(case.waiting, "at most", whole=True))
    return case.because(
        "socketpair / data waiting",
        text("{n} {n:byte is|bytes are} waiting", n=case.waiting),
        case.reads(case.waiting),
    )


def write_shut_here(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or case.reading or "w" not in case.seen.shut:
        return None
    return case.because(
        "socketpair / the side that called SHUT_WR",
        text("writing was shut down on this side: a send would not wait, it would be refused"),
        _refused(case),
    )


def peer_reads_no_more(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or case.reading or "r" not in case.seen.peer_shut:
        return None
    return case.because(
        "socketpair / peer of the side that called SHUT_RD",
        text("{peer} has shut down its reading: a send would not wait, it would be refused", peer=case.seen.peer),
        _refused(case),
    )


def room(case: Case) -> Cause | None:
    if case.seen.what not in (*_STREAMS, "TCP") or case.reading or "OUT" not in case.flags:
        return None
    cause = text("there is room in the send buffer")
    if case.seen.messages:
        then = text("of a long message a part may be left")
        return case.because(
            "mp / multiprocessing Connection, empty", cause, case.writes(1, "at least", whole=True), then
        )
    if case.seen.tls:
        then = text("where its record does not fit, it raises SSLWantWriteError: repeat it")
        return case.because("tls / TLSv1.3 client after that recv", cause, case.writes(1, whole=True), then)
    fact = "tcp conn / connected, idle" if case.seen.what == "TCP" else "socketpair / fresh"
    return case.because(fact, cause, case.writes(1, "at least", whole=case.seen.what == "SEQPACKET"))


def _refused(case: Case) -> Claim:
    return case.fails(errno.EPIPE)


RULES = (
    tls,
    pending_reset,
    data_and_end,
    read_shut_here,
    peer_closed,
    half_closed,
    data,
    write_shut_here,
    peer_reads_no_more,
    room,
)
