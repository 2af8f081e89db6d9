"""Reports each trouble of each object once, until it is over; after that it may be reported again.

It lives where batches are taken: the worker's loop knows nothing of it. It holds a record for each object that is
open or registered, and none for what was forgotten.
"""

from collections.abc import Sequence

import msgspec

from ..values.facts import Batch
from .base import Lint, Warning
from .command_rules import take
from .ledger import Ledger


class Over(msgspec.Struct, frozen=True):
    """The trouble that a warning reported is over."""

    lint: str
    name: str


class News(msgspec.Struct, frozen=True):
    """Warnings that began or ended with a batch, in order."""

    told: tuple[Warning | Over, ...] = ()

    @property
    def warnings(self) -> list[Warning]:
        return [one for one in self.told if isinstance(one, Warning)]


class Linter:
    """``active`` holds the current warnings, by (lint id, object name)."""

    def __init__(self, lints: Sequence[Lint]):
        self._lints = lints
        self.reset()

    def reset(self) -> None:
        """Forget everything, for another worker."""
        self._ledger = Ledger()
        self.active: dict[tuple[str, str], Warning] = {}
        self._news: list[Warning | Over] = []

    def fold(self, batch: Batch) -> News:
        """Take in a batch. Returns the warnings that began or ended."""
        ledger = self._ledger
        ledger.begin_batch(batch)
        due = ledger.due
        for fact in batch.facts:
            take(ledger, fact)
            if due:
                self._judge()
        if batch.tail is not None:
            take(ledger, batch.tail)
        ledger.end_batch(batch)
        self._judge()
        if not self._news:
            return _NOTHING
        told, self._news = tuple(self._news), []
        return News(told)

    def size(self) -> int:
        """How many objects are remembered."""
        return len(self._ledger)

    def _judge(self) -> None:
        ledger = self._ledger
        for name in tuple(ledger.due):
            record = ledger.get(name)
            for lint in self._lints:
                key = lint.id, name
                finding = lint.judge(record, ledger) if record is not None else None
                if finding is None:
                    if self.active.pop(key, None) is not None:
                        self._news.append(Over(*key))
                elif key not in self.active:
                    warning = Warning(
                        lint.id, name, ledger.step, finding.message, lint.do, finding.remedy, finding.since
                    )
                    self.active[key] = warning
                    self._news.append(warning)
        ledger.due.clear()


_NOTHING = News()
