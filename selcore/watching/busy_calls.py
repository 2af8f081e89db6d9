"""How one selector of a watched program is called: what is ready again and again, and whether it ever waits.

A row is consecutive calls that came back at once and led to little. Those that waited, or in whose turn some work was
done, break it when they are more than a few.
"""

from .facts import WatchedCall
from .turns import AT_ONCE, IDLE

LONG_TURNS = 0.1
"""The share of longer turns that a row bears: another process may have been given the processor."""
FEW = 20


class BusyCalls:
    """The calls of one selector since the row began at ``since`` (ns): ``calls`` of them, ``empty`` without a result.

    ``always``: the descriptors, with their masks, that every call of the row has returned.
    """

    def __init__(self) -> None:
        self.last: WatchedCall | None = None
        self._begin(None)

    def _begin(self, call: WatchedCall | None) -> None:
        self.since = 0 if call is None else call.start
        self.calls = self.empty = self.worked = self.asyncio = 0
        self.always: dict[int, int] | None = None

    @property
    def seconds(self) -> float:
        """How long the row is."""
        return 0.0 if self.last is None or not self.since else (self.last.end - self.since) / 1e9

    @property
    def only_reschedules(self) -> bool:
        """Whether nothing was ready, and handles of asyncio ran all the same."""
        return self.empty > self.calls - FEW and self.asyncio > self.calls - FEW

    def add(self, call: WatchedCall) -> None:
        """One more call."""
        before, self.last = self.last, call
        if call.error:
            self._begin(None)
            return
        if not self.since:
            self._begin(call)
        self._count(call, 1)
        # It may have waited, or only been without a processor.
        waited = call.end - call.start >= AT_ONCE and call.timeout != 0
        self.worked += waited or (before is not None and self.calls > 1 and call.start - before.end > IDLE)
        ready = {key.fd: key.mask for key in call.ready}
        kept = self.always
        self.always = (
            ready if kept is None else {fd: kept[fd] & mask for fd, mask in ready.items() if kept.get(fd, 0) & mask}
        )
        if self.worked > FEW and self.worked > LONG_TURNS * self.calls:
            self._begin(call)

    def add_more(self, last: WatchedCall, count: int) -> None:
        """So many that were like the one before."""
        self.last = last
        if self.since:
            self._count(last, count)

    def _count(self, call: WatchedCall, count: int) -> None:
        self.calls += count
        self.empty += 0 if call.ready else count
        self.asyncio += count if call.handles else 0
