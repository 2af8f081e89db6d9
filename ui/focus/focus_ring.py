"""Where the keyboard is, one can see: a ring around the focus, where Qt's style shows next to nothing."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTabBar, QWidget
from shiboken6 import isValid

from ..kit import theme

RINGED = (QAbstractButton, QComboBox, QLineEdit, QTabBar)
"""Lists, tables and texts show their own edge (``theme``); a widget that has its own says ``shows_own_focus``."""


MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)


class FocusRings(QObject):
    """Gives each window its ring when something in it has the keyboard first: dialogs too, whoever makes them."""

    def __init__(self, parent: QObject):
        super().__init__(parent)
        _app().focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        window = new.window() if _ringed(new) and new is not None else None
        if window is not None and window.findChild(FocusRing) is None:
            FocusRing(window).move_to(new)


class FocusRing(QWidget):
    """One for each window; it takes no events."""

    def __init__(self, window: QWidget):
        super().__init__(window)
        self.setObjectName("focus-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._around: QWidget | None = None
        self._watched = list[QWidget]()
        self.hide()
        _app().focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        self.move_to(new)

    def move_to(self, widget: QWidget | None) -> None:
        """Around that widget, if it is one of this window that shows next to nothing by itself."""
        inside = widget is not None and widget.window() is self.window()
        self._around = widget if inside and _ringed(widget) else None
        self._watch()
        self._follow()

    def _watch(self) -> None:
        """Itself and all that it stands in: a layout that is made later moves any of them, and tells nobody else."""
        for one in filter(isValid, self._watched):
            one.removeEventFilter(self)
        self._watched.clear()
        widget = self._around
        while widget is not None:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = None if widget.isWindow() else widget.parentWidget()

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
        if event.type() in MOVES:
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


def _ringed(widget: QWidget | None) -> bool:
    return isinstance(widget, RINGED) and not getattr(widget, "shows_own_focus", False)


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
