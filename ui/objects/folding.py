"""Connections that have ended, accepted here or a program's own, stand behind one line: ``12 closed connections``.

Their rows are hidden, not taken away: for whoever asks the model they are where they were. What is selected is never
hidden, nor what still has a key, a warning or a refusal.
"""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QTableView, QToolButton

from ..kit.saying import counted
from .model import FileObjectsModel


def tr(source: str) -> str:
    return QCoreApplication.translate("ClosedFold", source)


class ClosedFold(QToolButton):
    """The line, and which rows of a view stand behind it. ``asked()`` when it is pressed; ``set_open`` answers."""

    asked = Signal()

    def __init__(self, view: QTableView, model: FileObjectsModel):
        super().__init__()
        self._view, self._model = view, model
        self._ended = set[str]()
        self.hidden = set[str]()
        self._held = set[str]()
        self.is_open = False
        self.setObjectName("fileobjects.closed")
        self.setAutoRaise(True)
        self.clicked.connect(self.asked)
        self.hide()
        model.modelReset.connect(self.renew)

    @property
    def count(self) -> int:
        """How many have ended, hidden or not."""
        return len(self._ended)

    def set_open(self, on: bool) -> None:
        """Show them in their places in the list, or put them behind the line again."""
        self.is_open = on
        self._place(self._ended)
        self._say()

    def renew(self) -> None:
        """All rows are others now; which of them Qt has hidden is nothing to go by."""
        self._ended.clear()
        self._held.clear()
        self.hidden = set(map(self._model.name_of, filter(self._view.isRowHidden, range(self._model.length()))))
        self.look(map(self._model.name_of, range(self._model.length())))

    def look(self, names: Iterable[str]) -> None:
        """These may have ended, or be told of again, or be gone."""
        seen = set(names)
        ended = {name for name in seen if self._model.has_ended(name)}
        self._ended -= seen - ended  # not as new sets: of the others there may be thousands
        self._ended |= ended
        before = self._held
        self._held = {name for name in before | (ended - self.hidden) if self._is_selected(name)}
        self._place(seen | before)
        self._say()

    def forget(self, names: Iterable[str]) -> None:
        """These are gone."""
        gone = set(names)
        for known in (self._ended, self.hidden, self._held):
            known -= gone
        self._say()

    def reveal(self, name: str) -> None:
        """That one is chosen now: it is shown for as long as it is, and others that were shown so no longer."""
        if name in self.hidden or self._held - {name}:
            before, self._held = self._held, {name} & self._ended
            self._place(before | {name})

    def _is_selected(self, name: str) -> bool:
        row, chosen = self._model.row_of(name), self._view.selectionModel()
        return row >= 0 and (chosen.isRowSelected(row) or self._view.currentIndex().row() == row)

    def _place(self, names: Iterable[str]) -> None:
        """Hide those of them that are to be, show the others: of thousands at once without a layout for each."""
        changed = [name for name in names if self._is_wanted(name) != (name in self.hidden)]
        if not changed:
            return
        head = self._view.verticalHeader()
        head.setUpdatesEnabled(False)
        for name in changed:
            row = self._model.row_of(name)
            if row >= 0:
                hide = self._is_wanted(name)
                self._view.setRowHidden(row, hide)
                (self.hidden.add if hide else self.hidden.discard)(name)
        head.setUpdatesEnabled(True)

    def _is_wanted(self, name: str) -> bool:
        """Behind the line."""
        return name in self._ended and name not in self._held and not self.is_open

    def _say(self) -> None:
        mark = "▾" if self.is_open else "▸"
        words = counted(tr("{n} closed {n:connection|connections}"), n=f"{self.count:,}")
        if self.text() != f"{mark} {words}":
            self.setText(f"{mark} {words}")
            said = tr("{words}: hide them") if self.is_open else tr("{words}: show them")
            self.setAccessibleName(said.format(words=words))
        self.setVisible(bool(self._ended))
