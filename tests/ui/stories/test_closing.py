"""The program ends within a second however it is ended, and leaves no thread, descriptor or temporary file."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playground import launch
import playground.compose as compose

how = sys.argv[1]
build = compose.build_window

def built(**given):
    window = build(**given | {"storage": sys.argv[2]})
    act = window.actions_by_id
    act["fileobject.open.text-file"].trigger()
    act["scenario.pair"].trigger()

    def look():
        if not window.property("settled"):
            return
        state = window.property("state")
        if state == "idle":
            if how == "spin":
                act["key.write"].trigger()
                act["loop.run"].trigger()
            else:
                act["call.step"].trigger()
        elif state in ("waiting", "spinning"):
            ready()

    def ready():
        timer.stop()
        print("ready", flush=True)
        if how == "close":
            QTimer.singleShot(0, window.close_now)

    timer = QTimer(window, interval=5)
    spun = lambda: window.property("state") == "spinning" and ready()
    timer.timeout.connect(look if how != "spin" else lambda: (look(), spun()))
    timer.start()
    return window

compose.build_window = built
status = launch.launch(None, None)
import threading
assert threading.active_count() == 1, threading.enumerate()
sys.exit(status)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    return tmp_path


def start(how: str, folder: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"TMPDIR": str(folder / "tmp"), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, how, str(folder / "storage")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str], folder: Path) -> tuple[int, float]:
    """Exit status and seconds until it had ended; nothing may be left, nothing may have been complained of."""
    begun = time.monotonic()
    _, complaints = process.communicate(timeout=20)
    took = time.monotonic() - begun
    assert "Traceback" not in complaints and "QThread" not in complaints, complaints
    assert list((folder / "tmp").iterdir()) == []
    return process.returncode, took


@pytest.mark.parametrize(("how", "status"), [("close", 0), ("SIGINT", 130), ("SIGTERM", 143)])
def test_it_ends_while_the_worker_blocks_in_select_none(how: str, status: int, folder: Path) -> None:
    process = start("close" if how == "close" else "wait", folder)
    if how != "close":
        process.send_signal(getattr(signal, how))
    returned, took = end(process, folder)
    assert returned == status
    assert took < 5  # a second on a quiet machine; hanging is what must not happen


def test_it_ends_in_the_middle_of_a_busy_loop(folder: Path) -> None:
    process = start("spin", folder)
    process.send_signal(signal.SIGTERM)
    assert end(process, folder)[0] == 143


def test_doctor_needs_no_window_and_tells_the_truth() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "playground", "doctor", "--json"], capture_output=True, text=True, check=True, timeout=30
    )
    found = json.loads(done.stdout)
    import select

    here = {row["id"]: row["available"] for row in found["backends"]}
    for id in ("select", "poll", "epoll", "devpoll", "kqueue"):
        assert here[id] is hasattr(select, id), id
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
