"""Feeds lanes that are not visible only now and then, many calls at once: a fraction of the cost of a few each time."""

from msgspec import structs

from ..values.call_block import CallBlock, together
from ..values.facts import Batch, GroupGrew
from .feed import TimelineFeed

MOST = 16_000
"""Facts, calls and results that wait, roughly; feeding more would take a whole frame."""


class DeferredFeed:
    """Collects batches for ``feed``, in order. They are fed by ``flush``, or when there are too many."""

    def __init__(self, feed: TimelineFeed):
        self._feed = feed
        self._waiting: list[Batch] = []
        self._serial = self._rows = 0

    def fold(self, batch: Batch, serial: int) -> None:
        """Take in a batch; ``serial`` is the number of its first row."""
        if not self._joins(batch):
            self.flush()
            self._feed.fold(batch, serial)
            return
        if not self._waiting:
            self._serial = serial
        self._waiting.append(batch)
        self._rows += 1 + sum(len(fact) + len(fact.ids) if isinstance(fact, CallBlock) else 1 for fact in batch.facts)
        if self._rows > MOST:
            self.flush()

    def flush(self) -> None:
        """Feed everything that waits."""
        if self._waiting:
            waiting, self._waiting, self._rows = self._waiting, [], 0
            self._feed.fold(_joined(waiting) if len(waiting) > 1 else waiting[0], self._serial)

    def _joins(self, batch: Batch) -> bool:
        """Whether it contains only calls of a run, so that it can be joined with others."""
        return (
            not batch.gone
            and (batch.status is None or batch.status.state in ("running", "spinning"))
            and all(isinstance(fact, CallBlock | GroupGrew) for fact in batch.facts)
            and not any(self._feed.is_news(state) for state in batch.objects)
        )


def _joined(batches: list[Batch]) -> Batch:
    states = {state.name: state for batch in batches for state in batch.objects}
    facts = together([fact for batch in batches for fact in batch.facts])
    return structs.replace(batches[-1], facts=tuple(facts), objects=tuple(states.values()))
