"""One bit of one result with all that is known of it: what the rules of ``causes`` are asked about."""

from typing import NamedTuple

from ..values.flags import bare, flag_names
from ..values.masks import READ
from ..values.observed import Observed
from ..values.text import Text


class Cause(NamedTuple):
    """Why a bit is there: ``cause`` what is the case, ``next`` what the next call will do, ``fact`` what it rests on.

    ``fact`` is the id of a recorded fact; empty only for what the flags alone tell, which is not the whole truth.
    """

    event: int
    cause: Text
    next: Text
    fact: str = ""


class Case:
    """``flags`` are the kernel's without their prefix, of select those of our own ``poll()`` where there was one."""

    def __init__(self, name: str, fd: int, backend: str, event: int, raw: frozenset[str] | None, seen: Observed | None):
        self.name = name
        self.fd = fd
        self.backend = backend
        self.event = event
        self.raw = raw
        self.seen = seen or Observed(0, fd)
        self.known = seen is not None
        # What was not asked for, a peer that shut down, only a poll() of ours tells.
        self.beside = poll_names(self.seen.flags)
        self.flags = (raw or frozenset()) | self.beside

    @property
    def reading(self) -> bool:
        return self.event == READ

    @property
    def waiting(self) -> int:
        return self.seen.waiting or 0

    def because(self, fact: str, cause: Text, then: Text) -> Cause:
        return Cause(self.event, cause, then, fact)


def poll_names(flags: int | None) -> frozenset[str]:
    """The names of poll()'s flags without their prefix."""
    return frozenset(map(bare, flag_names(flags or 0)))
