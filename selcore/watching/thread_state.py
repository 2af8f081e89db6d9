"""What a thread of another process does, asked of /proc: its state, where it sleeps, its share of a processor.

The places have the names of the kernel's functions; one that is not known is ``other``.
``asking`` is to wait in select() or its like, as ``time.sleep()`` does before Python 3.11.
"""

from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
SLEEPS = ("nanosleep",)
ASKS = ("ep_poll", "epoll_wait", "poll_schedule", "do_poll", "do_sys_poll", "do_select")
LOCKS = ("futex",)
CHILDREN = ("do_wait", "kernel_wait")
READS = (
    "pipe_read",
    "pipe_write",
    "unix_stream",
    "wait_woken",
    "sk_wait",
    "inet_",
    "tcp_",
    "skb_",
    "n_tty",
    "folio",
    "io_schedule",
)
STOPPED = "Tt"


class Moment(NamedTuple):
    """A look at a thread. ``ran`` and ``queued`` are nanoseconds in all: on a processor, and waiting for one."""

    at: int
    what: str
    ran: int
    queued: int


def look(pid: int, tid: int, at: int) -> Moment | None:
    """How the thread is; None where it has ended or cannot be seen."""
    folder = PROC / str(pid) / "task" / str(tid)
    try:
        state = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
        ran, queued = (int(word) for word in (folder / "schedstat").read_text("ascii").split()[:2])
    except (OSError, ValueError, IndexError):
        return None
    return Moment(at, _what(folder, state), ran, queued)


def _what(folder: Path, state: str) -> str:
    if state == "R":
        return "computing"
    if state in STOPPED:
        return "stopped"
    place = _read(folder / "wchan")
    if any(one in place for one in READS) and _reads_stdin(folder):
        return "stdin"
    for what, places in (
        ("sleeping", SLEEPS),
        ("asking", ASKS),
        ("lock", LOCKS),
        ("child", CHILDREN),
        ("reading", READS),
    ):
        if any(one in place for one in places):
            return what
    return "other"


def _reads_stdin(folder: Path) -> bool:
    """Whether it is read(0, ...), or waits in that through readline: somebody is asked, as in a debugger."""
    return _read(folder / "syscall").startswith("0 0x0 ")


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""
