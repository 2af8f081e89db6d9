"""From the start of the process to the first window painted, beside a window of PySide6 with nothing in it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import indent
from time import monotonic_ns

from .base import Figure, pairs

COUNT = 9
ROOT = Path(__file__).parents[1]
WATCH = """
from time import monotonic_ns
from PySide6.QtCore import QEvent, QObject, QTimer

class Watch(QObject):
    \"\"\"Tells when the window that it watches was painted for the first time, and ends the program.\"\"\"

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted)
        return False

    def painted(self):
        import os
        os.write(1, str(monotonic_ns()).encode())
        os._exit(0)
"""
BARE = f"""{WATCH}
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""
OURS = f"""
from playground import launch
from playground.__main__ import main
run = launch._run

def watched(*given):
    from playground import compose  # not before: what is imported when is part of what is measured
{indent(WATCH, "    ")}
    build = compose.build_window

    def made(**options):
        window = build(**options)
        window.watch = Watch()
        window.installEventFilter(window.watch)
        return window

    compose.build_window = made
    return run(*given)

launch._run = watched
main()
"""


def measure() -> list[Figure]:
    for code in (OURS, BARE):
        painted(code)  # what the disk has to read is read by then, and compiled
    ours, bare, ratio = pairs(lambda: painted(OURS), lambda: painted(BARE), COUNT)
    detail = {"seconds": ours, "bare": bare}
    return [Figure("start", "start to the first window painted, of a bare one", ratio, "x", 2.5, True, detail)]


def painted(code: str) -> float:
    """Seconds until the window of this program was painted."""
    with tempfile.TemporaryDirectory() as home:
        given = {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home, "XDG_STATE_HOME": home}
        start = monotonic_ns()
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | given | {"PYTHONDONTWRITEBYTECODE": ""},
            capture_output=True,
            timeout=60,
        )
    if done.returncode or not done.stdout:
        raise RuntimeError(done.stderr.decode())
    return (int(done.stdout) - start) / 1e9
