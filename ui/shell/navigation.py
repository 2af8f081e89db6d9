"""Implements ``session.context.Navigate``: the only place that knows how to get from any visible thing to any other."""

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow

from ..history.panel import HistoryPanel
from ..objects.panel import FileObjectsPanel
from .docks import Docks


class Navigation:
    """Works on the panels and docks of one window. ``docks()`` is called only when a dock is to be shown: they are made
    later."""

    def __init__(self, window: QMainWindow, files: FileObjectsPanel, history: HistoryPanel, docks: Callable[[], Docks]):
        self._window, self._files, self._history, self._docks = window, files, history, docks

    def select_object(self, name: str, column: str = "read") -> None:
        self._files.select(name, column)

    def show_row(self, serial: int) -> bool:
        return self._history.show_serial(serial)

    def show_call(self, number: int) -> None:
        self._history.show_call(number)

    def raise_dock(self, name: str) -> None:
        self._docks()[name].raise_()

    def show_dock(self, name: str) -> None:
        self._docks()[name].show()
        self._docks()[name].raise_()

    def hide_dock(self, name: str) -> None:
        dock = self._docks()[name]
        if dock.isAncestorOf(self._window.focusWidget() or dock):
            self._history.view.setFocus()  # or Qt chooses, perhaps a button that does something
        dock.hide()

    def is_open(self, name: str) -> bool:
        return self._docks()[name].isVisibleTo(self._window)

    def show_count(self, name: str, count: int) -> None:
        self._docks().show_count(name, count)

    def give_room(self, name: str) -> None:
        self._docks().set_high(name, True)
