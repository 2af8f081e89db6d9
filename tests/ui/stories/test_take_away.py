"""An echo is clicked together, saved, closed, opened again, stepped through, exported and run, with real clients."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QRadioButton

from selcore.experiment.file import load
from selcore.values.commands import Open, Register, Run
from tests.playground.shell import linux
from tests.ui.user import User

pytestmark = [
    linux,
    pytest.mark.heavy,
    pytest.mark.leaves,
]  # Qt's file dialog keeps the cache of file types open for good
SAID = b"hello, world"


def talk(user: User, port: int) -> bytes:
    """A real client says something, hears the answer, and goes; the window goes on meanwhile."""
    heard: list[bytes] = []

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port)) as sock:
            sock.sendall(SAID)
            with sock.makefile("rb") as answer:
                heard.append(answer.read(len(SAID)))

    thread = threading.Thread(target=client)
    thread.start()
    user.wait_until(lambda: not thread.is_alive())
    return heard[0]


def choose(user: User, dialog: str, path: Path) -> None:
    found: QFileDialog = user.find(QFileDialog, dialog)
    found.fileSelected.emit(str(path))
    found.reject()
    found.deleteLater()


def clicked_together(user: User, port: int, path: Path) -> None:
    """A server, a client's visit, a pause, and all of it into a file."""
    user.do("scenario.echo-server")
    user.click("button.loop.run")
    assert talk(user, port) == SAID.upper()
    user.wait_until(lambda: [row["state"] for row in user.objects()] == ["listening", "closed"])
    user.do("loop.pause")
    user.wait_for("idle")
    user.action("experiment.save").trigger()
    choose(user, "experiment.target", path)
    user.settle()
    assert not user.window.isWindowModified()
    user.window.close()


def stepped_through(user: User, port: int, path: Path) -> None:
    """Opened again it waits; F8 plays command after command, and a client comes when the loop runs."""
    user.do("experiment.open-paused")
    user.window.handlers.experiments.open_recent(path)
    user.settle()
    assert user.names() == []
    for _ in range(2):
        user.qtbot.keyClick(user.window, Qt.Key.Key_F8)
        user.settle()
    assert user.object("server")["read"] and user.object("server")["callback"] == "accept"
    user.qtbot.keyClick(user.window, Qt.Key.Key_F8)
    user.wait_until(lambda: user.window.state in ("running", "waiting"))
    assert talk(user, port) == SAID.upper()
    user.wait_for("idle")
    user.settle()
    assert [kind for kind, _ in user.results()] == ["server", "server.1", "server.1"]


def exported(user: User, path: Path) -> None:
    user.action("experiment.export").trigger()
    user.find(QRadioButton, "export.python").setChecked(True)
    user.find(QPushButton, "form.open").click()
    choose(user, "export.target", path)
    user.wait_until(lambda: path.exists() and not user.window.writer.busy)


def test_from_a_click_to_a_program_of_its_own(open_window: Callable[..., User], free_port: int, tmp_path: Path) -> None:
    experiment, script, storage = tmp_path / "echo.json", tmp_path / "echo.py", tmp_path / "storage"
    clicked_together(open_window(), free_port, experiment)
    assert [type(one) for one in load(experiment).commands] == [Open, Register, Run]
    assert not (storage / "unsaved").exists(), "it is saved: nothing is kept beside it"
    user = open_window(recover=True)
    assert user.label("unsaved.words") == ""
    stepped_through(user, free_port, experiment)
    exported(user, script)
    user.do("experiment.new")  # the port is free again
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        user.wait_until(lambda: program.poll() is not None or _listens(free_port))
        assert talk(user, free_port) == SAID.upper()
        said = program.stdout.read().splitlines()
    assert program.returncode == 0
    assert said == ["step 3: [('server', 1)]", "step 3: [('server.1', 1)]", "step 3: [('server.1', 1)]"]


def _listens(port: int) -> bool:
    """Asked of the kernel: a client that only looked would be a call of the loop."""
    wanted = f"0100007F:{port:04X} 00000000:0000 0A"
    return any(wanted in line for line in Path("/proc/net/tcp").read_text().splitlines())
