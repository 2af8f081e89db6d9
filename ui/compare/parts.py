"""Parts of the comparison window: buttons that are actions, one with a menu; the table above the whole answer."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QTableView, QToolButton, QWidget

from ..kit.labels import set_tip


def button(owner: QWidget, id: str, words: str, tip: str, keys: str, do: Callable[[], None]) -> QToolButton:
    """An action of ``owner`` under that id, and its button, ``ID.button``."""
    action = QAction(words, owner)
    action.setObjectName(id)
    action.setShortcut(QKeySequence(keys))
    set_tip(action, f"{tip} ({keys})" if keys else tip)
    action.triggered.connect(lambda _=False: do())
    owner.addAction(action)
    made = QToolButton()
    made.setObjectName(f"{id}.button")
    made.setDefaultAction(action)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def menu_button(name: str, words: str, menu: QMenu) -> QToolButton:
    """A button that pops up a menu. A menu of its own, ``setMenu``, would be waited for in ``click()``."""
    made = QToolButton()
    made.setObjectName(name)
    made.setText(f"{words} ▾")
    made.setAccessibleName(words)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.clicked.connect(lambda: menu.popup(made.mapToGlobal(QPoint(0, made.height()))))
    return made


LARGEST, LEAST = 0.8, 0.4
"""Of the height, what the table has at most and at least."""


class TableAbove(QSplitter):
    """A table no higher than its rows, and what is told of a cell has the rest, until somebody moves the line."""

    def __init__(self, table: QTableView, below: QWidget):
        super().__init__(Qt.Orientation.Vertical)
        self._table, self._moved = table, False
        self.addWidget(table)
        self.addWidget(below)
        self.setCollapsible(0, False)
        self.splitterMoved.connect(lambda *_: setattr(self, "_moved", True))
        table.model().modelReset.connect(self.share)

    def share(self) -> None:
        """Anew: there are other rows, or there is another height."""
        if self._moved:
            return
        head, rows = self._table.horizontalHeader().sizeHint().height(), self._table.verticalHeader().length()
        bar = self._table.horizontalScrollBar().sizeHint().height()
        high = self.height() - self.handleWidth()
        wanted = round(min(max(head + rows + bar, high * LEAST), high * LARGEST))
        self.setSizes([wanted, high - wanted])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share()
