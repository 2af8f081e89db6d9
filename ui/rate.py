"""Calls and results a second, from the worker's own counters over the last quarter second or more."""

from time import monotonic

from selcore.facts import Totals


class Rate:
    """``calls`` and ``results`` a second."""

    def __init__(self) -> None:
        self.calls = self.results = 0.0
        self._at, self._totals = monotonic(), Totals()

    def begin(self, totals: Totals) -> None:
        """Count from here."""
        self.calls = self.results = 0.0
        self._at, self._totals = monotonic(), totals

    def take(self, totals: Totals) -> None:
        """A new reading; one that comes too soon is left out."""
        now = monotonic()
        passed = now - self._at
        if passed < 0.2:
            return
        self.calls = (totals.calls - self._totals.calls) / passed
        self.results = (totals.results - self._totals.results) / passed
        self._at, self._totals = now, totals
