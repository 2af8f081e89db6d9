"""Calls of a run that returned, handed on by the thousand: numbers in lists, each kind of result once in a table.

A struct and a lock for each call would cost more than the call. What is handed over is not touched any more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import structs

from .commands import Timeout
from .observed import Observed, Unreturned
from .outcomes import Call, Result, Returned

BLOCK = 4096
"""Calls, at most, that are handed over at once."""
SPAN = 32_000_000
"""Nanoseconds after which they are handed over, however few they are."""
KINDS = 4096
"""Kinds of results after which a new table is begun: callbacks may do something else each time."""

Key = tuple[Any, ...]


class ResultTable:
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


class CallBlock:
    """Calls of the run ``step``, one after the other: rows from ``row`` on, numbers from ``number`` on.

    ``starts`` and ``ends`` are monotonic ns, ``sizes`` how many results each call has, ``ids`` these one after the
    other, by their kinds in ``results``. ``seen`` is how some of their objects were before they were served, by the
    place in ``ids``; ``silent`` what some calls did not return of what was watched, and how many more were not looked
    at, by the place of the call; ``until`` when the callbacks of some calls had returned (ns), by that place too: of
    the others the next call's begin is known; ``arrays`` is kept by whoever needs the lists as such. A fact like a
    RunCall, and as many of those.
    """

    __slots__ = (
        *("arrays", "backend", "ends", "ids", "number", "results", "row", "seen", "selector", "sizes", "starts"),
        *("silent", "step", "timeout", "until"),
    )

    def __init__(
        self, step: int, row: int, number: int, backend: str, timeout: Timeout, selector: str, results: ResultTable
    ):
        self.step, self.row, self.number = step, row, number
        self.backend, self.timeout, self.selector = backend, timeout, selector
        self.results = results
        # Lists: to append to an array takes four times as long.
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sizes: list[int] = []
        self.ids: list[int] = []
        self.seen: dict[int, Observed] = {}
        self.silent: dict[int, Unreturned] = {}
        self.until: dict[int, int] = {}
        self.arrays: Any = None

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def rows(self) -> int:
        """Rows of a history that they make, about: each result is one."""
        return max(len(self.ends), len(self.ids))

    def fitting(self, rows: int) -> int:
        """How many of the first calls make no more rows than that."""
        whole, results = 0, 0
        for size in self.sizes[:rows]:
            results += size
            if results > rows:
                break
            whole += 1
        return whole

    @property
    def last(self) -> int:
        """The row of the last call: a GroupGrew may name it."""
        return self.row + len(self.ends) - 1

    def __iter__(self) -> Iterator[Returned]:
        """The calls one by one; their rows count from ``row``."""
        place = 0
        for n, (start, end, size) in enumerate(zip(self.starts, self.ends, self.sizes, strict=True)):
            results = tuple(self._result(one) for one in range(place, place + size))
            place += size
            silent, unlooked = self.silent.get(n, (None, 0))
            call = Call(
                self.number + n,
                self.backend,
                self.timeout,
                start,
                (end - start) / 1e9,
                results,
                selector=self.selector,
                silent=silent,
                unlooked=unlooked,
            )
            yield Returned(call)

    def _result(self, place: int) -> Result:
        found, seen = self.results.kinds[self.ids[place]], self.seen.get(place)
        return found if seen is None else structs.replace(found, seen=seen)

    def kinds(self) -> list[tuple[Result, int]]:
        """The kinds of results that are among these, and how many of each."""
        return [(self.results.kinds[id], times) for id, times in Counter(self.ids).items()]

    def split(self, count: int) -> tuple["CallBlock", "CallBlock"]:
        """The first so many, and the others."""
        place = sum(self.sizes[:count])
        return self._part(0, count, 0, place), self._part(count, len(self), place, len(self.ids))

    def _part(self, low: int, high: int, begin: int, end: int) -> "CallBlock":
        part = self._like(self.row + low, self.number + low)
        part.starts, part.ends, part.sizes = self.starts[low:high], self.ends[low:high], self.sizes[low:high]
        part.ids = self.ids[begin:end]
        part.until = {place - low: at for place, at in self.until.items() if low <= place < high}
        part.silent = {place - low: one for place, one in self.silent.items() if low <= place < high}
        part.seen = {place - begin: one for place, one in self.seen.items() if begin <= place < end}
        return part

    def _like(self, row: int, number: int) -> "CallBlock":
        return CallBlock(self.step, row, number, self.backend, self.timeout, self.selector, self.results)

    def follows(self, before: "CallBlock") -> bool:
        """Whether nothing lies between ``before`` and these: they might have been handed over together."""
        return (
            (self.row, self.number) == (before.last + 1, before.number + len(before))
            and self.results is before.results
            and (self.step, self.timeout) == (before.step, before.timeout)
            and (self.backend, self.selector) == (before.backend, before.selector)
        )

    @staticmethod
    def joined(parts: "Sequence[CallBlock]") -> "CallBlock":
        """All of these, each of which follows the one before it."""
        first = parts[0]
        whole = first._like(first.row, first.number)
        if all(part.arrays is not None for part in parts):
            whole.arrays = first.arrays.joined([part.arrays for part in parts])
        for part in parts:
            whole.until.update((len(whole) + place, at) for place, at in part.until.items())
            whole.silent.update((len(whole) + place, one) for place, one in part.silent.items())
            whole.seen.update((len(whole.ids) + place, one) for place, one in part.seen.items())
            whole.starts += part.starts
            whole.ends += part.ends
            whole.sizes += part.sizes
            whole.ids += part.ids
        return whole


def together(facts: Sequence[Any]) -> list[Any]:
    """The same facts, with calls that follow each other in one: many at once cost little more than few."""
    found: list[Any] = []
    parts: list[CallBlock] = []
    for fact in facts:
        if parts and not (isinstance(fact, CallBlock) and fact.follows(parts[-1])):
            found.append(parts[0] if len(parts) == 1 else CallBlock.joined(parts))
            parts = []
        if isinstance(fact, CallBlock):
            parts.append(fact)
        else:
            found.append(fact)
    if parts:
        found.append(parts[0] if len(parts) == 1 else CallBlock.joined(parts))
    return found
