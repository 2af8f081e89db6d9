"""What a window shows, to be exported: a session, or a program that is watched, as it was at one moment."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..history.row import Row
from ..history.snapshot import HistorySnapshot
from ..values.text import Text, text
from .formats import CannotExport, ExportSource, Making
from .sources import whole

if TYPE_CHECKING:
    from ..experiment.file import Experiment


class SessionSource(ExportSource):
    """``experiment``: what was done in it, or why that is none. ``dropped``: rows that there was never room for."""

    kind = "session"

    def __init__(
        self,
        title: str,
        rows: HistorySnapshot,
        experiment: "Experiment | Text",
        dropped: int = 0,
        watched: str = "",
        trust: bool = False,
        max_wait: float = 10.0,
    ):
        super().__init__(title, trust, max_wait)
        self._rows, self._experiment, self._dropped, self.watched = rows, experiment, dropped, watched

    def experiment(self, making: Making) -> "Experiment":
        if isinstance(self._experiment, Text):
            raise CannotExport(self._experiment)
        return whole(self._experiment)

    def rows(self, making: Making) -> Iterator[Sequence[Row]]:
        done, length = 0, max(len(self._rows), 1)
        for portion in self._rows.portions():
            done += len(portion)
            making.how_far = text("{n} % of the history", n=done * 100 // length)
            yield portion
        if self._rows.evicted:
            words = "{n} {n:row of the history is|rows of the history are} no longer kept: the oldest"
            making.leave_out(text(words, n=f"{self._rows.evicted:,}"))
        if self._dropped:
            words = "{n} {n:row|rows} could not be kept up with when they were told"
            making.leave_out(text(words, n=f"{self._dropped:,}"))
