"""Ctrl-C and SIGTERM close the window without a question, and the signals are as before afterwards."""

import signal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from playground.signals import Signals

from ..ui.conftest import nothing_is_left, warm  # noqa: F401 - Qt's own descriptors are there before
from .shell import posix


class Window:
    """What of the window is asked for."""

    closed = 0

    def close_now(self) -> None:
        self.closed += 1


def handlers() -> list[Any]:
    return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(number: int, qtbot: QtBot) -> None:
    window: Any = Window()
    before = handlers()
    with Signals(window) as signals:
        assert signals.status == 0
        signal.raise_signal(number)
        qtbot.waitUntil(lambda: window.closed > 0, timeout=10_000)
        assert signals.status == 128 + number
    assert handlers() == before
    assert signal.set_wakeup_fd(-1) == -1


def test_without_a_signal_nothing_happens(qtbot: QtBot) -> None:
    window: Any = Window()
    before = handlers()
    with Signals(window) as signals:
        pass
    assert (signals.status, window.closed, handlers()) == (0, 0, before)
