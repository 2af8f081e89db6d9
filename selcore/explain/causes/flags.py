"""Where nobody looked: what the flags alone tell, which leaves more than one possibility. No fact is claimed."""

from ...values.text import Text, text
from ..ready_case import Case, Cause


def error(case: Case) -> Cause | None:
    if "ERR" not in case.flags:
        return None
    cause = text("the kernel reported ERR, which counts as READ and as WRITE")
    return case.because("", cause, None, text("of a socket, SO_ERROR tells a pending error and takes it away"))


def hang_up(case: Case) -> Cause | None:
    if "HUP" not in case.flags:
        return None
    cause = text("the kernel reported HUP: the connection is over, was never made, or the other side is gone")
    return case.because("", cause, None, _tells(case))


def readable(case: Case) -> Cause | None:
    if not case.reading:
        return None
    cause = text("a read would not wait: there is data, an end of the stream, an error, or a connection to accept")
    return case.because("", cause, None, _tells(case))


def writable(case: Case) -> Cause | None:
    cause = text("a write would not wait: there is room, or it is refused at once")
    return case.because("", cause, None, _tells(case))


def _tells(case: Case) -> Text:
    return text("the next read tells which") if case.reading else text("the next write tells which")


RULES = (error, hang_up, readable, writable)
