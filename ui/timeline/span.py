"""The window of time that is shown: where it begins, how long a pixel is. Without Qt, so that it can be reasoned about.

Pixels begin at whole multiples of their own length: what is panned keeps its shape and does not shimmer.
"""

import numpy as np
import numpy.typing as npt

LEAST, MOST = 0.001, 6e10
"""Nanoseconds that a pixel may be: a microsecond, or a day, in a window."""
AHEAD = 0.04
"""The part of the window that is left free at the right of what is followed."""


class Span:
    """``start`` is monotonic ns, ``scale`` ns a pixel, ``width`` in pixels of the screen."""

    def __init__(self) -> None:
        self.start = 0
        self.scale = 5e6
        self.width = 1000

    @property
    def end(self) -> int:
        return self.start + round(self.width * self.scale)

    def x_of(self, at: int) -> float:
        """Where a time stands, in pixels from the left."""
        return (at - self.start) / self.scale

    def at(self, x: float) -> int:
        """The time of a pixel."""
        return self.start + round(x * self.scale)

    def edges(self, ratio: float = 1.0) -> npt.NDArray[np.int64]:
        """The times between pixels, those of a screen that has ``ratio`` to each."""
        count = max(1, round(self.width * ratio))
        steps = np.arange(count + 1, dtype=np.float64) * (self.scale / ratio)
        return self.start + np.rint(steps).astype(np.int64)

    def phase(self, ratio: float, period: int) -> int:
        """Which pixel of a pattern the first one is, so that the pattern moves with what it fills."""
        return round(self.start / self.scale * ratio) % period

    def pan(self, pixels: float) -> None:
        """Later times by so many pixels."""
        self.start = self._whole(self.start + pixels * self.scale)

    def zoom(self, factor: float, x: float) -> None:
        """So many times as much to see (less than 1: closer); what is at ``x`` stays there."""
        at = self.start + x * self.scale
        self.scale = min(max(self.scale * factor, LEAST), MOST)
        self.start = self._whole(at - x * self.scale)

    def show(self, since: int, until: int) -> None:
        """All of that, with a little room at both sides."""
        length = max(until - since, 1000)
        self.scale = min(max(length * 1.06 / max(self.width, 1), LEAST), MOST)
        self.start = self._whole(since - length * 0.03)

    def follow(self, now: int) -> None:
        """``now`` near the right edge."""
        self.start = self._whole(now - self.width * (1 - AHEAD) * self.scale)

    def centre(self, since: int, until: int) -> None:
        """Have it in the middle, if it is not well in sight; closer or farther where it would not be seen at all."""
        length = until - since
        if length > self.width * self.scale * 0.9:
            self.show(since, until)
        elif not (self.at(self.width * 0.05) <= since and until <= self.at(self.width * 0.95)):
            self.start = self._whole((since + until) / 2 - self.width / 2 * self.scale)

    def _whole(self, start: float) -> int:
        return round(round(start / self.scale) * self.scale)
