"""What was just pressed, over the window: a class sees the key, the button or the tick that did something."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QMenu, QMenuBar, QTableView, QWidget

from ..kit import theme
from ..kit.labels import label

SHOWN_FOR = 2500
"""Milliseconds that a key stands there."""
EDGE = 24
MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class Pressed(QObject):
    """Over one window, from ``begin()`` to ``end()``."""

    def __init__(self, window: QWidget):
        super().__init__(window)
        self._window = window
        self._key = label("presentation.key", wraps=False)
        self._key.setParent(window)
        self._key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._key.hide()
        self._gone = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._gone.timeout.connect(self._key.hide)

    def begin(self) -> None:
        app = QGuiApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def end(self) -> None:
        app = QGuiApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self._key.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that is a shortcut comes to nobody as a key: before, whoever has the keyboard is asked about it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            self._show_key(event)
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            self.show_words(_clicked(watched, event))
        return False

    def _show_key(self, event: QKeyEvent) -> None:
        """Keys that do something: what is typed can be read where it is typed."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        types = bool(event.text().strip()) and event.text().isprintable() and not plain.value
        if event.key() in MODIFIERS or types:
            return
        self.show_words(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.NativeText))

    def show_words(self, words: str) -> None:
        """These, if there are any."""
        if words:
            self._key.setText(words)
            self._place()
            self._gone.start()

    def _place(self) -> None:
        accent, ground = theme.colour("accent").name(), QGuiApplication.palette().color(QPalette.ColorRole.Base).name()
        look = f"background: {accent}; color: {ground}; border-radius: 8px; padding: 8px 20px;"
        theme.sheet(self._key, f"QLabel {{ {look} }}")
        self._key.adjustSize()
        room = self._window.rect()
        at = room.bottomLeft() - self._key.rect().bottomLeft()
        self._key.move(room.center().x() - self._key.width() // 2, at.y() - EDGE - self._window.fontMetrics().height())
        self._key.show()
        self._key.raise_()


def _clicked(watched: QObject, event: QMouseEvent) -> str:
    """What is on the button, in the menu or of the tick that was clicked; of anything else nothing is shown."""
    at = event.position().toPoint()
    if isinstance(watched, QAbstractButton):
        return _bare(watched.text()) or watched.accessibleName()
    if isinstance(watched, QMenu | QMenuBar):
        action = watched.actionAt(at)
        return _bare(action.text()) if action is not None else ""
    view = watched.parent()
    if not isinstance(view, QTableView) or view.viewport() is not watched:
        return ""
    index = view.indexAt(at)
    ticks = index.isValid() and index.data(Qt.ItemDataRole.CheckStateRole) is not None
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole)) if ticks else ""


def _bare(words: str) -> str:
    """Without the marks of its keys."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")
