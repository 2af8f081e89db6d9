"""Arrow keys go round what stands in an empty window: cards, links and files, as they stand there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
ROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ArrowWalk(QObject):
    """``stops`` tells where one can go; ``reached(widget)`` when somebody has come there.

    A button of Qt's would go to whatever Tab reaches next, out of the window's middle too.
    """

    def __init__(self, parent: QWidget, stops: Callable[[], Sequence[QWidget]], reached: Callable[[QWidget], None]):
        super().__init__(parent)
        self._stops, self._reached = stops, reached

    def watch(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key, stops = Qt.Key(event.key()), [one for one in self._stops() if one.isVisible()]
        if not isinstance(watched, QAbstractButton) or watched not in stops:
            return False
        if key in ENTER:
            watched.click()
            return True
        if key not in STEPS and key not in ROWS:
            return False
        target = _next(stops, watched, STEPS[key]) if key in STEPS else _beyond(stops, watched, ROWS[key])
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self._reached(target)
        return True


def _next(stops: Sequence[QWidget], here: QWidget, step: int) -> QWidget:
    return stops[(list(stops).index(here) + step) % len(stops)]


def _beyond(stops: Sequence[QWidget], here: QWidget, step: int) -> QWidget:
    """What stands nearest below, or above; beyond the last row the first comes."""
    at = _start(here)
    there = {one: _start(one) - at for one in stops if one is not here}
    rows = {one: by.y() * step for one, by in there.items()}
    ahead = [one for one in rows if rows[one] > here.height() // 2]
    row = min((rows[one] for one in ahead), default=min(rows.values(), default=0))
    found = [one for one in rows if rows[one] == row]
    return min(found, key=lambda one: abs(there[one].x()), default=here)


def _start(widget: QWidget) -> QPoint:
    """Half way down at its left edge: what stands beneath begins there too."""
    return widget.mapTo(widget.window(), QPoint(0, widget.height() // 2))
