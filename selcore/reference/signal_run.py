"""What a signal does to select(): a small program and what it printed, recorded from a child process of its own.

The playground's selector lives on a thread, and Python runs handlers on the main thread only: what a handler does to a
call that waits cannot be shown on it, so that it was recorded. ``record()`` makes the file anew.
"""

import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).parent / "signal-run.json"
PROGRAM = """\
import selectors, signal, socket, time

a, b = socket.socketpair()
sel = selectors.DefaultSelector()
sel.register(a, selectors.EVENT_READ)

def returns(number, frame):
    print("  the handler runs, and returns")

def raises(number, frame):
    print("  the handler runs, and raises")
    raise RuntimeError("from the handler")

for handler in returns, raises:
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    start = time.monotonic()
    try:
        outcome = f"returned {sel.select(0.2)}"
    except RuntimeError as error:
        outcome = f"raised {error!r}"
    print(f"{handler.__name__}: select(0.2) {outcome} after {time.monotonic() - start:.2f} s")
"""


class SignalRun(msgspec.Struct, frozen=True):
    """The program, what it printed, and where: the versions of Python and of the kernel."""

    program: str
    printed: str
    python: str
    system: str
    kernel: str
    selector: str


@cache
def load_signal_run() -> SignalRun:
    """The run as it was recorded."""
    return msgspec.json.decode(FILE.read_bytes(), type=SignalRun)


def play() -> SignalRun:
    """Play the program in a child process, here and now. Raises OSError, or CalledProcessError where it fails."""
    name = "import selectors; print(selectors.DefaultSelector.__name__)"
    printed = [
        subprocess.run([sys.executable, "-P", "-c", program], check=True, capture_output=True, text=True).stdout
        for program in (PROGRAM, name)
    ]
    system = platform.uname()
    return SignalRun(PROGRAM, printed[0], platform.python_version(), system.system, system.release, printed[1].strip())


def record() -> None:
    """Write the file."""
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(play()), indent=1) + b"\n")


if __name__ == "__main__":
    record()
