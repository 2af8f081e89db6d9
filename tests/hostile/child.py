"""Strangers' files in a process of its own: ``python -m tests.hostile.child run|window NUMBER``.

A line of JSON on stdin is a case: ``road`` (``run``, ``open``, ``compare``, ``drop`` or ``settings``), ``folder`` of
the world, and ``made``, what is opened. A line on the descriptor of that number is what came of it. It has little
memory and time; every deed that nobody asked for is written down and does not happen.
"""

import json
import os
import resource
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from time import monotonic, process_time, thread_time
from typing import Any

from .watch import watching

PATIENCE = 90.0
"""Seconds that a window may take to settle."""
BEAT = 5
"""Milliseconds between two beats of a window that is awake."""
errors: list[str] = []
app: Any = None


def main(kind: str, number: str) -> None:
    bound()
    sys.excepthook = lambda *given: errors.append("".join(traceback.format_exception(*given))[-3000:])
    threading.excepthook = lambda given: errors.append(f"{given.thread}: {given.exc_value!r}")
    prepare(kind)
    with open(int(number), "w") as answers:  # noqa: PTH123
        for line in sys.stdin:
            print(json.dumps(case(**json.loads(line))), file=answers, flush=True)


def case(road: str, folder: str, made: Any) -> dict[str, Any]:
    """What came of one."""
    errors.clear()
    world = Path(folder)
    tempfile.tempdir = str(world / "temp")
    known: dict[str, Any] = {"status": None}
    forget_peak()
    begin = process_time(), peak()
    with watching(*(world / name for name in ("mail", "temp", "storage"))) as watch:
        try:
            known |= run(made) if road == "run" else in_window(road, world, made)
        except BaseException:
            errors.append(traceback.format_exc()[-3000:])
    known |= {"seconds": process_time() - begin[0], "grown": peak() - begin[1], "deeds": watch.deeds}
    sys.stdout.flush()
    sys.stderr.flush()
    return known | {"errors": list(errors)}


def forget_peak() -> None:
    """Begin anew to look for the most memory (proc(5), clear_refs)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass  # then the most of all cases so far is what is known


def bound() -> None:
    """No more than a small machine has; a core file of a crash would be large."""
    for which, most in (
        (resource.RLIMIT_CPU, 1200),
        (resource.RLIMIT_AS, 6 << 30),
        (resource.RLIMIT_FSIZE, 256 << 20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 1024),
    ):
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (most, hard))


def peak() -> int:
    """Bytes of memory that this process has had at once."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def prepare(kind: str) -> None:
    """What is imported at the first use, so that it is not counted."""
    import numpy  # noqa: F401

    import playground.terminal.running  # noqa: F401
    import selcore.recording  # noqa: F401

    if kind == "window":
        from PySide6.QtWidgets import QApplication

        from playground.compose import build_window

        global app
        app = QApplication([])  # kept: the last reference to it ends it
        build_window().close_now()


def run(path: str) -> dict[str, Any]:
    """As ``run --json`` does."""
    from playground.terminal.running import run as play

    return {"status": play(path, None, True, False, 0.01)}


def in_window(road: str, world: Path, made: Any) -> dict[str, Any]:
    """The window, until it has settled and is as it stays; then it is closed."""
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QAbstractItemView

    from playground.compose import build_window

    from .windows import Asked, drop, faults

    asked = Asked()
    window = build_window(
        storage=world / "storage" if road == "settings" else None,
        ask=asked,
        experiment=made if road in ("open", "compare") else None,
    )
    window.show()
    if road == "drop":
        QTimer.singleShot(0, lambda: drop(window, made))
    stall, settled = awake(window, 0.1)
    if road == "compare":
        window.actions_by_id["experiment.compare"].trigger()
        stall = max(stall, awake(window, 0.1)[0])
    known = {
        "stall": stall,
        "faults": faults(window),
        "settled": settled,
        "asked": asked.all,
        "banner": window.panels.banner.words.text(),
    }
    view = window.findChild(QAbstractItemView, "fileobjects")
    known |= {"names": view.model().rowCount(), "rows": window.history.view.model().rowCount()}
    window.close_now()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return known


def awake(window: Any, quiet: float) -> tuple[float, bool]:
    """Beat until it has been settled for so long (s).

    The most processor time (s) that passed without a beat, and whether it has settled in time.
    """
    from PySide6.QtCore import QTimer

    end, last, since, stall = monotonic() + PATIENCE, thread_time(), None, 0.0
    timer = QTimer()

    def beat() -> None:
        nonlocal last, since, stall
        now, spent = monotonic(), thread_time()
        stall, last = max(stall, spent - last), spent
        since = (since or now) if window.settled else None
        if now > end or since is not None and now - since > quiet:
            app.quit()

    timer.timeout.connect(beat)
    timer.start(BEAT)
    app.exec()
    return stall, since is not None


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)  # whatever is still alive then is no matter of these cases
