"""multiprocessing's Connection: whole messages over a stream, whose bytes say nothing of where a message ends."""

import errno

from ...values.claim import Claim
from ...values.text import text
from ..ready_case import Case, Cause
from .sockets import gone_words

_HEAD = 4
"""Bytes of a message's length before it."""


def reset(case: Case) -> Cause | None:
    if not case.seen.messages or "ERR" not in case.flags or (case.reading and case.waiting):
        return None
    return case.because(
        "socketpair / peer closed with OUR data unread, recv called first",
        text("an error is pending: the other end was closed with messages of ours unread"),
        case.fails(errno.ECONNRESET, stays=False) if case.reading else case.fails(errno.EPIPE, stays=True),
    )


def part(case: Case) -> Cause | None:
    """What else reads or writes these streams may have cut a message."""
    if not case.seen.messages or not case.reading or not case.waiting or not case.seen.torn:
        return None
    return case.because(
        "mp / multiprocessing Connection, object waiting",
        text("{n} {n:byte is|bytes are} waiting, of a message that may not be whole", n=case.waiting),
        Claim("receive", "recv_bytes"),
        text(
            "it returns a message that is whole; for the rest of another it would wait, or, not blocking, raise "
            "BlockingIOError, and what it had taken is lost"
        ),
    )


def message(case: Case) -> Cause | None:
    if not case.seen.messages or not case.reading or not case.waiting:
        return None
    end = bool(case.flags & {"HUP", "RDHUP"})
    fact = "mp / multiprocessing Connection, peer closed, object left" if end else ""
    cause = text("{n} {n:byte|bytes} of messages {n:is|are} waiting", n=case.waiting)
    if end:
        cause = text("{n} {n:byte|bytes} of messages {n:is|are} waiting, and behind them is the end", n=case.waiting)
    return case.because(
        fact or "mp / multiprocessing Connection, object waiting",
        cause,
        case.reads(max(case.waiting - _HEAD, 0), "at most", whole=True),
        text("when all are read, it raises EOFError") if end else text("that is the first message"),
    )


def ended(case: Case) -> Cause | None:
    if not case.seen.messages or not case.flags & {"HUP", "RDHUP"}:
        return None
    gone = gone_words(case)
    if not case.reading:
        if "HUP" not in case.flags:
            return None
        return case.because("socketpair / peer closed, drained", gone, case.fails(errno.EPIPE, stays=True))
    claim = case.fails(None, "EOFError", stays=True)
    return case.because("mp / multiprocessing Connection, peer closed", gone, claim)


def room(case: Case) -> Cause | None:
    if not case.seen.messages or case.reading or "OUT" not in case.flags or "w" in (case.seen.down or ""):
        return None
    cause, then = text("there is room in the send buffer"), text("of a long message a part may be left")
    return case.because("mp / multiprocessing Connection, empty", cause, case.writes(1, whole=True), then)


def refused(case: Case) -> Cause | None:
    if not case.seen.messages or case.reading:
        return None
    cause = text("the other end has shut down its reading: a send would not wait, it would be refused")
    fact = "socketpair / peer of the side that called SHUT_RD"
    return case.because(fact, cause, case.fails(errno.EPIPE, stays=True))


RULES = (reset, part, message, ended, room, refused)
