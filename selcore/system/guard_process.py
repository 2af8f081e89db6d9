"""The guard process: kills the process groups that the program has registered, once the program is gone.

stdin is a socket whose other end is the program's alone: it closes with the program, however that ends. Standard
library only, and nothing of the session is inherited.
"""

import os
import signal
import socket
import struct
from typing import Any

FORM = struct.Struct("!cq")
"""``+`` or ``-`` and a process id. With ``+`` comes the process's pidfd, on systems that have them."""
NONE = -1
_recv_fds: Any = getattr(socket, "recv_fds", None)
_killpg: Any = getattr(os, "killpg", None)
_pidfd_send_signal: Any = getattr(signal, "pidfd_send_signal", None)
_SIGKILL: int = getattr(signal, "SIGKILL", 9)


def main() -> None:
    """Listen until the other end is closed."""
    kept: dict[int, int] = {}
    with socket.socket(fileno=os.dup(0)) as line:
        while True:
            data, fds, _, _ = _recv_fds(line, FORM.size, 1)
            if len(data) < FORM.size:
                break
            sign, pid = FORM.unpack(data)
            old = kept.pop(pid, NONE)
            if old != NONE:
                os.close(old)
            if sign == b"+":
                kept[pid] = fds[0] if fds else NONE
    for pid, pidfd in kept.items():
        end(pid, pidfd)


def end(pid: int, pidfd: int) -> None:
    """Kill the group of that process, unless the number belongs to another process by now."""
    try:
        if _is_another(pid, pidfd):
            return
        _killpg(pid, _SIGKILL)
    except OSError:
        pass  # nobody of it is left, or it runs as somebody else


def _is_another(pid: int, pidfd: int) -> bool:
    """Whether the process was reaped and its number reused, which cannot happen while one of its group lives."""
    if pidfd == NONE:
        return False  # it was not reaped when the program lived, and that was a moment ago
    try:
        _pidfd_send_signal(pidfd, 0)
    except ProcessLookupError:
        return _is_there(pid)
    return False


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


if __name__ == "__main__":
    main()
