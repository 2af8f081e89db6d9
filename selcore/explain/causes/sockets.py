"""Unix streams and packets, pairs and connections; and the room in any send buffer. TLS and messages have their own."""

import errno

from ...values.claim import Claim, raises, returns, waits, waits_for_more
from ...values.text import Text, text
from ..ready_case import Case, Cause

_STREAMS = ("STREAM", "SEQPACKET")
_FRESH_STATES = ("open", "bound", "not connected")
_FRESH = "tcp / fresh unconnected TCP socket"
_PLAIN = text("in plain text: shutdown() has ended TLS on this side")
_UNTOLD = text("whether the other end reads any more is not told here: if not, it raises BrokenPipeError")
_RAW = text("the bytes of TLS records as they are: shutdown() has ended TLS on this side")


def listener(case: Case) -> Cause | None:
    """A listener is no stream to read from or write to; what is shut down listens no more, and gives what waits."""
    if case.seen.what != "LISTENER" or case.seen.family != "AF_UNIX":
        return None
    if not case.reading and not case.linux:
        return case.because("", text("it is a listener, which sends nothing"), case.fails(None))
    if not case.reading:
        shut = text("it was shut down, and Linux reports HUP, which counts as WRITE")
        return case.because("tcp / listener after shutdown(SHUT_RDWR)", shut, case.fails(errno.ENOTCONN, stays=True))
    if not case.flags & {"HUP", "RDHUP"}:
        return None
    cause = text("it was shut down and listens no longer")
    fact = "tcp / listener after shutdown(SHUT_RDWR)"
    if case.seen.backlog is None:
        return case.because(fact, cause, Claim("accept", "accept"))
    if case.seen.backlog:
        cause = text(
            "it was shut down and listens no longer; {n} {n:connection|connections} had come before",
            n=case.seen.backlog,
        )
        return case.because(fact, cause, returns("accept", "accept"))
    if case.seen.blocking:
        return case.because(fact, cause, raises("accept", "accept", errno.EINVAL, stays=True))
    more = text("a blocking one would not wait, and raise OSError [Errno 22]")
    return case.because(fact, cause, waits("accept", "accept"), more)


def not_connected(case: Case) -> Cause | None:
    """A stream asks for its state first; a packet takes a pending error, then asks.

    Elsewhere getpeername() fails of what was connected too, when its peer has closed: the session's word decides.
    """
    if case.seen.connected is not False or case.seen.what not in (*_STREAMS, "TCP"):
        return None
    if not case.linux:
        fresh = case.seen.state in _FRESH_STATES and "ERR" not in case.flags
        return case.because("", text("it is not connected"), case.fails(None)) if fresh else None
    if case.seen.what == "TCP" or case.seen.family != "AF_UNIX":
        return None
    if "ERR" in case.flags and case.seen.what == "SEQPACKET":
        return None
    number = errno.EINVAL if case.reading and case.seen.what == "STREAM" else errno.ENOTCONN
    cause = text("it is not connected: Linux reports OUT and HUP for such a socket, at every call")
    return case.because(_FRESH, cause, case.fails(number, stays=True))


def pending_reset(case: Case) -> Cause | None:
    """A stream gives what waits first, a packet socket the error."""
    if case.seen.what not in _STREAMS or "ERR" not in case.flags or case.seen.error_queue:
        return None
    if case.reading and case.readable and case.seen.what == "STREAM":
        return None
    packets = case.seen.what == "SEQPACKET"
    after = text("then it returns b''") if case.reading and not case.readable else None
    return case.because(
        "socketpair / peer closed with OUR data unread, recv called first",
        text(
            "an error is pending: the other end was closed with data of ours unread. SO_ERROR tells, and takes it away"
        ),
        case.fails(errno.ECONNRESET, stays=False) if case.reading or packets else _refused(case),
        after,
    )


def urgent_before(case: Case) -> Cause | None:
    """FIONREAD goes on counting urgent bytes that were read over or taken: then it is not known what there is."""
    if case.seen.what != "STREAM" or not case.reading or not case.waiting or not case.seen.holes:
        return None
    cause = text("{n} {n:byte is|bytes are} counted, urgent ones among them, which a read leaves out", n=case.waiting)
    return case.because("socketpair / data waiting", cause, Claim("receive", case.reader))


def data_and_end(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or not case.readable or not case.flags & {"HUP", "RDHUP"}:
        return None
    if case.seen.what == "SEQPACKET":
        return case.because(
            "socketpair / peer closed, data left",
            text("{n} {n:byte|bytes} of packets {n:is|are} waiting, and behind them is the end", n=case.waiting),
            case.reads(case.waiting, "at most", whole=True),
            text("of what does not fit the size that is given, the rest is lost"),
        )
    then = case.fails(errno.ECONNRESET, stays=False) if "ERR" in case.flags else case.ends()
    return case.because(
        "socketpair / peer closed, data left",
        text("{n} {n:byte is|bytes are} waiting, and behind them is the end of the stream", n=case.waiting),
        case.reads_stream(then=then),
        _raw(case),
    )


def read_shut_here(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or "r" not in case.seen.shut:
        return None
    fact = "socketpair / we called SHUT_RDWR" if "w" in case.seen.shut else "socketpair / we called SHUT_RD"
    cause = text("reading was shut down on this side: that looks like an end of the stream")
    return case.because(fact, cause, case.ends())


def peer_closed(case: Case) -> Cause | None:
    """HUP is said when both directions are shut down, whoever did it: a close does, and so do two halves."""
    if case.seen.what not in _STREAMS or "HUP" not in case.flags:
        return None
    gone = gone_words(case)
    if not case.reading:
        if "w" in case.seen.shut:
            return case.because("socketpair / we called SHUT_RDWR", _shut_here(), _refused(case))
        return case.because("socketpair / peer closed, drained", gone, _refused(case))
    fact = "socketpair / AF_UNIX seqpacket, peer closed"
    if case.seen.what == "STREAM":
        fact = "socketpair / peer closed, drained"
    return case.because(fact, gone, case.ends())


def gone_words(case: Case) -> Text:
    """Which of the two it is, where the other end is one of this session's."""
    if case.seen.peer and case.seen.peer_closed:
        return text("{peer} is closed", peer=case.seen.peer)
    if case.seen.peer and case.seen.peer_shut == "rw":
        return text("{peer} has shut down both directions", peer=case.seen.peer)
    return text("the peer closed, or both directions were shut down")


def half_closed(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or not case.reading or "RDHUP" not in case.flags:
        return None
    return case.because(
        "socketpair / peer shutdown(SHUT_WR) (half-closed)",
        text("the peer shut down its writing, and everything it sent has been read"),
        case.ends(),
        text("sending still works") if "w" not in (case.seen.down or "") else None,
    )


def packets(case: Case) -> Cause | None:
    if case.seen.what != "SEQPACKET" or not case.reading or "IN" not in case.flags:
        return None
    if not case.waiting:
        cause = text("an empty packet is waiting")
        return case.because("udp / bound, zero-length datagram", cause, case.ends(None, whole=True))
    return case.because(
        "socketpair / data waiting",
        text("{n} {n:byte|bytes} of packets {n:is|are} waiting", n=case.waiting),
        case.reads(case.waiting, "at most", whole=True),
        text("one packet; what does not fit the size that is given is lost"),
    )


def too_few(case: Case) -> Cause | None:
    """SO_RCVLOWAT, socket(7): a read of a Unix socket keeps to it, its poll() does not."""
    if case.seen.what != "STREAM" or not case.reading or not 0 < case.readable < case.seen.lowat:
        return None
    if not case.linux or not case.seen.blocking or case.seen.urgent or "r" in case.seen.shut:
        return None
    cause = text(
        "{n} {n:byte is|bytes are} waiting, fewer than the {least} that SO_RCVLOWAT asks for: a Unix socket is "
        "readable all the same",
        n=case.waiting,
        least=case.seen.lowat,
    )
    return case.because("socketpair / data waiting", cause, waits_for_more(case.reader, case.waiting))


def data(case: Case) -> Cause | None:
    if case.seen.what != "STREAM" or not case.reading or not case.readable:
        return None
    return case.because(
        "socketpair / data waiting",
        text("{n} {n:byte is|bytes are} waiting", n=case.waiting),
        case.reads_stream(),
        _raw(case),
    )


def urgent_alone(case: Case) -> Cause | None:
    """The urgent byte makes it readable, and a read leaves it out: recv() with MSG_OOB has it."""
    if case.seen.what != "STREAM" or not case.reading or case.seen.urgent != "here" or case.seen.inline:
        return None
    cause = text("an urgent byte is waiting, and nothing else")
    then = text("recv() with MSG_OOB returns it; a read without takes it away")
    return case.because("socketpair / data waiting", cause, case.would_wait(), then)


def write_shut_here(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or case.reading or "w" not in case.seen.shut:
        return None
    return case.because("socketpair / the side that called SHUT_WR", _shut_here(), _refused(case))


def peer_reads_no_more(case: Case) -> Cause | None:
    if case.seen.what not in _STREAMS or case.reading:
        return None
    if "w" not in (case.seen.down or "") and "r" not in case.seen.peer_shut:
        return None
    return case.because(
        "socketpair / peer of the side that called SHUT_RD",
        text("{peer} has shut down its reading: a send would not wait, it would be refused", peer=_peer(case)),
        _refused(case),
    )


def room(case: Case) -> Cause | None:
    if case.seen.what not in (*_STREAMS, "TCP") or case.reading or "OUT" not in case.flags:
        return None
    fact = "tcp conn / connected, idle" if case.seen.what == "TCP" else "socketpair / fresh"
    if case.seen.what != "TCP" and case.seen.down is None and not case.seen.peer:
        return case.because(fact, text("there is room in the send buffer"), Claim("send", case.writer), _UNTOLD)
    claim = case.writes(1, None if case.seen.what == "SEQPACKET" else "at least", whole=case.seen.what == "SEQPACKET")
    return case.because(fact, text("there is room in the send buffer"), claim, _PLAIN if case.seen.ended_tls else None)


def _shut_here() -> Text:
    return text("writing was shut down on this side: a send would not wait, it would be refused")


def _peer(case: Case) -> str:
    return case.seen.peer or "the other end"


def _raw(case: Case) -> Text | None:
    return _RAW if case.seen.ended_tls else None


def _refused(case: Case) -> Claim:
    return case.fails(errno.EPIPE, stays=True)


RULES = (
    listener,
    not_connected,
    pending_reset,
    urgent_before,
    data_and_end,
    read_shut_here,
    peer_closed,
    half_closed,
    packets,
    too_few,
    data,
    urgent_alone,
    write_shut_here,
    peer_reads_no_more,
    room,
)
