"""An event that was asked for and not returned, with all that is known about it: the input of rules in ``silences``."""

import errno
from typing import Literal, NamedTuple

from ..values.claim import Claim, Do, waits
from ..values.commands import Command
from ..values.observed import Silent
from ..values.text import Text
from .claim_words import sentence
from .ready_case import GIVEN_AWAY, Case

How = Literal["returned", "raised", "stopped", "waits", "now"]
"""What became of the call: it returned, or raised, or was ended from outside; or it is still waiting. ``now``: there is
no call, and it is asked how an object is."""


class End(NamedTuple):
    """What would end a wait for an event: ``words`` say it; ``by`` is a command that does it, if there is one.

    ``to``: to end it, connect to this listener. ``never``: nothing ends it. ``alone``: it ends without anybody's help.
    """

    words: Text
    by: Command | None = None
    to: str = ""
    never: bool = False
    alone: bool = False


class Silence(NamedTuple):
    """Why an event was not returned: ``cause`` what is the case, ``claim`` what the next call will do, where that says
    something, ``more`` what is said after it.

    ``asked``: whether the event was asked for at all. ``holds``: whether something is there that a call would take, or
    an event that is lost, and not only nothing. ``fact`` is the id of a recorded fact; empty where none is like it.
    """

    name: str
    event: int
    cause: Text
    claim: Claim | None = None
    more: Text | None = None
    end: End | None = None
    asked: bool = True
    holds: bool = False
    fact: str = ""

    @property
    def next(self) -> Text | None:
        """What the next call will do, in words."""
        if self.claim is None:
            return self.more
        said = sentence(self.claim)
        return said if self.more is None else Text("{claim}; {more}", {"claim": said, "more": self.more})


class SilentCase(Case):
    """``mask`` is what was returned of the object, ``how`` what became of the call."""

    def __init__(self, silent: Silent, backend: str, event: int, how: How):
        super().__init__(silent.name, silent.fd, backend, event, None, silent.seen)
        self.mask = silent.mask
        self.how = how
        self.asked = bool(silent.events & event)
        self.paused = silent.paused
        self.crowded = silent.crowded
        self.own_name = silent.name or f"fd {silent.fd}"

    @property
    def ready(self) -> bool:
        """Whether our own poll() finds the event by now. HUP counts as each event but for select()'s writers."""
        ways = {"IN", "HUP"} if self.reading else {"OUT"} if self.backend == "select" else {"OUT", "HUP"}
        return bool(self.flags & (ways | {"ERR", "NVAL"}))

    @property
    def peer(self) -> str:
        """The other end's name, or a word for it."""
        return self.seen.peer or "its other end"

    def silent(
        self,
        fact: str,
        cause: Text,
        claim: Claim | None = None,
        more: Text | None = None,
        end: End | None = None,
        holds: bool = False,
    ) -> Silence:
        if claim is not None and self.unsupported:
            claim, more = self.fails_unsupported(), None
        if claim is not None and self.gave_away:
            claim, more = self.fails(errno.EBADF, stays=True), GIVEN_AWAY
        return Silence(self.name, self.event, cause, claim, more, end, self.asked, holds, fact)

    def blocks(self) -> Claim:
        """A read, or a write, after the event, that finds nothing or no room. What a reader makes of nothing that
        decodes is its own: an error of TLS, or an empty string."""
        if self.reading and self.seen.decodes and self.seen.reader == self.name:
            return Claim("receive", self.reader)
        do: Do = "receive" if self.reading else "send"
        return waits(do, self.reader if self.reading else self.writer)
