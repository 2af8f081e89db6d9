"""What is wrong with a watched program, recognised in its facts: each trouble is told once, until it is over.

Nobody is accused of what the machine did, or what a person asked for: a turn in which the thread had no processor, was
stopped, or waited for somebody to type, is no long turn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic_ns
from typing import Literal, Protocol

from ..values.masks import WRITE
from ..values.text import text
from ..values.watched import Function, ProgramWarning, Turn
from ..wording.durations import duration
from ..wording.program_words import NO_FAULT
from .busy_calls import FAST, Asks, BusyCalls, NeverServed, Unserved
from .facts import KeyOfClosed, MoreCalls, ProcessGone, SelectorClosed, StillRuns, WatchedCall, WatchedFact
from .turns import LONG

MANY = 5
"""Handles from which a turn is long because of their number."""
SPINS = 1.0
"""Seconds that callbacks may only reschedule themselves."""
MOST = 4096
"""Selectors that are followed, and warnings of which it is known that they were said."""

_NOTHING_SENT = (
    "{n} {n:call|calls} returned {name} for WRITE within {time}, and nothing was sent: watch for WRITE only "
    "while something waits to be sent"
)
_NOTHING_RECEIVED = (
    "{n} {n:call|calls} returned {name} for READ within {time}, and nothing was received: who is called does "
    "not read it, or does not close what has ended"
)


@dataclass
class _Selector:
    calls: BusyCalls = field(default_factory=BusyCalls)
    looked: float = 0.0
    told: bool = False
    unserved: Unserved = field(default_factory=Unserved)


class ProgramLook(Asks, Protocol):
    """Who can be asked about the program while it runs."""

    def running(self, pid: int, thread: int) -> Function | None:
        """The handle that a thread was seen in most often lately."""


class ProgramLinter:
    """``fold`` gives the warnings that a fact brings. ``clock``: now, on the facts' own (ns)."""

    def __init__(self, asked: ProgramLook, clock: Callable[[], int] = monotonic_ns):
        self._asked, self._clock = asked, clock
        self._selectors: dict[tuple[int, int], _Selector] = {}
        self._said: set[tuple[int, str, str]] = set()

    def fold(self, fact: WatchedFact) -> Iterator[ProgramWarning]:
        """One more fact."""
        if isinstance(fact, WatchedCall):
            known = self._of(fact)
            known.calls.add(fact)
            yield from self._call(fact, known)
        elif isinstance(fact, MoreCalls):
            known = self._of(fact.last)
            known.calls.add_more(fact.last, len(fact.ends))
            yield from self._call(fact.last, known)
        elif isinstance(fact, Turn):
            yield from self._turn(fact)
        elif isinstance(fact, StillRuns):
            yield from self._still(fact)
        elif isinstance(fact, KeyOfClosed):
            yield _closed(fact)
        elif isinstance(fact, SelectorClosed):
            self._selectors.pop((fact.pid, fact.selector), None)

    def anew(self) -> None:
        """Somebody listens who has heard nothing yet: what was said once, of turns and of loops that spin, is said
        again when it happens again."""
        self._said.clear()
        for known in self._selectors.values():
            known.told = False
            known.unserved.anew()

    # -- turns -------------------------------------------------------------------------------------------------------

    def _turn(self, turn: Turn) -> Iterator[ProgramWarning]:
        trouble, longest = trouble_of(turn), turn.longest
        if trouble == "many-callbacks":
            yield from self._many(turn)
        elif trouble == "long-turn":
            function = None if longest is None else longest.function
            seconds = longest.seconds if longest is not None and longest.known else turn.seconds
            yield from self._long(turn, function, seconds)

    def _long(self, turn: Turn, function: Function | None, seconds: float) -> Iterator[ProgramWarning]:
        who = str(function) if function is not None else "what was called after select()"
        if not self._again(turn.pid, "long-turn", who):
            return
        message = text(
            "{who} held the loop for {time}{doing}: {n} {n:descriptor|descriptors} waited, up to {most}",
            who=who,
            time=duration(seconds),
            doing=f" ({turn.doing.what})" if turn.doing.what else "",
            n=turn.waiting,
            most=duration(max((one.seconds for one in turn.waited), default=turn.seconds)),
        )
        yield ProgramWarning("long-turn", turn.pid, who, message, turn.end, function)

    def _many(self, turn: Turn) -> Iterator[ProgramWarning]:
        longest = turn.longest
        who = str(longest.function) if longest is not None else ""
        if not self._again(turn.pid, "many-callbacks", who):
            return
        message = text(
            "{n} {n:callback|callbacks} ran in one turn of {time}, the longest {who}; the last began {last} into it",
            n=turn.handles,
            time=duration(turn.seconds),
            who=who or "unknown",
            last=duration(turn.last),
        )
        function = longest.function if longest is not None else None
        yield ProgramWarning("many-callbacks", turn.pid, who, message, turn.end, function)

    def _still(self, fact: StillRuns) -> Iterator[ProgramWarning]:
        if fact.doing.what in NO_FAULT:
            return
        who = str(fact.function) if fact.function is not None else "what was called after select()"
        message = text(
            "{who} has not returned for {time}{doing}: until it does, nobody else is served",
            who=who,
            time=duration((fact.at - fact.since) / 1e9),
            doing=f" ({fact.doing.what})" if fact.doing.what else "",
        )
        yield ProgramWarning("never-returns", fact.pid, who, message, fact.at, fact.function)

    def _again(self, pid: int, lint: str, who: str) -> bool:
        """Whether it is the first time: what follows is counted where warnings are shown."""
        key = (pid, lint, who)
        if key in self._said:
            return False
        if len(self._said) >= MOST:
            self._said.clear()
        self._said.add(key)
        return True

    # -- calls -------------------------------------------------------------------------------------------------------

    def _of(self, call: WatchedCall) -> _Selector:
        key = (call.pid, call.selector)
        found = self._selectors.get(key)
        if found is None:
            if len(self._selectors) >= MOST:  # many are never closed, as each `select.poll()`
                del self._selectors[next(iter(self._selectors))]
            found = self._selectors[key] = _Selector()
        return found

    def _call(self, call: WatchedCall, known: _Selector) -> Iterator[ProgramWarning]:
        row = known.calls
        if row.calls < 2:
            known.told, known.looked = False, 0.0
        elif row.seconds >= known.looked + SPINS / 3 and row.calls >= FAST * row.seconds:
            known.looked = row.seconds
            if row.only_reschedules and call.timeout == 0 and row.seconds >= SPINS and not known.told:
                known.told = True
                yield self._reschedules(call, row)
        for found in known.unserved.fold(call, row, self._asked, self._clock):
            yield _unserved(call, found)

    def _reschedules(self, call: WatchedCall, row: BusyCalls) -> ProgramWarning:
        function = self._asked.running(call.pid, call.thread)
        who = "a callback" if function is None else str(function)
        message = text(
            "for {time} the loop has not waited: {n} {n:turn|turns} a second, nothing ready in any of them, and "
            "all that {who} did was to schedule itself again",
            time=duration(row.seconds),
            n=f"{round(row.calls / row.seconds):,}",
            who=who,
        )
        return ProgramWarning("reschedules-itself", call.pid, who, message, call.end, function)


def _unserved(call: WatchedCall, found: NeverServed) -> ProgramWarning:
    key, writes = found.key, found.bit == WRITE
    template = _NOTHING_SENT if writes else _NOTHING_RECEIVED
    message = text(template, n=f"{found.calls:,}", name=key.name, time=duration(found.seconds))
    function = key.also if writes and key.also is not None else key.function
    return ProgramWarning(
        "always-writable" if writes else "ready-unserved", call.pid, key.name, message, call.end, function
    )


def trouble_of(turn: Turn) -> Literal["long-turn", "many-callbacks"] | None:
    """The id of the warning about a long turn; None where nobody is to blame, or nothing says who."""
    if is_excused(turn):
        return None
    if turn.handles and turn.measured * 1e9 < LONG:
        return None  # it was not spent in callbacks: the loop had been left
    longest = turn.longest
    measured = longest is not None and longest.known
    if measured and longest is not None and longest.seconds * 1e9 >= LONG:
        return "long-turn"
    if turn.handles >= MANY:
        return "many-callbacks"
    return "long-turn" if not measured and (longest is not None or turn.ready) else None


def left_at_exit(gone: ProcessGone) -> Iterator[ProgramWarning]:
    """Keys that were registered when a process ended by itself: one warning for all of them."""
    if gone.left:
        names = ", ".join(key.name for key in gone.left[:5])
        more = f" and {len(gone.left) - 5:,} more" if len(gone.left) > 5 else ""
        message = text(
            "{n} {n:key was|keys were} registered when the process ended: {names}{more}. Closing the selector lets go "
            "of them",
            n=len(gone.left),
            names=names,
            more=more,
        )
        yield ProgramWarning("keys-left", gone.pid, names, message, gone.at, gone.left[0].function)


def _closed(fact: KeyOfClosed) -> ProgramWarning:
    key = fact.key
    message = text(
        "{name} (fd {fd}) was closed and is still registered: unregister it before it is closed",
        name=key.name,
        fd=key.fd,
    )
    return ProgramWarning("closed-registered", key.pid, key.name, message, fact.at, key.function)


def is_excused(turn: Turn) -> bool:
    """Whether nobody is to blame for it: the machine was busy (without the time in which it may have had no
    processor it would have been short, or most of it was that for all that is known), it was stopped, or somebody was
    to type."""
    unknown = not turn.doing.what and turn.doing.busy >= turn.seconds / 2
    return turn.doing.what in NO_FAULT or unknown or (turn.seconds - turn.doing.busy) * 1e9 < LONG
