"""A search line above the widget that is searched. It searches while one types; Enter finds the next, Shift+Enter the
previous, Escape closes it.

What counts as a match is up to the owner of the bar.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from .labels import label

Find = Callable[[str, int], bool | None]
"""``find(words, step)``: go to where the words stand, from here on (0), after here (1), before here (-1); whether.

None: it is being looked for, and ``tell`` says how far it is."""


def tr(source: str) -> str:
    return QCoreApplication.translate("FindBar", source)


class FindBar(QWidget):
    """Hidden until ``begin()``. Emits ``ended`` when it is closed."""

    ended = Signal()

    def __init__(self, name: str, spoken: str, find: Find, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(f"{name}.bar")
        self._find = find
        self.box = QLineEdit()
        self.box.setObjectName(name)
        self.box.setAccessibleName(spoken)
        self.box.setPlaceholderText(tr("Find: Enter goes on, Shift+Enter back"))
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(lambda words: self._look(words, 0))
        self.box.installEventFilter(self)
        self._found = label(f"{name}.found", wraps=False)
        close = QToolButton()
        close.setObjectName(f"{name}.close")
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(tr("close find"))
        close.clicked.connect(self.end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.addWidget(self.box, 1)
        row.addWidget(self._found)
        row.addWidget(close)
        self.hide()

    def begin(self) -> None:
        """Show it, with the focus in it."""
        self.show()
        self.box.setFocus()
        self.box.selectAll()

    def end(self) -> None:
        self.hide()
        self.ended.emit()

    def _look(self, words: str, step: int) -> None:
        found = self._find(words, step)
        if found is not None:
            self.tell("" if found or not words else tr("not found"))

    def tell(self, words: str) -> None:
        """How far it is; empty where there is nothing to say."""
        self._found.setText(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()  # here it closes the bar; elsewhere it stops the waiting call
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.end()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._look(self.box.text(), -1 if back else 1)
                return True
        return super().eventFilter(watched, event)
