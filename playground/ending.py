"""The signals that end a program, and what they do while it still starts."""

import signal

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def heard() -> list[signal.Signals]:
    """Those that end this process: ``nohup`` has SIGHUP ignored, and so it stays."""
    hangup = getattr(signal, "SIGHUP", None)
    return [number for number in ENDING if number != hangup or signal.getsignal(number) != signal.SIG_IGN]


def end_at_once() -> None:
    """As the system does it, without Python: a KeyboardInterrupt in the middle of Qt's imports aborts the process."""
    for number in heard():
        signal.signal(number, signal.SIG_DFL)
