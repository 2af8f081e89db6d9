"""Starting the window as a program: a clear line where it cannot, signals that close it, a report of crashes."""

import faulthandler
import os
import sys
from pathlib import Path
from typing import Any

from .check import display_problem, qt_problem


def launch(experiment: str | None, backend: str | None) -> int:
    """Show the window and run until it is closed; the exit status."""
    problem = qt_problem() or display_problem()
    if problem is not None:
        print(f"selector-playground: {problem}", file=sys.stderr)
        return 1
    if experiment is not None and not Path(experiment).exists():
        print(f"selector-playground: --open {experiment}: there is no such file", file=sys.stderr)
        return 2
    return _run(experiment, backend or "default")


def _run(experiment: str | None, backend: str) -> int:
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from ui.app_icon import app_icon

    from .compose import build_window
    from .crash import CrashReporter
    from .signals import Signals

    faulthandler.enable()
    qInstallMessageHandler(_qt_message)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("selector-playground")
    app.setApplicationDisplayName("Selector Playground")
    app.setDesktopFileName("selector-playground")
    app.setWindowIcon(app_icon())
    window = build_window(storage=storage_folder(), experiment=experiment, backend=backend)
    with Signals(window) as signals, CrashReporter(window):
        window.show()
        status = app.exec()
    window.shut_down()
    return signals.status or status


def storage_folder() -> Path:
    """Where preferences are kept: the place that this desktop has for them."""
    from platformdirs import user_config_path

    return user_config_path("selector-playground", appauthor=False)


def _qt_message(kind: Any, context: Any, words: str) -> None:
    from PySide6.QtCore import QtMsgType

    if kind == QtMsgType.QtFatalMsg:
        # Qt aborts after this: leave by the door instead, with its own words.
        print(f"selector-playground: Qt cannot start: {words.splitlines()[0]}", file=sys.stderr)
        sys.stderr.flush()
        os._exit(1)
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        print(words, file=sys.stderr)
