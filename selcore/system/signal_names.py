"""Signals as they are called here: by their names, where this system has one for the number."""

import signal


def signal_name(number: int) -> str:
    """``SIGKILL`` for 9; the number where it has no name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def numbered(number: int) -> str:
    """``SIGKILL (9)``; ``signal 40`` where it has no name."""
    name = signal_name(number)
    return f"signal {number}" if name == str(number) else f"{name} ({number})"
