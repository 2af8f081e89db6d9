"""What a window does not need to be seen comes as soon as it was painted: numpy, the worker, the panels behind others.

No step holds up a click for long. Whoever asks for something before its turn gets it then: it is made on demand.
"""

import threading
from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from ui.program.app_icon import app_icon
from ui.shell.main_window import MainWindow

IMPORTED = (
    "numpy",
    "selcore.worker.worker",
    "selcore.timeline.feed",
    "selcore.lints",
    "selcore.filters.completing",
    "selcore.explain.why_ready",
    "selcore.explain.why_not",
    "selcore.reference.campaign",
    "selcore.experiment.file",
)
"""Imported by a thread of its own, that the window can be used meanwhile: numpy takes long; what opens an experiment
and explains its first result would hold the window for as long as all the rest of that.
"""
WANTS_IMPORTED = "timeline"
"""The step that needs them."""
UNSEEN = 400
"""Milliseconds after which a window goes on that nothing was painted of: it may have been opened as an icon."""
LOOK = 4
"""Milliseconds between two looks at the thread."""


class Arrival(QObject):
    """Waits until the window is painted, then makes what is missing, and calls ``begin`` at the end."""

    def __init__(self, window: MainWindow, begin: Callable[[], None]):
        super().__init__(window)
        self._window, self._begin = window, begin
        self._imports = threading.Thread(target=_import, name="arrival")
        self._steps, self._next = window.complete(), ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._timer.start(UNSEEN)
        elif event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(0)
        return False

    def _go_on(self) -> None:
        """One step."""
        if self._window.bridge.closed:
            return
        self._window.removeEventFilter(self)
        if self._next == WANTS_IMPORTED and not self._are_imported():
            self._timer.start(LOOK)
            return
        try:
            self._next = next(self._steps)
        except StopIteration:
            QGuiApplication.setWindowIcon(app_icon())
            self.deleteLater()
            self._begin()
        else:
            self._timer.start(0)

    def _are_imported(self) -> bool:
        # Not from the beginning: whenever this thread comes back from Qt it would wait 5 ms for the interpreter's lock.
        if self._imports.ident is None:
            self._imports.start()
        return not self._imports.is_alive()


def _import() -> None:
    for name in IMPORTED:
        import_module(name)
