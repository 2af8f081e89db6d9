"""Help where one asks for it: F1 for what has the keyboard, in dialogs too, and a pointer for everything else."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QApplication, QTableView, QWhatsThis, QWidget


class ContextHelp(QObject):
    """Belongs to a window. ``action`` is that of the key: each other window gets it when it has the keyboard first.

    ``glossary()`` shows the glossary.
    """

    def __init__(self, window: QWidget, glossary: Callable[[], object]):
        super().__init__(window)
        self._window, self._glossary = window, glossary
        self._action: QAction | None = None

    def serve(self, action: QAction) -> None:
        """From now on other windows of the program have the key too."""
        self._action = action
        _app().focusChanged.connect(self._arrived)

    def _arrived(self, _: QWidget | None, new: QWidget | None) -> None:
        window = None if new is None else new.window()
        if window is not None and self._action is not None and _belongs(window, self._window):
            window.addAction(self._action)  # which does nothing where it has it

    def explain_focus(self) -> None:
        """Explain what has the keyboard. (Nobody has where no window manager has made a window the active one.)

        Once more: the explanation has been read. A shortcut goes past the popup that has the keyboard.
        """
        if _close_shown():
            return
        window = _app().activeWindow() or self._window
        widget = _app().focusWidget() or window.focusWidget() or window
        self.explain(widget, _beside(widget))

    def explain(self, widget: QWidget, where: QPoint, at: QPoint | None = None) -> None:
        """Explain this one; ``at`` is where it was pointed at."""
        from .popup import HelpPopup  # no word of it is needed before
        from .table import of_widget

        _close_shown()
        HelpPopup(of_widget(widget, at), widget.window(), self._glossary).show_at(where)

    # The pointer.

    def point(self) -> None:
        """Explain what is clicked next."""
        _app().installEventFilter(self)
        QWhatsThis.enterWhatsThisMode()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of all events, and only until something was clicked."""
        if event.type() == QEvent.Type.LeaveWhatsThisMode:
            _app().removeEventFilter(self)
        elif event.type() == QEvent.Type.QueryWhatsThis:
            event.accept()
            return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.WhatsThis and isinstance(watched, QWidget):
            event.accept()
            widget, where, at = watched, event.globalPos(), event.pos()
            QTimer.singleShot(0, self, lambda: self._pointed(widget, where, at))
            return True
        return False

    def _pointed(self, widget: QWidget, where: QPoint, at: QPoint) -> None:
        QWhatsThis.leaveWhatsThisMode()
        self.explain(widget, where, at)


def _close_shown() -> bool:
    """Close the explanation that is shown; whether one was."""
    from .popup import HelpPopup

    shown = _app().activePopupWidget()
    if not isinstance(shown, HelpPopup):
        return False
    shown.close()
    return True


def _belongs(window: QWidget, main: QWidget) -> bool:
    """Whether it is a dialog of this one: an application may have several windows, each with its own key."""
    above: QObject | None = window.parent()
    while above is not None and above is not main:
        above = above.parent()
    return above is main


def _beside(widget: QWidget) -> QPoint:
    """Beneath it, or of a table beneath its current cell."""
    if isinstance(widget, QTableView) and widget.currentIndex().isValid():
        return widget.viewport().mapToGlobal(widget.visualRect(widget.currentIndex()).bottomLeft())
    return widget.mapToGlobal(QPoint(12, min(widget.height(), 40)))


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
