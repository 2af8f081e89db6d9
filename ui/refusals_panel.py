"""Every refusal of the session, the newest last: the line that was refused and the exception in its own words."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from selcore.store import Change, Row

from . import theme
from .cells import say
from .labels import label, set_tip

KEPT = 1000
SerialRole = Qt.ItemDataRole.UserRole


def tr(source: str) -> str:
    return QCoreApplication.translate("Refusals", source)


class RefusalsPanel(QWidget):
    """``chosen(serial)``: a row of the history is wanted; ``counted(n)`` when there are more."""

    chosen = Signal(object)
    counted = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._count = 0
        self.list = QListWidget()
        self.list.setObjectName("refusals")
        self.list.setAccessibleName(tr("what was refused"))
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(SerialRole)))
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(SerialRole)))
        self._words = label("refusals.words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 8)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)
        self._say()

    def fold(self, change: Change) -> None:
        """Take in what a batch refused."""
        for row in change.refused:
            self._add(row)
        if change.refused:
            self._say()

    def _add(self, row: Row) -> None:
        self._count += 1
        hint = say(row.error.hint) if row.error else ""
        item = QListWidgetItem("\n".join(filter(None, [row.line, str(row.error), hint])))
        item.setData(SerialRole, row.serial)
        item.setForeground(theme.colour("error"))
        set_tip(item, tr("Show it in the history"))
        self.list.addItem(item)
        if self.list.count() > KEPT:
            self.list.takeItem(0)
        self.list.scrollToBottom()

    def clear(self) -> None:
        """A session begins anew."""
        self._count = 0
        self.list.clear()
        self._say()

    def _say(self) -> None:
        removed = self._count - self.list.count()
        words = tr("{n} refused").format(n=f"{self._count:,}") if self._count else tr("Nothing has been refused.")
        self._words.setText(words + (tr(", the oldest {n} removed").format(n=f"{removed:,}") if removed else ""))
        self.counted.emit(self._count)

    def dress(self) -> None:
        """In the colours of the theme."""
        for row in range(self.list.count()):
            self.list.item(row).setForeground(theme.colour("error"))
