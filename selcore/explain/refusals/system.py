"""What the system has no more of."""

import errno

from ...values.commands import Fill, Open, Send
from ...values.text import text
from ..refusal_case import Advice, Asked

_FULL = "constructor at the fd limit (EMFILE)"


def too_many_open(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.EMFILE:
        return None
    files = asked.known.files if asked.known is not None else None
    if files is None:
        return Advice(text("this process has as many open files as it may: close some"), None, _FULL)
    if files.used is None:
        hint = text("too many open files: the limit of this process is {limit}; close some", limit=files.limit)
        return Advice(hint, None, _FULL)
    hint = text(
        "too many open files (limit {limit}, in use {used}; numbers below {floor} are the program's own): close some",
        limit=files.limit,
        used=files.used,
        floor=files.floor,
    )
    return Advice(hint, None, _FULL)


def too_many_in_the_system(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.ENFILE:
        return None
    return Advice(text("all programs together have as many open files as this system allows: close some, anywhere"))


def no_more_processes(asked: Asked) -> Advice | None:
    """EAGAIN of fork()."""
    if asked.refused.errno != errno.EAGAIN or not asked.does(Open):
        return None
    if asked.known is None or asked.known.opens != "child":
        return None
    return Advice(
        text("no more processes can be started now: a limit of this user, its group or the system is reached")
    )


def no_memory(asked: Asked) -> Advice | None:
    if asked.refused.errno not in (errno.ENOMEM, errno.ENOBUFS, errno.ENOSPC):
        return None
    if asked.refused.errno == errno.ENOSPC and asked.does(Send, Fill):
        return Advice(text("nothing more can be written: the disk is full, or the device refuses every write"))
    if asked.refused.errno == errno.ENOSPC and asked.backend == "epoll":
        return Advice(text("no room: the disk is full, or this user watches as much as epoll may (max_user_watches)"))
    return Advice(text("the system has no room for it now"))


RULES = (too_many_open, too_many_in_the_system, no_more_processes, no_memory)
