"""One empty window for many tests: after each it must be again as it was when it was new, or it is replaced.

Building a window costs more than most tests do in it. *New session*, the command a user has, empties it; then whatever
can be seen or set in it is compared with what it was. What a test changed for good (a theme, a setting, a panel that is
open, words that are looked for) is so never met by another.
"""

import threading
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from playground.compose import build_window
from selcore.worker.worker import Worker
from ui.columns.chosen import ChosenColumns
from ui.shell.main_window import MainWindow

from .seen import application, look


class Kept:
    """The window that is kept, if there is one."""

    def __init__(self, storage: Path):
        self._storage = storage
        self._window: MainWindow | None = None
        self._made = 0

    def ready(self) -> MainWindow:
        """An empty window: the one that is kept, or another if the application is not as it was."""
        if self._window is not None:
            self._window.activateWindow()
            QApplication.processEvents()
            if not self._window.isActiveWindow() or application() != self._application:
                self.drop()
        if self._window is None:
            self._window = self._make()
        return self._window

    def _make(self) -> MainWindow:
        self._made += 1
        window = build_window(animations=False, ask=discard, storage=self._storage / str(self._made))
        window.show()
        settle(window)
        for id in ("scenario.pair", "call.step", "call.stop", "experiment.new"):
            window.actions_by_id[id].trigger()  # its first use makes a window wider
            settle(window)
        self._layout = Layout(window)
        self._seen, self._application = look(window), application()
        return window

    def empty(self) -> None:
        """After a test: a new session. It is kept if it is as it was."""
        window = self._window
        if window is None or not window.isVisible() or QApplication.activePopupWidget():
            self.drop()
            return
        for dialog in window.findChildren(QDialog):
            dialog.close()
        forget_comparison(window)
        window.preferences.clear()
        window.actions_by_id["experiment.new"].trigger()
        for box in (window.selector.timeout, window.files.mode):
            box.setCurrentIndex(0)
        for line in (window.history.find_bar.box, window.files.finder.box, window.history.filter_box.line):
            line.clear()
        window.store.capacity = window.preferences.capacity
        window.cards.cards[0].setFocus()
        settle(window)
        self._layout.restore(window)
        if look(window) != self._seen:
            self.drop()

    def drop(self) -> None:
        """Close it."""
        if self._window is not None:
            self._window.close_now()
            self._window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._window = None

    def threads(self) -> set[threading.Thread]:
        """Of the session that is open in it."""
        worker = self._worker()
        return {worker._thread} if worker is not None else set()

    def descriptors(self) -> set[int]:
        """Of the session that is open in it: the two ends of its wakeup, and its selector's own, where it has one.

        A session that is begun anew opens others, under whatever numbers are free at that moment.
        """
        session = None if (worker := self._worker()) is None else worker._owner.session
        if session is None:
            return set()
        ends = (session.world.wakeup._receiver, session.world.wakeup._sender, session.world.registry.selector)
        return {end.fileno() for end in ends if hasattr(end, "fileno")}

    def _worker(self) -> Worker | None:
        worker = self._window.bridge._worker if self._window is not None else None
        return worker if isinstance(worker, Worker) else None


class Layout:
    """Sizes and places, put back as the program does it at its start; and what is switched on or off, by its action."""

    def __init__(self, window: MainWindow):
        self.reset_columns(window)
        self._size, self._places = window.size(), window.saveState()
        self._columns = {name: view.saveState() for name, view in window.kept_layout.headers().items()}
        actions = window.actions_by_id.items()
        self._on = sorted(
            ((id, one.isChecked()) for id, one in actions if one.isCheckable()), key=lambda row: not row[1]
        )

    @staticmethod
    def reset_columns(window: MainWindow) -> None:
        """Those that can be chosen. They know more than their header does: what gave way, what was chosen by hand."""
        for columns in window.findChildren(ChosenColumns):
            columns.reset()

    def restore(self, window: MainWindow) -> None:
        window.statusBar().clearMessage()
        window.resize(self._size)
        if window.saveState() != self._places:  # to place the panels takes longer than to ask where they are
            window.restoreState(self._places)
        for name, view in window.kept_layout.headers().items():
            view.restoreState(self._columns[name])
        self.reset_columns(window)
        for id, on in self._on:  # of several that exclude each other, the one that was on first
            action = window.actions_by_id[id]
            if action.isChecked() != on and action.isEnabled():
                action.trigger()
                settle(window)


def forget_comparison(window: MainWindow) -> None:
    """Its dialog stays for the next one, with all that was compared; a window that has not compared yet has none."""
    compare = window.handlers.compare
    if compare._dialog is not None:
        compare.close()
        compare._dialog.deleteLater()
        for menu in window.findChildren(QMenu, "menu.compare"):
            menu.deleteLater()
        compare._dialog, compare._allowed, compare._last = None, None, compare.session


def discard(id: str, words: str, choices: list[str]) -> str:
    """Questions are answered with ``discard``, or with the first answer there is."""
    return "discard" if "discard" in choices else choices[0]


def settle(window: MainWindow) -> None:
    """Wait for the window's own word; one that never says it is not as new."""
    loop = QEventLoop()
    window.settled_changed.connect(loop.quit)
    QTimer.singleShot(10_000, loop, loop.quit)
    if not window.property("settled"):
        loop.exec()
    window.settled_changed.disconnect(loop.quit)
