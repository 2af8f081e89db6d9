"""Whether the window is settled during a run that never rests.

Most runs block now and then, and are settled when they do. One that never blocks has no such moment: there the window
is settled once everything that was told before a look, the answers of all commands too, has been taken and shown.
"""

from typing import Protocol

FRAMES, CALLS = 2, 500
"""Looks in a row that all saw new calls, and how many they saw: so much is no burst that will be over soon."""
SLOW_FRAMES = 5
"""The same of a run that makes few calls between two looks."""


class Told(Protocol):
    """What is asked of a worker."""

    def answered(self) -> bool:
        """Whether no request waits."""

    @property
    def told(self) -> tuple[int, int]:
        """Facts told, facts taken."""


class GoesOn:
    """Before each look ``begin``, after it ``is_shown``; ``asked`` when something was asked."""

    def __init__(self) -> None:
        self._worker: Told | None = None
        self._upto: int | None = None
        self._frames = self._calls = 0

    def asked(self, changes: bool = True) -> None:
        """Its answer is to be shown; and, where it may change something, what the run makes of it."""
        self._upto = None
        if changes:
            self._frames = self._calls = 0

    def begin(self, worker: Told | None) -> None:
        """What was told until now is to be seen; None: no run goes on without a bound."""
        if worker is None:
            self.asked()
        elif self._upto is None and worker.answered():
            self._upto = worker.told[0]  # not before: an answer is told before its request counts as answered
        self._worker = worker

    def is_shown(self, calls: int) -> bool:
        """Whether all of it is shown, after a look that saw so many new calls."""
        if self._worker is None or not calls:
            self.asked()
            return False
        self._frames, self._calls = self._frames + 1, self._calls + calls
        if self._upto is None or self._worker.told[1] < self._upto:
            return False
        self._upto = None
        return self._frames >= SLOW_FRAMES or (self._frames >= FRAMES and self._calls >= CALLS)
