"""Measures what one ``select(0)`` costs, in a process of its own, and tells it as JSON lines. Standard library only.

The selector classes are the plain ones of ``selectors``. The classes are asked in turn, round by round, so that a
machine that becomes slower or faster does so for all of them; what is told of a round is the mean of its calls.
"""

import gc
import json
import os
import selectors
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from itertools import count
from statistics import quantiles
from time import monotonic, perf_counter_ns
from typing import Any

Line = dict[str, Any]
Call = Callable[[float], Any]
Make = Callable[[], selectors.BaseSelector]
ROUNDS = 5
"""Of each class at each number, each time that it is come to."""
PASSES = 12
"""How often all numbers are measured at most."""
ROUND = 1_000_000
"""Nanoseconds that a round should take; one call may take longer."""
CALLS = 1000
"""Calls in a round, at most."""
SPARE = 4
"""Descriptors reserved for the selectors themselves."""
SAMPLE = b"x"


class Pairs:
    """Socket pairs, both ends of which are watched. Opened as they are needed, closed at the end."""

    def __init__(self) -> None:
        self.ends: list[socket.socket] = []
        self.refused: OSError | None = None
        self._spare = [os.open(os.devnull, os.O_RDONLY) for _ in range(SPARE)]

    def open(self, number: int) -> int:
        """Open ``number`` ends, or as many as the system allows. Returns how many are open."""
        while len(self.ends) < number and self.refused is None:
            try:
                self.ends += socket.socketpair()
            except OSError as error:
                self.refused = error
                self._give_back()
        return min(number, len(self.ends))

    def _give_back(self) -> None:
        for fd in self._spare:
            os.close(fd)
        self._spare.clear()

    def close(self) -> None:
        self._give_back()
        for end in self.ends:
            end.close()

    def fill(self, number: int) -> None:
        """Make the first ``number`` ends readable: one byte each, sent by the other end of the pair."""
        for place in range(number):
            self.ends[place ^ 1].send(SAMPLE)

    def drain(self, number: int) -> None:
        for end in self.ends[:number]:
            end.recv(1)


def sizes_up_to(most: int) -> list[int]:
    """1, 2, 5, 10, 20, 50, ... and ``most`` itself."""
    found: list[int] = []
    for power in count():
        for digit in (1, 2, 5):
            if digit * 10**power >= most:
                return [*found, most]
            found.append(digit * 10**power)
    raise AssertionError("counting does not end")


def raise_limit(wanted: int, was: int | None = None) -> Line:
    """Raise the soft descriptor limit of this process to ``wanted``, or as far as is allowed; what it was and is.

    ``was``: what the program that started this one had, before it raised its own.
    """
    try:
        resource: Any = import_module("resource")
    except ImportError:
        return {"was": None, "soft": None, "hard": None}
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and allowed > soft:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        except (ValueError, OSError):
            pass  # macOS has a limit beside the limit: as many as before, then
    return {"was": soft if was is None else was, "soft": resource.getrlimit(resource.RLIMIT_NOFILE)[0], "hard": hard}


class Measuring:
    """``classes`` are ids and what makes a selector of each; ``tell`` takes the lines.

    All numbers of descriptors are gone through again and again until the time is over: what disturbs the machine for
    a second is then one round of many. A point is told anew each time that it is known better.
    """

    def __init__(self, classes: dict[str, Make], most: int, seconds: float, tell: Callable[[Line], None]):
        self._classes = dict(classes)
        self._left = dict(classes)
        self._sizes = sizes_up_to(most)
        self._start = monotonic()
        self._seconds = seconds
        self._tell = tell
        self._pairs = Pairs()
        self._plan: list[tuple[int, list[str]]] = []
        self._times: dict[tuple[str, int, bool], list[tuple[float, int]]] = {}
        self._done = 0

    def run(self) -> None:
        """Measure every number in turn until time or descriptors run out; then start over."""
        try:
            why, error = self._first()
            for _ in range(PASSES - 1):
                for size, ids in self._plan:
                    if self._is_over():
                        break
                    self._measure(size, ids)
        finally:
            self._pairs.close()
        self._tell({"is": "end", "why": why, "reached": self._reached, "error": error})

    @property
    def _reached(self) -> int:
        return self._plan[-1][0] if self._plan else 0

    def _is_over(self) -> bool:
        return monotonic() > self._start + self._seconds

    def _first(self) -> tuple[str, Line | None]:
        for size in self._sizes:
            if self._is_over() and self._plan:
                return "time", None
            here = self._pairs.open(size)
            if here > self._reached:
                for id in list(self._left):
                    self._end_of(id, here)
                if not self._left:
                    return "stopped", None
                self._measure(here, list(self._left))
                self._plan.append((here, list(self._left)))
            if here < size:
                return "refused", said(self._pairs.refused)
        return "all", None

    def _end_of(self, id: str, size: int) -> None:
        """If the class refuses that many, report how many it takes, and measure it there a last time."""
        error = self._refusal(id, size)
        if error is None:
            return
        good, bad = self._reached, size
        while bad - good > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if self._refusal(id, middle) is None else (good, middle)
        if good > self._reached:
            self._measure(good, [id])
            self._plan.append((good, [id]))
        self._tell({"is": "stop", "backend": id, "descriptors": good, "fd": self._pairs.ends[good].fileno()} | error)
        del self._left[id]

    def _refusal(self, id: str, size: int) -> Line | None:
        """The exception that the class raises for that many; None if it accepts them."""
        try:
            with self._classes[id]() as selector:
                self._register(selector, size)
                selector.select(0)
        except (OSError, ValueError) as error:
            return said(error)
        return None

    def _register(self, selector: selectors.BaseSelector, size: int) -> None:
        for end in self._pairs.ends[:size]:
            selector.register(end, selectors.EVENT_READ)

    def _measure(self, size: int, ids: list[str]) -> None:
        with ExitStack() as stack:
            made = {id: stack.enter_context(self._classes[id]()) for id in ids}
            for selector in made.values():
                self._register(selector, size)
            for ready in (False, True):
                self._progress(size, ready)
                if ready:
                    self._pairs.fill(size)
                self._rounds(made, size, ready)
        self._pairs.drain(size)

    def _progress(self, size: int, ready: bool) -> None:
        whole = 2 * len(self._sizes) * PASSES
        part = min(1.0, max((monotonic() - self._start) / self._seconds, self._done / whole))
        self._tell({"is": "progress", "part": part, "descriptors": size, "ready": ready})
        self._done += 1

    def _rounds(self, made: dict[str, selectors.BaseSelector], size: int, ready: bool) -> None:
        calls = {id: calls_of(selector.select) for id, selector in made.items()}
        for number in range(ROUNDS):
            for id in in_turn(list(made), number):
                found = self._times.setdefault((id, size, ready), [])
                found.append((time_of(made[id].select, calls[id]), calls[id]))
        for id, selector in made.items():
            self._tell(row(id, size, len(selector.select(0)), self._times[id, size, ready]))


def row(id: str, size: int, ready: int, times: list[tuple[float, int]]) -> Line:
    """A point: seconds of one call, the middle one of the rounds and the quartiles; ``calls`` of all rounds."""
    low, middle, high = quantiles((seconds for seconds, _ in times), n=4, method="inclusive")
    values = {"seconds": middle, "low": low, "high": high, "calls": sum(calls for _, calls in times)}
    return {"is": "row", "backend": id, "descriptors": size, "ready": ready} | values


def in_turn(ids: list[str], number: int) -> Iterator[str]:
    """Each round begins with another."""
    for place in range(len(ids)):
        yield ids[(place + number) % len(ids)]


def calls_of(select: Call) -> int:
    """The number of calls in a round. The first call is not counted: it warms up the caches."""
    select(0)
    return max(1, min(CALLS, int(ROUND / 1e9 / max(time_of(select, 1), 1e-9))))


def time_of(select: Call, calls: int) -> float:
    """Seconds of one of ``calls`` calls."""
    rounds = range(calls)
    start = perf_counter_ns()
    for _ in rounds:
        select(0)
    return max(1, perf_counter_ns() - start) / calls / 1e9  # a clock may stand still, and 0 has no logarithm


def said(error: Exception | None) -> Line | None:
    """The type, errno and message of an exception."""
    if error is None:
        return None
    number = error.errno if isinstance(error, OSError) else None
    return {"type": type(error).__name__, "errno": number, "message": str(error)}


def say(line: Line) -> None:
    print(json.dumps(line), flush=True)


def main(words: str) -> None:
    """``words`` is JSON: ``classes`` (ids and names), ``most`` descriptors, ``seconds``, first ``soft`` limit."""
    asked = json.loads(words)
    gc.disable()  # it would be counted as time of the call in which it happens to be due
    limit = raise_limit(asked["most"] + 4 * SPARE, asked.get("soft"))
    classes = {id: getattr(selectors, name) for id, name in asked["classes"].items()}
    say({"is": "begin", "sizes": sizes_up_to(asked["most"]), "limit": limit, "seconds": asked["seconds"]})
    Measuring(classes, asked["most"], asked["seconds"], say).run()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except BrokenPipeError:
        os._exit(1)  # whoever asked has gone
