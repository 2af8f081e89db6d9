"""Sockets of a pair, Unix connections, multiprocessing Connections, TLS; and the room in any send buffer."""

from ...values.text import Text, text
from ..ready_case import Case, Cause

_STREAMS = ("STREAM", "SEQPACKET")


def tls(case: Case) -> Cause | None:
    if not case.seen.tls or not case.reading or not case.waiting:
        return None
    return case.because(
        "tls / TLSv1.3 client, 100-byte record on the wire",
        text("{n} bytes of TLS records are waiting: the kernel cannot see what is in them", n=case.waiting),
        text("recv() returns what they hold; SSLWantReadError where it is no data, as after a TLS 1.3 handshake"),
    )


def pending_reset(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or "ERR" not in case.flags or (case.reading and case.waiting):
        return None
    return case.because(
        "socketpair / peer closed with OUR data unread, recv called first",
        text(
            "an error is pending: the other end was closed with data of ours unread. SO_ERROR tells, and takes it away"
        ),
        text("recv() raises ConnectionResetError, once; then it returns b''") if case.reading else _refused(case),
    )


def data_and_end(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or not case.waiting or not case.flags & {"HUP", "RDHUP"}:
        return None
    if case.seen.messages:
        return case.because(
            "mp / multiprocessing Connection, peer closed, object left",
            text("{n} bytes of messages are waiting, and behind them is the end", n=case.waiting),
            text("recv_bytes() returns a message; when all are read, it raises EOFError"),
        )
    return case.because(
        "socketpair / peer closed, data left",
        text("{n} bytes are waiting, and behind them is the end of the stream", n=case.waiting),
        text("recv() will return up to {n} bytes; when all are read, b''", n=case.waiting),
    )


def read_shut_here(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or "r" not in case.seen.shut:
        return None
    return case.because(
        "socketpair / we called SHUT_RD",
        text("reading was shut down on this side: that looks like an end of the stream"),
        text("recv() will return b''"),
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
            "mp / multiprocessing Connection, peer closed", gone, text("recv_bytes() raises EOFError, at every call")
        )
    fact = "socketpair / AF_UNIX seqpacket, peer closed"
    if case.seen.what == "STREAM":
        fact = "socketpair / peer closed, drained"
    return case.because(fact, gone, text("recv() will return b''; this stays so at every call"))


def half_closed(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or "RDHUP" not in case.flags:
        return None
    return case.because(
        "socketpair / peer shutdown(SHUT_WR) (half-closed)",
        text("the peer shut down its writing, and everything it sent has been read"),
        text("recv() will return b''; to send is possible still"),
    )


def data(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or not case.waiting:
        return None
    if case.seen.messages:
        cause = text("{n} bytes of messages are waiting", n=case.waiting)
        fact = "mp / multiprocessing Connection, object waiting"
        return case.because(fact, cause, text("recv_bytes() will return the first message"))
    if case.seen.what == "SEQPACKET":
        cause = text("{n} bytes of packets are waiting", n=case.waiting)
        return case.because("socketpair / data waiting", cause, text("recv() will return the first packet"))
    return case.because(
        "socketpair / data waiting",
        text("{n} bytes are waiting", n=case.waiting) if case.waiting > 1 else text("1 byte is waiting"),
        text("recv() will return up to {n}", n=case.waiting),
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
    if case.seen.messages:
        then = text("send_bytes() takes a short message without waiting; of a long one a part may be left")
        return case.because("mp / multiprocessing Connection, empty", _room(case), then)
    if case.seen.tls:
        then = text("send() takes a short piece; where its record does not fit, it raises SSLWantWriteError: repeat it")
        return case.because("tls / TLSv1.3 client after that recv", _room(case), then)
    fact = "tcp conn / connected, idle" if case.seen.what == "TCP" else "socketpair / fresh"
    return case.because(
        fact, _room(case), text("send() takes at least 1 byte without waiting, perhaps not all you give")
    )


def _room(case: Case) -> Text:
    size, taken = case.seen.room, case.seen.queued
    if size is None or taken is None:
        return text("there is room in the send buffer")
    return text("there is room for about {n} bytes in the send buffer", n=f"{max(size - taken, 1):,}")


def _refused(case: Case) -> Text:
    return text("send() raises BrokenPipeError [Errno 32]")


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
