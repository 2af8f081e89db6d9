"""Ctrl-C, SIGTERM and a terminal that is closed close the window as its own button does, but without a question.

Python runs signal handlers only when Python code runs, and Qt's loop runs none: the wakeup descriptor tells Qt.
"""

import signal
import socket
from types import FrameType, TracebackType
from typing import Self

from PySide6.QtCore import QSocketNotifier

from ui.shell.main_window import MainWindow

from .ending import heard


class Signals:
    """In force inside a ``with``. ``status`` is the exit status of the signal that came, 0 if none did.

    What comes before there is a window waits for it: Qt's loop looks at the wakeup descriptor when it begins.
    """

    def __init__(self) -> None:
        self._window: MainWindow | None = None
        self.status = 0
        self._receiver, self._sender = socket.socketpair()
        self._receiver.setblocking(False)
        self._sender.setblocking(False)
        self._notifier = QSocketNotifier(self._receiver.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._arrived)

    def __enter__(self) -> Self:
        self._fd = signal.set_wakeup_fd(self._sender.fileno(), warn_on_full_buffer=False)
        self._old = {number: signal.signal(number, self._note) for number in heard()}
        return self

    def closes(self, window: MainWindow) -> None:
        """From now on this window is closed."""
        self._window = window

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.status = 128 + number

    def _arrived(self) -> None:
        self._receiver.recv(64)
        if self._window is not None:
            self._window.close_now()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._fd)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._receiver.close()
        self._sender.close()
