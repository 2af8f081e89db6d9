"""How the objects of results were when these were returned, by the serial numbers of the results' rows."""

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
"""Results, at most, of which it is kept: the newest."""


class Samples(dict[int, Any]):
    """``Observed`` by serial number."""

    def add(self, calls: CallBlock, serial: int) -> None:
        """Those of calls that came together, whose rows begin at ``serial``."""
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
        """Those of results whose rows end before ``beyond``."""
        first = beyond - len(results)
        self.update((first + place, one.seen) for place, one in enumerate(results) if one.seen is not None)
        self._forget()

    def _forget(self) -> None:
        while len(self) > MOST:
            del self[next(iter(self))]
