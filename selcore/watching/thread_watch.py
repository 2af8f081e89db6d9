"""Looks at a thread again and again while it does not come back to select(), and says what it mostly did."""

from collections import Counter, deque

from ..values.watched import ThreadDoing
from .thread_state import Moment

KEPT = 512
"""Looks that are kept of a thread: some eight seconds."""
MAINLY, FEW = 0.5, 3


class ThreadWatch:
    """The latest looks at one thread, ``tid`` in the system; ``handles`` are those that it was seen in."""

    def __init__(self) -> None:
        self.tid = 0
        self.handles: deque[int] = deque(maxlen=60)
        self._moments: deque[Moment] = deque(maxlen=KEPT)

    @property
    def mostly(self) -> int:
        """The number of the handle that it was seen in most often; 0: in none."""
        seen = Counter(one for one in self.handles if one)
        return seen.most_common(1)[0][0] if seen else 0

    @property
    def latest(self) -> int:
        """When it was looked at last (ns)."""
        return self._moments[-1].at if self._moments else 0

    def note(self, moment: Moment) -> None:
        """It was looked at."""
        self._moments.append(moment)

    def between(self, start: int, end: int) -> ThreadDoing:
        """What it did from ``start`` to ``end`` (ns), as far as looks tell: by those that fell into it, and by the
        shares of a processor between the last look before it and the first one after."""
        moments = self._moments
        # Between two calls of its selector it is asleep if it asks: that is how time.sleep() may be made.
        inside = ["sleeping" if one.what == "asking" else one.what for one in moments if start < one.at < end]
        # A thread that was not looked at before has done no more than this since its beginning, whenever that was.
        seen = next((one for one in reversed(moments) if one.at <= start), None)
        before = seen or Moment(start, "", 0, 0)
        after = next((one for one in moments if one.at >= end), moments[-1] if moments else None)
        if after is None or after.at <= before.at:
            return ThreadDoing()
        ran, queued = after.ran - before.ran, after.queued - before.queued
        length = end - start
        if queued >= MAINLY * length and not _slept(inside):
            return ThreadDoing("busy", ran / 1e9, queued / 1e9)
        beside = after.at - before.at - length if seen is not None else ran
        what = _mainly(inside, _has_computed(inside, ran, beside, length))
        return ThreadDoing(what, ran / 1e9, queued / 1e9)


def _slept(inside: list[str]) -> bool:
    """Whether it was mostly seen asleep: then it did not wait for a processor."""
    return len(inside) >= FEW and inside.count("computing") < MAINLY * len(inside)


def _has_computed(inside: list[str], ran: int, beside: int, length: int) -> bool:
    """Whether it computed for most of ``length``: it ran for ``ran``, of which ``beside`` may have been outside."""
    seen = bool(inside) and inside.count("computing") >= MAINLY * len(inside)
    return ran - (0 if seen else beside) >= MAINLY * length


def _mainly(inside: list[str], computed: bool) -> str:
    counts = Counter(inside)
    for special in ("stopped", "stdin"):
        if counts[special] * 3 > len(inside):
            return special
    if computed:
        return "computing"
    asleep = [(count, what) for what, count in counts.items() if what != "computing"]
    return max(asleep)[1] if asleep else ""
