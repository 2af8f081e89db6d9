"""A presentation: what the last row of a class can read. The whole screen, fewer panels, larger words, what is pressed.

Words are as large as the window has room for. At its end all is as before, but for panels that were opened meanwhile;
nothing of it is kept. What a clicker sends for a show of slides runs nothing here: F5, Shift+F5 and Esc.
"""

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ..kit import text_size
from .pressed import Pressed
from .room import SPARED, give_way, growth

HIDDEN = ("warnings", "refusals", "data", "kernel", "code")
REFUSED_AFTER = 600
"""Milliseconds after which a window that has not the size that was asked for is not given it by the window manager."""
WHOLE = Qt.WindowState.WindowFullScreen


class Presentation(QObject):
    """Of one window; ``docks`` are its panels by name, ``run`` is the action that no clicker triggers.

    Words are ``larger`` by so many points while it goes on; ``resized()`` when that has become another number,
    ``left()`` when its user wants it to end.
    """

    resized = Signal()
    left = Signal()

    def __init__(self, window: QMainWindow, docks: dict[str, QDockWidget], run: QAction):
        super().__init__(window)
        self.on, self.larger = False, 0
        self._window, self._docks, self._run = window, docks, run
        self._pressed = Pressed(window)
        self._step = 0
        self._before: tuple[Qt.WindowState, QSize, QByteArray, set[str]] | None = None
        self._gone: tuple[str, ...] = ()
        self._may_go: tuple[str, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        self._refused = QTimer(self, singleShot=True, interval=REFUSED_AFTER)
        self._refused.timeout.connect(self._maximise)
        self._late = QTimer(self, singleShot=True, interval=REFUSED_AFTER)
        self._late.timeout.connect(self._put_back)

    def set_on(self, on: bool, step: int = 0) -> None:
        """Begin it, where the words are ``step`` points larger than the system's, or end it."""
        if on == self.on:
            return
        self.on = on
        app = QGuiApplication.instance()
        assert app is not None
        if on:
            self._begin(step)
            app.installEventFilter(self)
            self._pressed.begin()
        else:
            app.removeEventFilter(self)
            self._pressed.end()
            self._end()

    def _begin(self, step: int) -> None:
        if self._before is not None:
            self._put_back()
        window, self._step = self._window, step
        shown = self._shown()
        self._before = window.windowState(), window.size(), window.saveState(), shown
        for name in shown.intersection(HIDDEN):
            self._docks[name].hide()
        self._gone, self._may_go = (), tuple(name for name in SPARED if name in shown)
        self._adapt(window.screen().size())
        window.setWindowState(window.windowState() | WHOLE)
        self._refused.start()

    def _end(self) -> None:
        assert self._before is not None
        self._refused.stop()
        self.larger = 0
        self._window.installEventFilter(self)
        self._window.setWindowState(self._before[0])
        self._soon.start()
        self._late.start()

    def _shown(self) -> set[str]:
        return {name for name, dock in self._docks.items() if not dock.isHidden()}

    def _maximise(self) -> None:
        """There are window managers that know no full screen."""
        size, screen = self._window.size(), self._window.screen().size()
        if size.width() < screen.width() or size.height() < screen.height():
            self._window.setWindowState((self._window.windowState() & ~WHOLE) | Qt.WindowState.WindowMaximized)
            self._soon.start()

    def _follow(self) -> None:
        """The window has another size, while it goes on or after its end."""
        if self.on:
            before = self.larger
            self._adapt(self._window.size())
            if before != self.larger:
                self.resized.emit()
        elif self._before is not None and self._window.size() == self._before[1]:
            self._put_back()

    def _put_back(self) -> None:
        """The panels as they were; one that was opened meanwhile is wanted."""
        assert self._before is not None
        self._late.stop()
        self._window.removeEventFilter(self)
        _, _, state, before = self._before
        opened, self._before = self._shown() - before, None
        self._window.restoreState(state)
        for name in opened:
            self._docks[name].show()

    def _adapt(self, size: QSize) -> None:
        wide, high = size.width(), size.height()
        gone = tuple(name for name in give_way(wide, high) if name in self._may_go)
        for name in {*gone} ^ {*self._gone}:
            self._docks[name].setVisible(name not in gone)
        self._gone = gone
        without = tuple(name for name in SPARED if self._docks[name].isHidden())
        self.larger = max(text_size.steps_for(growth(wide, high, without)) - self._step, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._soon.start()
        elif isinstance(event, QKeyEvent):
            return self._clicks(watched, event)
        return False

    def _clicks(self, watched: QObject, event: QKeyEvent) -> bool:
        """What a clicker may have sent. Escape that nobody wanted, not even a call that waits, ends it."""
        kind, key = event.type(), event.key()
        if kind == QEvent.Type.KeyPress and key == Qt.Key.Key_Escape and watched is self._window:
            self.left.emit()
            return True
        if kind != QEvent.Type.ShortcutOverride or key != Qt.Key.Key_F5 or not self._run.isEnabled():
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        self._pressed.show_words(tr("F5 runs nothing in a presentation: a clicker sends it, too"))
        event.accept()  # then it is no shortcut
        return True


def tr(source: str) -> str:
    return QCoreApplication.translate("Presentation", source)
