"""The terminal, lent to a program that runs in a process group of its own: else it could read nothing from it, and
Ctrl-C and Ctrl-Z would not reach it. As a shell does it.
"""

import os
import signal
from typing import Any

_os: Any = os
_signal: Any = signal


class TerminalLoan:
    """``lend`` once the program runs, ``take_back`` when it has ended. Without a terminal on stdin both do nothing."""

    def __init__(self) -> None:
        self._fd, self._group = -1, 0
        self._before: Any = None

    def lend(self, group: int) -> None:
        """Put that group into the foreground, if ours is there."""
        try:
            if not os.isatty(0) or _os.tcgetpgrp(0) != _os.getpgrp():
                return
            self._before = signal.signal(_signal.SIGTTOU, signal.SIG_IGN)
            _os.tcsetpgrp(0, group)
            self._fd, self._group = 0, group
        except (OSError, ValueError, AttributeError):
            pass

    def take_back(self) -> None:
        """Ours is in the foreground again."""
        if self._fd < 0:
            return
        try:
            _os.tcsetpgrp(self._fd, _os.getpgrp())
        except OSError:
            pass
        self._fd = -1
        signal.signal(_signal.SIGTTOU, self._before)

    def after_stop(self, number: int) -> bool:
        """The program was stopped by that signal. Whether it is to go on now: after Ctrl-Z we have stopped too, and
        somebody wants both to go on; or it asked for the terminal before it was given."""
        if self._fd < 0:
            return False
        if number == _signal.SIGTSTP:
            _os.tcsetpgrp(self._fd, _os.getpgrp())
            os.kill(os.getpid(), _signal.SIGSTOP)
            _os.tcsetpgrp(self._fd, self._group)
            return True
        return number in (_signal.SIGTTIN, _signal.SIGTTOU)
