"""A fault of ours is loud: on stderr, and in a window from which the report can be copied; the program goes on."""

import sys
import threading
import traceback
from types import TracebackType
from typing import Self

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from .console import complain

MOST = 3
"""Windows shown; a fault that repeats at every frame must not bury the desktop."""


class CrashReporter(QObject):
    """In force inside a ``with``: exceptions of slots and of threads."""

    _happened = Signal(str)

    def __init__(self, window: QWidget):
        super().__init__(window)
        self._window = window
        self._shown = 0
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def __enter__(self) -> Self:
        self._old = sys.excepthook, threading.excepthook
        sys.excepthook = self._report
        threading.excepthook = lambda given: self._report(given.exc_type, given.exc_value, given.exc_traceback)
        return self

    def _report(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        words = "".join(traceback.format_exception(kind, error, trace))
        complain(words)
        self._happened.emit(words)

    def _show(self, words: str) -> None:
        self._shown += 1
        if self._shown > MOST:
            return
        from PySide6.QtWidgets import QApplication, QMessageBox

        from ui.kit.labels import fit
        from ui.program.doctor_report import doctor_text

        box = QMessageBox(self._window)
        box.setObjectName("crash")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setTextFormat(Qt.TextFormat.PlainText)  # an exception may quote a stranger's words
        said = QCoreApplication.translate("Crash", "Something in this program went wrong. Nothing you opened is lost.")
        # Not as informative text: Qt guesses of that whether it is markup, whatever the box was told.
        box.setText(f"{said}\n\n{fit(words.strip().splitlines()[-1])}")
        report = f"{doctor_text()}\n{words}"
        box.setDetailedText(report)
        copy = box.addButton(QCoreApplication.translate("Crash", "Copy report"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
        box.addButton(QMessageBox.StandardButton.Close)
        box.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.excepthook, threading.excepthook = self._old
