"""Where the keyboard is, one can see: a ring around the focus, where Qt's style shows next to nothing."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTabBar, QWidget

from . import theme
from .cards import Card

RINGED = (QAbstractButton, QComboBox, QLineEdit, QTabBar)
"""Lists, tables and texts show their own edge (``theme``), cards their own colour."""


class FocusRing(QWidget):
    """One for each window; it takes no events."""

    def __init__(self, window: QWidget):
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._around: QWidget | None = None
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        inside = new is not None and new.window() is self.window()
        self._around = new if inside and isinstance(new, RINGED) and not isinstance(new, Card) else None
        self.window().removeEventFilter(self)
        if self._around is not None:
            self.window().installEventFilter(self)
        self._follow()

    def _follow(self) -> None:
        widget = self._around
        if widget is None or not widget.isVisible():
            self.hide()
            return
        at = widget.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(QRect(at, widget.size()).adjusted(-2, -2, 2, 2))
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
