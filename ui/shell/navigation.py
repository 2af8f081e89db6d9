"""Implements ``session.context.Navigate``: the only place that knows how to get from any visible thing to any other."""

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow

from ..history.panel import HistoryPanel
from .docks import Docks

STAYS = {"details": "code"}
"""What is raised because something was chosen, and what stays before it: it shows the choice too."""


class Navigation:
    """Works on the history and the docks of one window. ``docks()`` is called only when a dock is to be shown: they are
    made later."""

    def __init__(self, window: QMainWindow, history: HistoryPanel, docks: Callable[[], Docks]):
        self._window, self._history, self._docks = window, history, docks

    def raise_dock(self, name: str) -> None:
        docks = self._docks()
        stays = docks[STAYS[name]] if name in STAYS else None
        if stays is None or not stays.isVisible() or stays.visibleRegion().isEmpty():
            docks[name].raise_()

    def show_dock(self, name: str) -> None:
        self._docks().open(name)

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
