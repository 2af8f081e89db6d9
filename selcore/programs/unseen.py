"""Why nothing is seen of a program that runs, and what to do: it is said rather than shown as silence."""

from pathlib import Path

from ..values.text import Text, text

WAITS = {
    "232": "epoll_wait",
    "281": "epoll_pwait",
    "441": "epoll_pwait2",
    "7": "poll",
    "271": "ppoll",
    "270": "pselect6",
}
"""The numbers of the calls that wait for descriptors (x86-64)."""


def not_seen(pid: int, here: bool, records: int, full: bool = False) -> Text | None:
    """The sentence; None where there is nothing to say. ``full``: a shared file could not be made."""
    if full:
        return text("there is no room for the file into which the probe writes: nothing is seen of a process")
    if not here:
        return text(
            "the probe is not in this program: an interpreter started with -I, -E or -S takes nothing from PYTHONPATH. "
            "Start it without"
        )
    if "/uvloop/loop" in _read(pid, "maps"):
        return text(
            "this program runs on uvloop, which asks the kernel itself: start it with the loop of asyncio to see it "
            "(uvicorn: --loop asyncio)"
        )
    if not records and _read(pid, "syscall").split(" ")[0] in WAITS:
        return text(
            "this program waits for descriptors, and no call of selectors or of select has returned yet: a loop that "
            "asks the kernel from C is not seen"
        )
    return None


def is_python(pid: int) -> bool:
    """Whether the process runs a Python by now, as far as its file's name tells; where nothing does, it may."""
    try:
        return "python" in (Path("/proc") / str(pid) / "exe").readlink().name
    except OSError:
        return True


def _read(pid: int, name: str) -> str:
    try:
        return (Path("/proc") / str(pid) / name).read_text("utf-8", "replace")
    except OSError:
        return ""
