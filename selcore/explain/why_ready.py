"""Why is this ready? For each bit of a mask: its cause, the rule of ``selectors`` that set it, the flags."""

from typing import Protocol

import msgspec

from ..backends import raw_names
from ..values.commands import Command, SoError, Unregister
from ..values.flags import bare
from ..values.masks import READ, WRITE, known_events
from ..values.observed import Observed
from ..values.text import Text, text
from .causes import RULES
from .flag_words import flag_text
from .mask_rule import fold
from .ready_case import Case, Cause

_SOCKETS = ("TCP", "STREAM", "DATAGRAM", "SEQPACKET")
_HAVE_OPTIONS = ("", "recv", "recvfrom")
"""What reads from an object that has a getsockopt(): a number and a Connection have none."""
NONSENSE = 'modify with invalid events (0, 4, 8, -1, None, "r"): result, is the key lost, then select'
NOTHING = "thread: cross-thread modify(R->RW) / register while blocked, 500/100 tries: which masks come out"


class Reported(Protocol):
    """A result, or a row of the history that shows one."""

    @property
    def name(self) -> str | None: ...
    @property
    def fd(self) -> int | None: ...
    @property
    def mask(self) -> int | None: ...
    @property
    def raw(self) -> int | None: ...


class Flag(msgspec.Struct, frozen=True):
    """A flag by its name in the ``select`` module, and what it says."""

    name: str
    words: Text


class Why(msgspec.Struct, frozen=True):
    """``causes``: one for each bit. ``rule``: lines of Python. ``flags``: the kernel's own; None where it has none.

    ``remedy`` is a command that would end or tell more, ``sampled`` whether the state was looked at when it was so.
    """

    causes: tuple[Cause, ...]
    rule: tuple[Text, ...]
    flags: tuple[Flag, ...] | None
    remedy: Command | None = None
    sampled: bool = False

    @property
    def explained(self) -> bool:
        """Whether every cause rests on a recorded fact."""
        return bool(self.causes) and all(cause.fact for cause in self.causes)


def why(result: Reported, backend: str, seen: Observed | None, inside: str = "") -> Why:
    """Explain a result of ``backend``; ``seen`` is the observed state, ``inside`` the name of the opened selector."""
    name, mask = result.name or "", result.mask or 0
    names = raw_names(backend, result.raw)
    raw = None if names is None else frozenset(map(bare, names))
    cases = [
        Case(name, -1 if result.fd is None else result.fd, backend, event, raw, seen)
        for event in (READ, WRITE)
        if mask & event
    ]
    causes = tuple(map(_cause, cases)) or (_nothing(seen),)
    flags = None if names is None else tuple(Flag(one, flag_text(one)) for one in names)
    effect = getattr(result, "effect", None)
    over = effect is not None and (effect.eof or effect.error is not None)  # its callback has unregistered it
    remedy = None if over else _remedy(cases, inside) or _unwatched(name, seen, inside)
    return Why(causes, fold(backend, names, mask, seen), flags, remedy, seen is not None)


def _cause(case: Case) -> Cause:
    return next(cause for rule in RULES if (cause := rule(case)) is not None)


def _nothing(seen: Observed | None) -> Cause:
    if seen is None or seen.events is None or known_events(seen.events):
        said = text("nothing of what was reported is in the key's mask; selectors returns the key all the same")
        return Cause(0, said, None, text("a program should do nothing for it"), NOTHING)
    said = text(
        "the key's events are {events}, neither READ (1) nor WRITE (2): errors and hang-ups are reported all the same, "
        "and of these nothing is in the mask",
        events=seen.events,
    )
    return Cause(0, said, None, text("every call returns it so, until it is unregistered"), NONSENSE)


def _unwatched(name: str, seen: Observed | None, inside: str) -> Command | None:
    """What ends a key that watches for nothing."""
    nothing = seen is not None and seen.events is not None and not known_events(seen.events)
    return Unregister(name=name, inside=inside or None) if name and nothing else None


def _remedy(cases: list[Case], inside: str) -> Command | None:
    if not cases or not cases[0].name:
        return None
    case = cases[0]
    if case.seen.lost or "NVAL" in case.flags:
        if case.seen.refuses not in ("", "EBADF", "ValueError"):
            return None  # unregister() asks its fileno() and takes a ValueError alone for closed
        return Unregister(name=case.name, inside=inside or None)
    if (
        "ERR" in case.flags
        and not case.seen.error_queue
        and case.seen.what in _SOCKETS
        and case.seen.via in _HAVE_OPTIONS
    ):
        return SoError(name=case.name)
    return None
