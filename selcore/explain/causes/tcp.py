"""TCP, after TCP_INFO: a listener's queue, a connect that has ended, ends and resets. SO_ERROR is never read."""

import errno

from ...values.claim import Claim, raises, returns, waits
from ...values.text import text
from ..ready_case import Case, Cause

_OURS = ("FIN_WAIT1", "FIN_WAIT2", "LAST_ACK", "CLOSING")
"""States after a FIN of ours."""
_OVER = "tcp conn / RST received, SO_ERROR already consumed"
_ACCEPTS = returns("accept", "accept")


def connection_waits(case: Case) -> Cause | None:
    if case.seen.what != "LISTENER" or not case.reading or case.flags & {"HUP", "RDHUP"}:
        return None
    fact, then = "tcp / listener, 1 pending connection", _ACCEPTS
    if case.seen.backlog is None:
        return case.because(fact, text("a connection waits to be accepted"), then)
    if case.seen.backlog:
        cause = text("{n} {n:connection waits|connections wait} to be accepted", n=case.seen.backlog)
        return case.because(fact, cause, _ACCEPTS)
    cause = text("a connection waited, and somebody has taken it since")
    return case.because(fact, cause, waits("accept", "accept"))


def no_longer_listening(case: Case) -> Cause | None:
    if case.seen.state != "listening" or case.seen.tcp != "CLOSE":
        return None
    return case.because(
        "tcp / listener after shutdown(SHUT_RDWR)",
        text("it was shut down and listens no longer: Linux reports HUP")
        if case.linux
        else text("it was shut down and listens no longer"),
        raises("accept", "accept", errno.EINVAL if case.linux else None, stays=True),
    )


def never_connected(case: Case) -> Cause | None:
    """An unconnected socket is quiet nowhere but on other systems."""
    if case.seen.tcp != "CLOSE" or "HUP" not in case.flags or case.flags & {"RDHUP", "ERR", "IN"}:
        return None
    if not case.linux:
        return case.because("", text("it is not connected"), case.fails(None))
    return case.because(
        "tcp / fresh unconnected TCP socket",
        text("it is not connected: Linux reports OUT and HUP for such a socket, at every call"),
        case.fails(errno.ENOTCONN if case.reading else errno.EPIPE, stays=True),
    )


def given_up(case: Case) -> Cause | None:
    """shutdown() of a socket in SYN_SENT is a disconnect (inet_shutdown() of Linux): it notes ECONNRESET by itself, and
    leaves no direction shut, unlike a peer's refusal."""
    if case.seen.tcp != "CLOSE" or "ERR" not in case.flags or "RDHUP" in case.flags or not case.seen.shut:
        return None
    return case.because(
        "tcp / connect refused",
        text("the connection was being made when it was shut down on this side: an error is pending, of no peer's"),
        case.fails(errno.ECONNRESET, stays=False),
    )


def connect_failed(case: Case) -> Cause | None:
    if case.seen.what != "TCP" or "ERR" not in case.flags or case.seen.state not in ("connecting", "not connected"):
        return None
    return case.because(
        "tcp / connect refused",
        text("an error is pending: connect() has failed. SO_ERROR tells which (ECONNREFUSED, ETIMEDOUT, ...)"),
        case.fails(None),
    )


def behind_urgent(case: Case) -> Cause | None:
    """Linux counts no further than to an urgent byte, and a read that begins there passes it over."""
    if case.seen.what != "TCP" or not case.reading or case.seen.urgent != "here" or case.seen.inline or case.waiting:
        return None
    if "IN" not in case.flags or "ERR" in case.flags:
        return None
    cause = (
        text("an urgent byte comes next, which a read passes over: what is behind it Linux does not count")
        if case.linux
        else text("an urgent byte comes next, which a read passes over")
    )
    return case.because("tcp conn / OOB byte only (MSG_OOB)", cause, Claim("receive", case.reader))


def data_before_reset(case: Case) -> Cause | None:
    if case.seen.what != "TCP" or not case.reading or "ERR" not in case.flags or not case.waiting:
        return None
    return case.because(
        "tcp conn / RST received with data queued",
        text("{n} {n:byte|bytes} came before the connection was reset", n=case.waiting),
        case.reads_stream(),
        text("then ConnectionResetError, or b'' where the end had come before the reset"),
    )


def reset(case: Case) -> Cause | None:
    """ECONNRESET, or EPIPE where the end had come before: then recv() keeps to the end and does not raise."""
    if case.seen.what != "TCP" or "ERR" not in case.flags:
        return None
    if case.seen.state == "eof" and "r" not in case.seen.shut:
        after = text("an error is pending: the peer has reset the connection, of which it had ended its own direction")
        claim = case.ends() if case.reading else case.fails(errno.EPIPE, stays=True)
        return case.because("tcp conn / RST received", after, claim)
    return case.because(
        "tcp conn / RST received",
        text("an error is pending: the peer has reset the connection. SO_ERROR tells, and takes it away"),
        Claim("receive", "recv") if case.reading else Claim("send", "send", "raises"),
        text("ConnectionResetError, once; where the end had come before, b''")
        if case.reading
        else text("that is ConnectionResetError, or BrokenPipeError"),
    )


def over(case: Case) -> Cause | None:
    """Both directions have ended, and no error is pending any more."""
    if case.seen.what != "TCP" or not {"HUP", "RDHUP"} <= case.flags or (case.reading and case.waiting):
        return None
    unconnected = case.seen.state == "not connected"
    if not unconnected and case.seen.shut == "rw" and case.linux:
        here = text("both directions were shut down on this side: Linux reports HUP")
        return case.because(_OVER, here, case.ends() if case.reading else case.fails(errno.EPIPE))
    if case.linux:
        cause = (
            text("its connect() has failed, and the error was taken: Linux reports HUP for such a socket")
            if unconnected and not case.seen.shut
            else text("it is not connected, and both directions were shut down: Linux reports HUP")
            if unconnected
            else text("the connection is over in both directions: Linux reports HUP")
        )
    else:
        cause = (
            text("it is not connected, and both directions were shut down")
            if unconnected
            else text("the connection is over in both directions")
        )
    return case.because(
        _OVER,
        cause,
        case.ends() if case.reading else case.fails(errno.EPIPE),
    )


def data_and_end(case: Case) -> Cause | None:
    if case.seen.what != "TCP" or not case.reading or "RDHUP" not in case.flags or not case.waiting:
        return None
    return case.because(
        "tcp conn / peer closed, data left",
        text("{n} {n:byte is|bytes are} waiting, and behind them is the end of the stream", n=case.waiting),
        case.reads_stream(then=case.ends()),
    )


def read_shut_here(case: Case) -> Cause | None:
    if case.seen.tcp not in ("ESTABLISHED", *_OURS) or not case.reading or "RDHUP" not in case.flags:
        return None
    return case.because(
        "tcp conn / we called SHUT_RD",
        text("reading was shut down on this side: that looks like an end of the stream"),
        case.ends(),
    )


def peer_ended(case: Case) -> Cause | None:
    if case.seen.what != "TCP" or not case.reading or "RDHUP" not in case.flags:
        return None
    return case.because(
        "tcp conn / peer closed, drained",
        text("{peer} shut down its writing, and everything it sent has been read", peer=case.seen.peer)
        if _shut_there(case)
        else text("the peer closed or shut down its writing, and everything it sent has been read"),
        case.ends(),
    )


def data(case: Case) -> Cause | None:
    if case.seen.what != "TCP" or not case.reading or not case.waiting:
        return None
    return case.because(
        "tcp conn / data waiting",
        text("{n} {n:byte is|bytes are} waiting", n=case.waiting),
        case.reads_stream(),
    )


def connected(case: Case) -> Cause | None:
    if case.seen.tcp != "ESTABLISHED" or case.reading or case.seen.state != "connecting":
        return None
    return case.because(
        "tcp / connect succeeded (after being in progress)",
        text("connect() has ended, and it succeeded: TCP_INFO says ESTABLISHED"),
        case.writes(1, "at least"),
        text("WRITE alone would not tell success from failure: SO_ERROR does"),
    )


def write_shut_here(case: Case) -> Cause | None:
    if case.seen.tcp not in _OURS or case.reading:
        return None
    return case.because(
        "tcp conn / the side that sent FIN (SHUT_WR)",
        text("writing was shut down on this side: a send would not wait, it would be refused"),
        case.fails(errno.EPIPE),
    )


def to_one_that_left(case: Case) -> Cause | None:
    if case.seen.tcp != "CLOSE_WAIT" or case.reading or "OUT" not in case.flags:
        return None
    if _shut_there(case):
        cause = text("there is room in the send buffer; {peer} has shut down its writing alone", peer=case.seen.peer)
        return case.because("tcp conn / peer closed, drained", cause, case.writes(1, "at least"))
    return case.because(
        "tcp conn / peer closed, drained",
        text("there is room in the send buffer; the peer has ended its own direction and may be gone"),
        case.writes(1, "at least"),
        text("if the peer is gone it answers with a reset, and the send after that fails"),
    )


def _shut_there(case: Case) -> bool:
    """Whether the other end is one of this session's, open, and has shut down its own direction."""
    return bool(case.seen.peer) and not case.seen.peer_closed and "w" in case.seen.peer_shut


RULES = (
    connection_waits,
    no_longer_listening,
    never_connected,
    given_up,
    connect_failed,
    behind_urgent,
    data_before_reset,
    reset,
    over,
    data_and_end,
    read_shut_here,
    peer_ended,
    data,
    connected,
    write_shut_here,
    to_one_that_left,
)
