"""One bit of one result with everything known about it: the input of the rules in ``causes``."""

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
    """``flags`` are the kernel's, without prefix; for select those of our own ``poll()``, if it was made."""

    def __init__(self, name: str, fd: int, backend: str, event: int, raw: frozenset[str] | None, seen: Observed | None):
        self.name = name
        self.fd = fd
        self.backend = backend
        self.event = event
        self.raw = raw
        self.seen = seen or Observed(0, fd)
        self.known = seen is not None
        # Flags that were not asked for (RDHUP after a peer's shutdown) are only in the poll() of ours.
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
