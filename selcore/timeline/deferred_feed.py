"""Lanes that nobody looks at are fed now and then, many calls at once: that costs a fraction of each time a few."""

from msgspec import structs

from ..values.call_block import CallBlock, together
from ..values.facts import Batch, GroupGrew
from .feed import TimelineFeed

MOST = 8_000
"""Facts and calls, about, that wait at most: more would take a frame."""


class DeferredFeed:
    """Batches on their way to ``feed``, in order. What waits is fed by ``flush``, or when it is too much."""

    def __init__(self, feed: TimelineFeed):
        self._feed = feed
        self._waiting: list[Batch] = []
        self._serial = self._rows = 0

    def fold(self, batch: Batch, serial: int) -> None:
        """Take a batch in; ``serial`` is the number of its first row."""
        if not self._joins(batch):
            self.flush()
            self._feed.fold(batch, serial)
            return
        if not self._waiting:
            self._serial = serial
        self._waiting.append(batch)
        self._rows += 1 + sum(len(fact) if isinstance(fact, CallBlock) else 1 for fact in batch.facts)
        if self._rows > MOST:
            self.flush()

    def flush(self) -> None:
        """Feed all that waits."""
        if self._waiting:
            waiting, self._waiting, self._rows = self._waiting, [], 0
            self._feed.fold(_joined(waiting) if len(waiting) > 1 else waiting[0], self._serial)

    def _joins(self, batch: Batch) -> bool:
        """Whether it tells of nothing but more calls, so that it may be told as one with others like it."""
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
