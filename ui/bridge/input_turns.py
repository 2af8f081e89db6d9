"""Keys and clicks are handled within a turn: they run a lot of Python, and would otherwise wait for the lock."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

from .bridge import Bridge

INPUT = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.Drop,
}


class InputTurns(QObject):
    """Watches every window that gets the focus, below all its widgets."""

    def __init__(self, bridge: Bridge):
        super().__init__(bridge)
        self._bridge = bridge
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # to install it twice is to install it once

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            self._bridge.take_turn()
        return False
