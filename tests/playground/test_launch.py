"""Starting the window at a shell: what cannot be is one line, and what need not be does not hinder it."""

import os
import sys
from pathlib import Path

import pytest

from playground import launch
from playground.cli import main
from tests.nobody import BECOME, CLOSED
from tests.selcore.recipes import opened

from .shell import Said, linux, posix, python, shell, the_line, write

SHOWN = """
import sys
from PySide6.QtCore import QTimer
from playground import cli, compose
build = compose.build_window

def built(**given):
    window = build(**given)
    print(given["storage"], flush=True)
    timer = QTimer(window, interval=1)
    timer.timeout.connect(lambda: window.isVisible() and window.property("settled") and window.close_now())
    timer.start()
    return window

compose.build_window = built
sys.exit(cli.main(sys.argv[1:]))
"""
"""The program, whose window is closed as soon as it is there; it says where it keeps things."""
BUILT = """
import enum, os, sys
made, make = [], enum.EnumType.__new__

def counted(metaclass, name, *rest, **settings):
    made.append(name)
    return make(metaclass, name, *rest, **settings)

from playground import cli, compose
build = compose.build_window

def built(**given):
    enum.EnumType.__new__, made[:] = counted, []
    build(**given)
    os.write(1, ("\\n".join([",".join(made), *sys.modules])).encode())
    os._exit(0)

compose.build_window = built
cli.main([])
"""
"""The program up to its first window: the enumerations that were made while it was built, and all modules."""
LATER = {
    "csv", "dataclasses", "difflib", "numpy", "playground.command_line", "pyqtgraph", "selcore.lints", "ui.data.panel",
    "selcore.recording", "selcore.scaling", "selcore.session", "selcore.timeline", "sqlite3", "subprocess",
}  # fmt: skip
"""What nobody needs before the window is painted. Each of these, or all it brings, takes a millisecond and more."""

Capture = pytest.CaptureFixture[str]


def ours(said: Said) -> str:
    """The lines of the program itself; Qt says things of its own about a platform without a screen."""
    return "".join(f"{line}\n" for line in said.stderr.splitlines() if line.startswith("selector-playground"))


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """Where no folder can be made, not even by root."""
    file = tmp_path / "file"
    file.write_text("")
    return file


def test_it_is_shown_and_keeps_things_where_the_desktop_has_them(tmp_path: Path) -> None:
    file = write(tmp_path / "one.json", opened())
    said = python(SHOWN, "--open", file, "--backend", "select", XDG_CONFIG_HOME=str(tmp_path), HOME=str(tmp_path))
    assert (said.returncode, ours(said)) == (0, "")
    assert Path(said.stdout.strip()).name == "selector-playground"


def test_what_can_wait_is_not_loaded_before_the_window_is_there(tmp_path: Path) -> None:
    """PySide6 makes the enumerations of every class of widgets when it has to guess what one is: 41, in 10 ms."""
    said = python(BUILT, XDG_CONFIG_HOME=str(tmp_path), HOME=str(tmp_path))
    enumerations, *modules = said.stdout.splitlines()
    assert not LATER & set(modules)
    assert "ui.shell.main_window" in modules and 5 < len(enumerations.split(",")) < 35, enumerations


@posix
def test_a_storage_that_cannot_be_made_is_said_and_nothing_is_kept(nowhere: Path) -> None:
    said = python(SHOWN, XDG_CONFIG_HOME=str(nowhere), HOME=str(nowhere))
    assert (said.returncode, said.stdout) == (0, "None\n")
    assert the_line(ours(said)).startswith("selector-playground: preferences are not kept: ")
    assert "Traceback" not in said.stderr


@posix
def test_it_needs_no_stderr(tmp_path: Path) -> None:
    closing = ["sh", "-c", 'exec "$@" <&- 2>&-', "sh", sys.executable, "-c", SHOWN]
    said = shell(command=closing, XDG_CONFIG_HOME=str(tmp_path), HOME=str(tmp_path))
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("file", ["/none/such.json", "", "a\nb"])
def test_a_file_that_is_not_there(file: str, capsys: Capture) -> None:
    assert main(["--open", file]) == 2
    assert the_line(capsys.readouterr().err).endswith("there is no such file")


@linux
def test_no_display_is_one_line(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert the_line(capsys.readouterr().err).startswith("selector-playground: there is no display")


# Where things are kept.


def put_storage(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(launch, "storage_folder", lambda: folder)


def test_a_storage_is_made(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    put_storage(monkeypatch, tmp_path / "a" / "b")
    assert launch.usable_storage() == tmp_path / "a" / "b"
    assert list((tmp_path / "a" / "b").iterdir()) == []
    assert capsys.readouterr().err == ""


def test_a_storage_beneath_a_file(nowhere: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    put_storage(monkeypatch, nowhere / "a\nb")
    assert launch.usable_storage() is None
    assert the_line(capsys.readouterr().err).startswith("selector-playground: preferences are not kept: ")
    put_storage(monkeypatch, nowhere)
    assert launch.usable_storage() is None


@linux
def test_settings_that_are_a_fifo_are_not_waited_for(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_storage(monkeypatch, tmp_path)
    os.mkfifo(tmp_path / launch.SETTINGS)
    assert launch.usable_storage() is None
    assert the_line(capsys.readouterr().err).endswith("settings.json is not a file")


def test_a_user_without_a_home(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put_storage(monkeypatch, Path("~/.config/selector-playground"))
    assert launch.usable_storage() is None
    assert "there is no home folder" in the_line(capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []


READ_ONLY = """
import os, sys
from playground import launch
import platformdirs.unix
BECOME
print(launch.usable_storage())
"""


@linux
def test_a_home_that_is_read_only(tmp_path: Path) -> None:
    (tmp_path / "selector-playground").mkdir(mode=CLOSED)
    said = python(READ_ONLY.replace("BECOME", BECOME), XDG_CONFIG_HOME=str(tmp_path), HOME=str(tmp_path))
    assert (said.returncode, said.stdout) == (0, "None\n")
    assert the_line(said.stderr).endswith(f"not kept: {tmp_path}/selector-playground: Permission denied")
