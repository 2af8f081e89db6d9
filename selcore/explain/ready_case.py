"""One bit of one result with everything known about it: the input of the rules in ``causes``."""

import errno
from typing import Any, NamedTuple

from ..values.claim import Bound, Claim, Do, ends, raises, returns, waits
from ..values.flags import bare, flag_names
from ..values.masks import READ
from ..values.observed import Observed
from ..values.text import Text, text
from .claim_words import sentence

_WRITERS = {"recv": "send", "recvfrom": "send", "recv_bytes": "send_bytes", "read": "write"}
_SOCKETS = ("TCP", "LISTENER", "STREAM", "DATAGRAM", "SEQPACKET")


GIVEN_AWAY = text("it gave its descriptor away (detach): the number is left, the object has none")


class Cause(NamedTuple):
    """Why a bit is there: ``cause`` what is the case, ``claim`` what the next call will do, ``fact`` what it rests on.

    ``more`` is said after the claim's own sentence: what else there is to know of that call. ``fact`` is the id of a
    recorded fact; empty only for what the flags alone tell, which is not the whole truth.
    """

    event: int
    cause: Text
    claim: Claim | None = None
    more: Text | None = None
    fact: str = ""

    @property
    def next(self) -> Text:
        """What the next call will do, in words: the claim's sentence, and what is said beside it."""
        if self.claim is None:
            return self.more or text("of the next call nothing is known")
        said = sentence(self.claim)
        return said if self.more is None else text("{claim}; {more}", claim=said, more=self.more)


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
    def linux(self) -> bool:
        """Whether it was looked at on Linux: what that kernel alone does is said of no other."""
        return self.seen.system in ("linux", "android")

    @property
    def reading(self) -> bool:
        return self.event == READ

    @property
    def waiting(self) -> int:
        return self.seen.waiting or 0

    @property
    def reader(self) -> str:
        """The name of the function that reads from it."""
        if self.seen.via in ("recv", "recvfrom", "recv_bytes"):
            return self.seen.via
        return "recv" if self.seen.what in _SOCKETS and not self.seen.via else "read"

    @property
    def writer(self) -> str:
        """The name of the function that writes to it."""
        return _WRITERS[self.reader]

    @property
    def unsupported(self) -> bool:
        """Whether Python's own object refuses the read or the write."""
        return ("r" if self.reading else "w") in self.seen.unsupported

    @property
    def gave_away(self) -> bool:
        """Whether its descriptor is open, and the socket that had it has none any more."""
        return self.seen.state == "detached" and self.seen.what in _SOCKETS

    def fails_unsupported(self) -> Claim:
        """What it raises then: ``io.UnsupportedOperation``, which has no error number."""
        return self.fails(None, "UnsupportedOperation", stays=True)

    def because(self, fact: str, cause: Text, claim: Claim | None, more: Text | None = None) -> Cause:
        """A cause, with what the next call does: where Python's own object refuses that call, the OS is not asked."""
        if self.unsupported:
            return Cause(self.event, cause, self.fails_unsupported(), None, fact)
        if self.gave_away:
            return Cause(self.event, cause, self.fails(errno.EBADF, stays=True), GIVEN_AWAY, fact)
        return Cause(self.event, cause, claim, more, fact)

    def reads(self, size: int | None, bound: Bound | None = None, **more: Any) -> Claim:
        """A read that returns that many bytes."""
        return returns("receive", self.reader, size, bound, **more)

    @property
    def readable(self) -> int:
        """Bytes of a stream that a read can return, of those that wait: an urgent byte is left out of it."""
        unix = self.seen.what == "STREAM"
        return self.waiting - 1 if unix and self.seen.urgent and not self.seen.inline else self.waiting

    def reads_stream(self, **more: Any) -> Claim:
        """A read of a stream of bytes. It ends where urgent data is, or was: how far away, is not told. TCP counts what
        is before urgent data, if that is not in line: what comes after is no end then."""
        if self.seen.urgent != "ahead":
            return self.reads(self.readable, **more)
        counted = self.seen.what == "TCP" and not self.seen.inline
        return self.reads(self.readable, None if counted else "at most")

    def would_wait(self) -> Claim:
        """A read that finds nothing, or a write that finds no room."""
        return waits("receive", self.reader) if self.reading else waits("send", self.writer)

    def ends(self, stays: bool | None = True, **more: Any) -> Claim:
        """A read that returns nothing."""
        return ends(self.reader, stays, **more)

    def writes(self, size: int | None, bound: Bound | None = None, **more: Any) -> Claim:
        """A write of which that many bytes are taken."""
        return returns("send", self.writer, size, bound, **more)

    def fails_closed(self) -> Claim:
        """A call on what is closed: the number is not open, or the object says so itself."""
        if self.seen.refuses in ("", "EBADF"):
            return self.fails(errno.EBADF, stays=True)
        return self.fails(None, self.seen.refuses, stays=True)

    def fails(self, number: int | None, error: str = "", stays: bool | None = None) -> Claim:
        """A read or a write, after the event, that raises."""
        do: Do = "receive" if self.reading else "send"
        return raises(do, self.reader if self.reading else self.writer, number, error, stays)


def poll_names(flags: int | None) -> frozenset[str]:
    """The names of poll()'s flags without their prefix."""
    return frozenset(map(bare, flag_names(flags or 0)))
