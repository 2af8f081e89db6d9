"""Where nobody looked: what the flags alone tell, which leaves more than one possibility. No fact is claimed."""

from ...values.text import text
from ..ready_case import Case, Cause


def error(case: Case) -> Cause | None:
    if "ERR" not in case.flags:
        return None
    cause = text("the kernel reported ERR, which counts as READ and as WRITE")
    return case.because("", cause, None, text("of a socket, SO_ERROR tells the error and takes it away"))


def hang_up(case: Case) -> Cause | None:
    if "HUP" not in case.flags:
        return None
    cause = text("the kernel reported HUP: the other end is gone; that counts as READ and as WRITE")
    then = text("what is left can be read; then a read returns b''") if case.reading else text("a write is refused")
    return case.because("", cause, None, then)


def readable(case: Case) -> Cause | None:
    if not case.reading:
        return None
    cause = text("a read would not wait: there is data, an end of the stream, an error, or a connection to accept")
    return case.because("", cause, None, text("the next read tells which"))


def writable(case: Case) -> Cause | None:
    cause = text("a write would not wait: there is room in the buffer")
    return case.because("", cause, None, text("a write takes at least 1 byte, perhaps not all"))


RULES = (error, hang_up, readable, writable)
