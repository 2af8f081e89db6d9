"""Calls and results a second, from the worker's own counters over the last two seconds."""

from collections import deque
from time import monotonic

from selcore.values.facts import Totals

WINDOW = 2.0
"""Seconds that a rate is taken over."""


class Rate:
    """``calls`` and ``results`` a second; ``core``: how much of a processor core the worker's thread takes (0 to 1).

    A slowed loop makes few calls: over less time they would flicker."""

    def __init__(self) -> None:
        self.calls = self.results = self.core = 0.0
        self._readings: deque[tuple[float, Totals]] = deque([(monotonic(), Totals())])

    def begin(self, totals: Totals) -> None:
        """Count from here."""
        self.calls = self.results = self.core = 0.0
        self._readings = deque([(monotonic(), totals)])

    def take(self, totals: Totals) -> None:
        """A new reading; one that comes too soon is left out."""
        if totals.calls < self._readings[-1][1].calls:
            self.begin(totals)  # another session: it counts from nothing
        now, readings = monotonic(), self._readings
        if now - readings[-1][0] < 0.2:
            return
        readings.append((now, totals))
        while len(readings) > 2 and now - readings[1][0] >= WINDOW:
            readings.popleft()
        at, before = readings[0]
        self.calls = (totals.calls - before.calls) / (now - at)
        self.results = (totals.results - before.results) / (now - at)
        self.core = min((totals.cpu - before.cpu) / (now - at), 1.0)
