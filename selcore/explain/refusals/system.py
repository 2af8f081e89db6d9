"""What the system has no more of."""

import errno

from ...system.descriptors import FLOOR, in_use, limits
from ...values.text import text
from ..refusal_case import Advice, Asked

_FULL = "constructor at the fd limit (EMFILE)"


def too_many_open(asked: Asked) -> Advice | None:
    if asked.refused.errno not in (errno.EMFILE, errno.ENFILE):
        return None
    soft, used = (limits() or (0, 0))[0], in_use()
    if used is None:
        return Advice(
            text("too many open files: the limit of this process is {limit}; close some", limit=soft), None, _FULL
        )
    hint = text(
        "too many open files (limit {limit}, in use {used}; numbers below {floor} are the program's own): close some",
        limit=soft,
        used=used,
        floor=FLOOR,
    )
    return Advice(hint, None, _FULL)


def no_memory(asked: Asked) -> Advice | None:
    if asked.refused.errno not in (errno.ENOMEM, errno.ENOBUFS, errno.ENOSPC):
        return None
    if asked.refused.errno == errno.ENOSPC and asked.backend == "epoll":
        return Advice(text("no room: the disk is full, or this user watches as much as epoll may (max_user_watches)"))
    return Advice(text("the system has no room for it now"))


RULES = (too_many_open, no_memory)
