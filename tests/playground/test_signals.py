"""Ctrl-C and SIGTERM close the window without a question, and the signals are as before afterwards."""

import signal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from playground.signals import Signals
from tests.ui.conftest import nothing_is_left, warm  # noqa: F401 - Qt's own descriptors are there before

from .shell import posix, python


class Window:
    """What of the window is asked for."""

    closed = 0

    def close_now(self) -> None:
        self.closed += 1


def handlers() -> list[Any]:
    return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)])
def test_a_signal_closes_the_window(number: int, qtbot: QtBot) -> None:
    window: Any = Window()
    before = handlers()
    with Signals() as signals:
        signals.closes(window)
        assert signals.status == 0
        signal.raise_signal(number)
        qtbot.waitUntil(lambda: window.closed > 0, timeout=10_000)
        assert signals.status == 128 + number
    assert handlers() == before
    assert signal.set_wakeup_fd(-1) == -1


def test_without_a_signal_nothing_happens(qtbot: QtBot) -> None:
    window: Any = Window()
    before = handlers()
    with Signals() as signals:
        signals.closes(window)
    assert (signals.status, window.closed, handlers()) == (0, 0, before)


@posix
def test_a_signal_that_comes_before_the_window_closes_it_as_soon_as_it_is_there(qtbot: QtBot) -> None:
    window: Any = Window()
    with Signals() as signals:
        signal.raise_signal(signal.SIGINT)
        signals.closes(window)
        qtbot.waitUntil(lambda: window.closed > 0, timeout=10_000)
    assert signals.status == 130


AMID_IMPORTS = """
import signal, sys
from playground.launch import launch

class Amid:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            print("amid", flush=True)
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Amid())
launch(None, None)
print("never", flush=True)
"""


@posix
@pytest.mark.parametrize("module", ["PySide6", "PySide6.QtWidgets", "ui.shell.main_window"])
def test_ctrl_c_amid_the_imports_ends_the_process_at_once(module: str) -> None:
    said = python(AMID_IMPORTS, module)
    assert (said.returncode, said.stdout, said.stderr) in [
        (-signal.SIGINT, "amid\n", ""),  # before there is anything to close
        (130, "amid\nnever\n", ""),  # later: the window is closed when it is there
    ]
