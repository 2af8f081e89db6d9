"""Looks at a thread again and again while it does not come back to select(), and says what it mostly did."""

from collections import Counter, deque
from typing import NamedTuple

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
        shares of a processor between the last look before it and the first one after. The seconds are the most that
        they can have been; what cannot be told from what was before and after is not said to be the main thing."""
        moments, length = self._moments, end - start
        looks = [one for one in moments if start < one.at < end]
        # Between two calls of its selector it is asleep if it asks: that is how time.sleep() may be made.
        inside = ["sleeping" if one.what == "asking" else one.what for one in looks]
        before = next((one for one in reversed(moments) if one.at <= start), None)
        after = next((one for one in moments if one.at >= end), moments[-1] if moments else None)
        if after is None or after.at <= (start if before is None else before.at):
            return ThreadDoing()
        # A thread that was not looked at before has done no more than this since its beginning, whenever that was.
        first = before or Moment(start, "", 0, 0)
        beside = None if before is None else max(after.at - before.at - length, 0)
        ran = _share([one.ran for one in looks], after.ran - first.ran, beside, length)
        queued = _share([one.queued for one in looks], after.queued - first.queued, beside, length)
        computing, busy = min(ran.most, length - queued.least) / 1e9, min(queued.most, length - ran.least) / 1e9
        if queued.least >= MAINLY * length and not _slept(inside):
            return ThreadDoing("busy", computing, busy)
        seen = bool(inside) and inside.count("computing") >= MAINLY * len(inside)
        computed = (ran.most if seen else ran.least) >= MAINLY * length
        what = _mainly(inside, computed)
        if queued.most >= MAINLY * length and not _slept(inside) and what not in ("computing", "stopped", "stdin"):
            what = ""  # it may have been that as well
        return ThreadDoing(what, computing, busy)


class _Share(NamedTuple):
    """Nanoseconds of a turn: so many at least, and at most."""

    least: int
    most: int


def _share(looks: list[int], whole: int, beside: int | None, length: int) -> _Share:
    """Of what was counted in all from the look before a turn to that after it, in which ``beside`` ns are not its own
    (None: nobody knows), what fell into the turn: between two looks in it all did."""
    within = looks[-1] - looks[0] if looks else 0
    least = max(within, 0 if beside is None else whole - beside)
    return _Share(min(least, length), min(whole, length))


def _slept(inside: list[str]) -> bool:
    """Whether it was mostly seen asleep: then it did not wait for a processor."""
    return len(inside) >= FEW and inside.count("computing") < MAINLY * len(inside)


def _mainly(inside: list[str], computed: bool) -> str:
    counts = Counter(inside)
    for special in ("stopped", "stdin"):
        if counts[special] * 3 > len(inside):
            return special
    if computed:
        return "computing"
    asleep = [(count, what) for what, count in counts.items() if what != "computing"]
    return max(asleep)[1] if asleep else ""
