"""The signals that end a program, and what they do while it still starts."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def heard() -> list[signal.Signals]:
    """Those that end this process: ``nohup`` has SIGHUP ignored, and so it stays."""
    hangup = getattr(signal, "SIGHUP", None)
    return [number for number in ENDING if number != hangup or signal.getsignal(number) != signal.SIG_IGN]


def end_at_once() -> None:
    """As the system does it, without Python: a KeyboardInterrupt in the middle of Qt's imports aborts the process."""
    for number in heard():
        signal.signal(number, signal.SIG_DFL)


class SignalReceived(Exception):
    """A signal came: ``number``."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


@contextmanager
def ended_by_signal() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a terminal that is closed end the run the same way: everything that is open is closed."""
    came: list[int] = []

    def end(number: int, frame: Any) -> None:
        came.append(number)
        if len(came) == 1:  # one is enough: a second must not end the closing
            raise SignalReceived(number)

    old = {number: signal.signal(number, end) for number in heard()}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


@contextmanager
def noted() -> Iterator[list[int]]:
    """Ctrl-C and its like are noted as they come, not raised: a process just started would be left behind."""
    came: list[int] = []
    old = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in heard()}
    try:
        yield came
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
