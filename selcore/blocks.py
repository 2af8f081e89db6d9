"""Calls of a run that returned, handed on by the thousand: numbers in lists, each kind of result once in a table.

A struct and a lock for each call would cost more than the call. What is handed over is not touched any more.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .commands import Timeout
from .outcomes import Call, Result, Returned

BLOCK = 4096
"""Calls, at most, that are handed over at once."""
SPAN = 16_000_000
"""Nanoseconds after which they are handed over, however few they are."""
KINDS = 4096
"""Kinds of results after which a new table is begun: callbacks may do something else each time."""

Key = tuple[Any, ...]


class Results:
    """Kinds of results by their ids, which count from 0. Only the thread that makes them adds to it.

    ``ids`` has what was last found under a key: results with the same key differ, where they do, in what was done.
    """

    __slots__ = ("ids", "kinds")

    def __init__(self) -> None:
        self.kinds: list[Result] = []
        self.ids: dict[Key, int] = {}

    def __len__(self) -> int:
        return len(self.kinds)

    def add(self, key: Key, result: Result) -> int:
        """Its id from now on."""
        self.ids[key] = found = len(self.kinds)
        self.kinds.append(result)
        return found


class Calls:
    """Calls of the run ``step``, one after the other: rows from ``row`` on, numbers from ``number`` on.

    ``starts`` and ``ends`` are monotonic ns, ``sizes`` how many results each call has, ``ids`` these one after the
    other, by their kinds in ``results``. A fact like a LoopCall, and as many of those.
    """

    __slots__ = (
        *("backend", "ends", "ids", "number", "results", "row", "selector", "sizes", "starts", "step", "timeout"),
    )

    def __init__(
        self, step: int, row: int, number: int, backend: str, timeout: Timeout, selector: str, results: Results
    ):
        self.step, self.row, self.number = step, row, number
        self.backend, self.timeout, self.selector = backend, timeout, selector
        self.results = results
        # Lists: to append to an array takes four times as long.
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sizes: list[int] = []
        self.ids: list[int] = []

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def last(self) -> int:
        """The row of the last call: a Grew may name it."""
        return self.row + len(self.ends) - 1

    def __iter__(self) -> Iterator[Returned]:
        """The calls one by one; their rows count from ``row``."""
        place, kinds = 0, self.results.kinds
        for n, (start, end, size) in enumerate(zip(self.starts, self.ends, self.sizes, strict=True)):
            results = tuple(kinds[id] for id in self.ids[place : place + size])
            place += size
            call = Call(
                self.number + n,
                self.backend,
                self.timeout,
                start,
                (end - start) / 1e9,
                results,
                selector=self.selector,
            )
            yield Returned(call)

    def kinds(self) -> list[tuple[Result, int]]:
        """The kinds of results that are among these, and how many of each."""
        return [(self.results.kinds[id], times) for id, times in Counter(self.ids).items()]

    def split(self, count: int) -> tuple["Calls", "Calls"]:
        """The first so many, and the others."""
        place = sum(self.sizes[:count])
        parts = []
        for low, high, begin, end in ((0, count, 0, place), (count, len(self), place, len(self.ids))):
            part = Calls(
                self.step,
                self.row + low,
                self.number + low,
                self.backend,
                self.timeout,
                self.selector,
                self.results,
            )
            part.starts, part.ends, part.sizes = self.starts[low:high], self.ends[low:high], self.sizes[low:high]
            part.ids = self.ids[begin:end]
            parts.append(part)
        return parts[0], parts[1]
