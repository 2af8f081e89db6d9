"""The observed state of each result's object at the moment its call returned, by the serial number of its row."""

from typing import TYPE_CHECKING, Any

from ..system.lazy import later
from ..values.call_block import CallBlock
from ..values.outcomes import Result
from .call_columns import arrays_of

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

MOST = 20_000
"""Results whose state is kept; the newest are."""


class Samples(dict[int, Any]):
    """``Observed`` by serial number."""

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
