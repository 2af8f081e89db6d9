"""Starting the window as a program: a clear line where it cannot, signals that close it, a report of crashes."""

import builtins
import faulthandler
import gc
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .check import display_problem, qt_problem
from .console import complain, is_there, one_line
from .ending import end_at_once
from .x_server import refusal

if TYPE_CHECKING:
    from selcore.programs.program import Program

SETTINGS = "settings.json"
NO_DISPLAY = "could not connect to display"
SAID_IN_VAIN = ("propagateSizeHints", "xcb-cursor0")
"""Offscreen there is no window manager to be given hints, which Qt says for each window; and it names a package when it
cannot connect, though the package is there (``check.plugin_problem`` has looked)."""


_said: list[str] = []
"""What a fatal message of Qt will not say again."""


def launch(experiment: str | None, backend: str | None, program: "Program | None" = None) -> int:
    """Show the window and run until it is closed; the exit status. ``program``, which was typed, is run in it."""
    end_at_once()  # until the window can be closed there is nothing to close, and Qt's imports must not be broken into
    gc.disable()  # of all that is made now nothing is to be collected; looking for it takes a tenth of the start
    plain = builtins.__import__
    problem = qt_problem() or display_problem()
    # PySide6 puts its own in this place, which reads the source of each module that comes, to find out whether its
    # names are wanted in snake_case (``from __feature__ import``): nobody here wants that, and it takes its time.
    builtins.__import__ = plain
    if problem is not None:
        complain(one_line(f"selector-playground: {problem}"))
        return 1
    if experiment is not None and (not experiment or not is_there(experiment)):
        complain(one_line(f"selector-playground: --open {experiment}: there is no such file"))
        return 2
    return _run(experiment, backend or "default", program)


def _run(experiment: str | None, backend: str, program: "Program | None") -> int:
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from selcore.files.left_behind import tidy_up
    from ui.kit import theme
    from ui.program.app_icon import SMALL, app_icon

    from .compose import build_window
    from .crash import CrashReporter
    from .garbage import Collector
    from .signals import Signals

    if sys.stderr is not None:
        faulthandler.enable()
    qInstallMessageHandler(_qt_message)
    app = QApplication([*sys.argv[:1], "-style", theme.STYLE])
    app.setProperty(theme.STYLED, True)
    app.setApplicationName("selector-playground")
    app.setApplicationDisplayName("Selector Playground")
    app.setDesktopFileName("selector-playground")
    app.setWindowIcon(app_icon(SMALL))
    with Signals() as signals:
        storage = usable_storage()
        window = build_window(
            storage=storage,
            experiment=experiment,
            backend=backend,
            at_once=False,
            arrived=tidy_up,
            program=program,
            recover=True,
        )
        signals.closes(window)
        with CrashReporter(window):
            window.show()
            gc.freeze()  # else the first collection walks all that was imported and built: 5 ms before the first paint
            Collector(window)
            status = app.exec()
        window.shut_down()
        for path in window.writer.left:
            complain(one_line(f"selector-playground: not saved: {path}: it could not be written in time"))
    return signals.status or status


def storage_folder() -> Path:
    """Where preferences are kept: the place that this desktop has for them."""
    from platformdirs import user_config_path

    return user_config_path("selector-playground", appauthor=False)


def usable_storage() -> Path | None:
    """The same where it can be written; otherwise one line says why not, and nothing is kept."""
    folder = storage_folder()
    problem = _storage_problem(folder)
    if problem is None:
        return folder
    complain(one_line(f"selector-playground: preferences are not kept: {folder}: {problem}"))
    return None


def _storage_problem(folder: Path) -> str | None:
    if not folder.is_absolute():
        return "there is no home folder"  # "~" stays as it is for a user that the system does not know
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings = folder / SETTINGS
        if settings.exists() and not settings.is_file():
            return f"{SETTINGS} is not a file"  # to open a FIFO would take for ever
        with tempfile.TemporaryFile(dir=folder):  # permissions do not tell of read-only file systems and full disks
            return None
    except OSError as error:
        return error.strerror or str(error)


def _qt_message(kind: Any, context: Any, words: str) -> None:
    from PySide6.QtCore import QtMsgType

    if words.startswith(NO_DISPLAY):
        _said.append(words)  # which display it was; a fatal message follows
    elif kind == QtMsgType.QtFatalMsg:
        # Qt aborts after this: leave by the door instead, with the words of whoever refused.
        display = os.environ.get("DISPLAY", "")
        reason = refusal(display)
        own = (_said or words.splitlines())[0]
        said = f"the X server of DISPLAY={display} says: {reason}" if reason else own
        complain(one_line(f"selector-playground: Qt cannot start: {said}"))
        os._exit(1)
    elif kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not any(one in words for one in SAID_IN_VAIN):
        complain(words)
