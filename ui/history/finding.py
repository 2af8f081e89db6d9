"""Searches the history a few milliseconds at a time: a million rows take long, and the window must not freeze."""

from time import monotonic

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from ..kit.saying import counted
from . import cells
from .cells import COLUMNS
from .model import HistoryModel

SLICE = 0.006
"""Seconds after which the window has its turn."""


def tr(source: str) -> str:
    return QCoreApplication.translate("HistoryFind", source)


class Finder(QObject):
    """Emits ``found(row)`` for a match, and ``told(words)`` with its progress; empty words mean there is nothing to
    say."""

    found = Signal(int)
    told = Signal(str)

    def __init__(self, model: HistoryModel, parent: QObject | None = None):
        super().__init__(parent)
        self._model = model
        self._words, self._row, self._step, self._left = "", 0, 1, 0
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    def look(self, words: str, row: int, step: int) -> None:
        """Search once around, starting at this row: forwards (``step`` 1) or backwards (-1). A search in progress is
        dropped."""
        self._words, self._row, self._step = words.lower(), row, step
        self._left = self._model.rowCount()
        self._go_on()

    def stop(self) -> None:
        """Stop searching."""
        self._timer.stop()
        self._left = 0
        self.told.emit("")

    def _go_on(self) -> None:
        until = monotonic() + SLICE
        while self._left > 0 and monotonic() < until:
            row = self._row % max(self._model.rowCount(), 1)
            self._row, self._left = row + self._step, self._left - 1
            if self._stands_in(row):
                self.stop()
                self.found.emit(row)
                return
        self.told.emit(
            counted(tr("searching… {n} {n:row|rows} left"), n=f"{self._left:,}") if self._left else tr("not found")
        )
        if self._left:
            self._timer.start()

    def _stands_in(self, place: int) -> bool:
        row, model = self._model.row(place), self._model
        return row is not None and any(
            self._words in cells.display(row, column, model.time).lower() for column in COLUMNS
        )
