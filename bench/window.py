"""A window that follows, for the figures that are about one: what it does, when it paints, how often."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from selcore.values.commands import AnyCommand

EVERY = 20
"""Milliseconds between two looks at whether what is waited for has come, where no batch has told of it."""


SAID_IN_VAIN = "This plugin does not support propagateSizeHints()"
"""Offscreen there is no window manager to be given hints: Qt says so for each window, and once more for each size."""


def _hear(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    if words != SAID_IN_VAIN:
        print(words, file=sys.stderr, flush=True)


qInstallMessageHandler(_hear)


class Frames(QObject):
    """Notes when a widget was painted, in seconds."""

    def __init__(self, widget: QObject, count: Callable[[], int]):
        super().__init__(widget)
        self.at: list[float] = []
        self.rows: list[int] = []
        self._count = count
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at.append(perf_counter())
            self.rows.append(self._count())
        return False

    def shows(self, rows: int) -> bool:
        """Whether a frame was painted with more rows than these."""
        return bool(self.rows) and self.rows[-1] > rows

    def gaps(self) -> list[float]:
        """Milliseconds between two frames."""
        return [(late - early) * 1e3 for early, late in zip(self.at, self.at[1:], strict=False)]


class Shown:
    """A window on the screen."""

    def __init__(self, app: QApplication):
        from playground.compose import build_window

        self.app = app
        self.window: Any = build_window(animations=False)
        self.window.resize(1280, 800)
        self.window.show()
        self.frames = Frames(self.window.history.view.viewport(), lambda: len(self.window.store))
        self.until(lambda: self.window.property("settled"))

    def until(self, met: Callable[[], Any], seconds: float = 120) -> None:
        """Let the window live as it does for its users, in Qt's own loop, until then."""
        end, loop, look = monotonic() + seconds, QEventLoop(), QTimer(interval=EVERY)

        def check(*_: object) -> None:
            if met() or monotonic() > end:
                loop.quit()

        look.timeout.connect(check)
        told = self.window.bridge.changed.connect(check)
        if not met():
            look.start()
            loop.exec()
        self.window.bridge.changed.disconnect(told)
        if not met():
            raise TimeoutError("it never came")

    def wait(self, seconds: float) -> None:
        """Let it live for so long."""
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def do(self, *commands: AnyCommand) -> None:
        """Apply them; all is shown when it returns."""
        entries: list[Any] = []
        changed = self.window.bridge.changed
        note = changed.connect(lambda change: entries.extend(one for one in change.entries if one.during is None))
        self.window.bridge.send(*commands)
        self.until(lambda: len(entries) >= len(commands))
        changed.disconnect(note)

    @property
    def store(self) -> Any:
        return self.window.store


@contextmanager
def shown() -> Iterator[Shown]:
    """One that is closed in the end."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    made = Shown(app)
    try:
        yield made
    finally:
        made.window.close_now()
        made.window.deleteLater()
        app.processEvents()
