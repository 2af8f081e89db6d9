"""How a watched program is at the moment, for one line of words: running or ended, its selectors, its longest turn."""

import msgspec

from ..backends import default_backend
from ..values.watched import Turn
from ..watching.facts import ProcessGone, ProcessSeen, SelectorSeen, StillRuns, WatchedCall, WatchedFact
from ..watching.warnings import is_excused
from .program import Prepared


class ProgramState(msgspec.Struct, frozen=True):
    """``began`` is monotonic ns, ``at`` when it was looked at, or when it ended. ``status`` is None while it runs.

    ``still``: a turn that does not end. ``asked``: how often it was asked to end,
    ``asked_at`` when first. ``problem``: why it did not start.
    """

    name: str
    python: str
    version: str
    pid: int
    began: int
    at: int
    status: int | None = None
    asked: int = 0
    asked_at: int = 0
    lost: int = 0
    processes: int = 0
    backend: str = ""
    selector_class: str = ""
    longest: Turn | None = None
    still: StillRuns | None = None
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether it has ended, or never began."""
        return self.status is not None or bool(self.problem)


class StateKeeper:
    """Folds what is told. ``status``, ``lost``, ``asked``, ``asked_at``, ``pid``, ``problem`` are to be set."""

    def __init__(self, name: str, prepared: Prepared):
        self._name, self._prepared = name, prepared
        self.status: int | None = None
        self.lost = self.asked = self.asked_at = self.pid = 0
        self.problem = ""
        self._began = 0
        self._processes = 0
        self._backend = default_backend().id
        self._class = ""
        self._longest: Turn | None = None
        self._still: StillRuns | None = None

    def fold(self, fact: WatchedFact) -> None:
        """One more fact."""
        if isinstance(fact, WatchedCall):
            self._backend = fact.backend
        elif isinstance(fact, SelectorSeen):
            self._class = fact.kind
        elif isinstance(fact, StillRuns):
            self._still = fact
        elif isinstance(fact, ProcessSeen):
            self._processes += 1
        elif isinstance(fact, ProcessGone):
            self._processes -= 1
        elif isinstance(fact, Turn) and not is_excused(fact):
            longer = self._longest is None or fact.seconds > self._longest.seconds
            self._longest = fact if longer else self._longest
        still = self._still
        if still is not None and isinstance(fact, WatchedCall | Turn | ProcessGone) and _ends(fact, still):
            self._still = None

    def state(self, now: int) -> ProgramState:
        """As it is."""
        self._began = self._began or now
        return ProgramState(
            self._name,
            self._prepared.python,
            self._prepared.version,
            self.pid,
            self._began,
            now,
            self.status,
            self.asked,
            self.asked_at,
            self.lost,
            self._processes,
            self._backend,
            self._class,
            self._longest,
            self._still,
            self.problem,
        )


def _ends(fact: WatchedCall | Turn | ProcessGone, still: StillRuns) -> bool:
    """Whether the turn that did not end is over."""
    if fact.pid != still.pid:
        return False
    return isinstance(fact, ProcessGone) or fact.thread == still.thread
