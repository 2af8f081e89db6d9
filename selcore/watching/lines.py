"""What is told of a watched program as the lines of ``watch --json``: plain dictionaries, one a line."""

from collections.abc import Iterator
from typing import Any

from ..backends import raw_names
from ..values.masks import to_events
from ..values.watched import Function, ProgramWarning, Turn
from .facts import MoreCalls, NotSeen, ReadyKey, SelectorSeen, WatchedCall, WatchedFact
from .process_model import MOST_SELECTORS

Line = dict[str, Any]
OFTEN = 500_000_000
"""Nanoseconds after which a row of calls that are alike is told, though it may go on."""


def ready_fields(call: WatchedCall, key: ReadyKey) -> Line:
    """One that is ready; ``raw`` by the kernel's names, null where there are none, ``data`` the function's name."""
    return {
        "name": key.name,
        "fd": key.fd,
        "events": to_events(key.mask),
        "raw": None if call.backend == "select" else raw_names(call.backend, key.raw),
        "data": ", ".join(map(str, key.functions)) or None,
    }


def call_line(call: WatchedCall, selector: str) -> Line:
    """A call that came back, or raised."""
    line: Line = {"pid": call.pid, "thread": call.thread, "selector": selector, "call": call.number}
    line |= {"timeout": call.timeout, "waited": round(call.waited, 9)}
    line |= {"ready": [ready_fields(call, key) for key in call.ready]}
    return line | ({"error": {"type": call.error, "errno": call.errno or None}} if call.error else {})


def turn_line(turn: Turn, selector: str) -> Line:
    """A long turn: the longest in it, who waited, what the thread did."""
    longest = turn.longest
    return {
        "pid": turn.pid,
        "thread": turn.thread,
        "selector": selector,
        "turn": turn.number,
        "seconds": round(turn.seconds, 9),
        "handles": turn.handles,
        "longest": None
        if longest is None
        else function_fields(longest.function) | {"seconds": round(longest.seconds, 9)},
        "waited": [{"name": one.name, "fd": one.fd, "seconds": round(one.seconds, 9)} for one in turn.waited],
        "waiting": turn.waiting,
        "doing": turn.doing.what or None,
    }


def function_fields(function: Function) -> Line:
    """A function: its name, its file, the line of its ``def``."""
    return {"name": function.name, "file": function.file, "line": function.line}


def warning_line(warning: ProgramWarning) -> Line:
    """A warning as in a run; ``after_step`` is null, since nothing was asked of the program."""
    line: Line = {"lint": warning.lint, "name": warning.name, "after_step": None, "message": str(warning.message)}
    function = None if warning.function is None else function_fields(warning.function)
    return line | {"pid": warning.pid, "function": function}


class WatchLines:
    """Facts to lines: calls that are alike and follow each other are one, with ``repeat``, and ``timeout_last`` where
    theirs counted down."""

    def __init__(self) -> None:
        self._selectors: dict[tuple[int, int], str] = {}
        self._calls: list[WatchedCall] = []
        self._timeout: float | str | None = None
        self._count = 0
        self._waits = [0.0, 0.0, 0.0]

    def of(self, fact: WatchedFact) -> Iterator[Line]:
        """The lines that it completes."""
        if isinstance(fact, WatchedCall):
            yield from self._call(fact)
            return
        if isinstance(fact, MoreCalls):
            yield from self._more(fact)
            return
        if isinstance(fact, SelectorSeen):
            self._selectors[fact.pid, fact.selector] = f"{fact.kind}-{fact.selector}"
            if len(self._selectors) > MOST_SELECTORS:
                del self._selectors[next(iter(self._selectors))]
        elif isinstance(fact, Turn):
            yield from self.finish()
            yield turn_line(fact, self.selector(fact.pid, fact.selector))
        elif isinstance(fact, NotSeen):
            yield {"pid": fact.pid, "not_seen": fact.message}

    def selector(self, pid: int, number: int) -> str:
        """How a selector is called."""
        return self._selectors.get((pid, number), f"selector-{number}")

    def _call(self, call: WatchedCall) -> Iterator[Line]:
        if self._calls and (not _alike(self._calls[0], call) or call.end - self._calls[0].start > OFTEN):
            yield from self.finish()
        if not self._calls:
            self._calls, self._count, self._waits = [call], 0, [call.waited, call.waited, 0.0]
        self._count, self._timeout = self._count + 1, call.timeout
        least, most, total = self._waits
        self._waits = [min(least, call.waited), max(most, call.waited), total + call.waited]

    def _more(self, more: MoreCalls) -> Iterator[Line]:
        if not self._calls or not _alike(self._calls[0], more.last):
            return
        waits = [(end - start) / 1e9 for start, end in zip(more.starts, more.ends, strict=True)]
        least, most, total = self._waits
        self._waits = [min(least, *waits), max(most, *waits), sum(waits, total)]
        self._count += len(waits)
        if more.last.end - self._calls[0].start > OFTEN:
            yield from self.finish()

    def finish(self) -> Iterator[Line]:
        """The row that might still grow."""
        for call in self._calls:
            line = call_line(call, self.selector(call.pid, call.selector))
            if self._count > 1:
                least, most, total = (round(seconds, 9) for seconds in self._waits)
                line |= {"repeat": self._count, "waited_least": least, "waited_most": most, "waited_total": total}
            if self._count > 1 and self._timeout != call.timeout:
                line["timeout_last"] = self._timeout
            yield line
        self._calls = []


def _alike(one: WatchedCall, other: WatchedCall) -> bool:
    """But for their times, and for timeouts that count down to a timer of the loop's."""
    return (
        one.ready == other.ready
        and (one.pid, one.thread, one.selector, one.backend) == (other.pid, other.thread, other.selector, other.backend)
        and (one.error, one.errno, one.direct) == (other.error, other.errno, other.direct)
        and (one.timeout == other.timeout or (_counts_down(one.timeout) and _counts_down(other.timeout)))
    )


def _counts_down(timeout: float | str | None) -> bool:
    return isinstance(timeout, float) and timeout > 0
