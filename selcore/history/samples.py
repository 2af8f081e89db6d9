"""The observed states of objects at the moment a call returned, by the serial number of a row: that of the result, or
that of the call for what it did not return."""

from typing import TYPE_CHECKING, Any

from ..system.lazy import later
from ..values.call_block import CallBlock
from ..values.observed import Unreturned
from ..values.outcomes import Result
from .call_columns import arrays_of

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

MOST = 20_000
"""Results whose state is kept; the newest are."""


CALLS = 2_000
"""Calls of which it is kept what they did not return; the newest are."""


class Samples(dict[int, Any]):
    """``Observed`` by the serial number of the result's row."""

    def add(self, calls: CallBlock, serial: int) -> None:
        """Add the states of a block of calls whose rows begin at ``serial``."""
        if not calls.seen:
            return
        sizes = arrays_of(calls).sizes
        ends, rows = np.cumsum(sizes), np.where(sizes > 1, sizes + 1, 1)
        heads = np.cumsum(rows) - rows
        for place, one in calls.seen.items():
            call = int(np.searchsorted(ends, place, side="right"))
            within = place - int(ends[call] - sizes[call])
            self[serial + int(heads[call]) + (int(sizes[call]) > 1) + within] = one
        self._forget()

    def add_last(self, results: tuple[Result, ...], beyond: int) -> None:
        """Add the states of results whose last row is the one before ``beyond``."""
        first = beyond - len(results)
        self.update((first + place, one.seen) for place, one in enumerate(results) if one.seen is not None)
        self._forget()

    def _forget(self) -> None:
        while len(self) > MOST:
            del self[next(iter(self))]


class SilentSamples(dict[int, Unreturned]):
    """What calls did not return, and how many more were not looked at, by the serial number of the call's row."""

    def add(self, calls: CallBlock, serial: int) -> None:
        """Add those of a block of calls whose rows begin at ``serial``."""
        if not calls.silent:
            return
        sizes = arrays_of(calls).sizes
        rows = np.where(sizes > 1, sizes + 1, 1)
        heads = np.cumsum(rows) - rows
        for call, one in calls.silent.items():
            self.add_one(serial + int(heads[call]), one)

    def add_one(self, serial: int, silent: Unreturned) -> None:
        """Add that of one call, and forget the oldest of too many."""
        self[serial] = silent
        while len(self) > CALLS:
            del self[next(iter(self))]
