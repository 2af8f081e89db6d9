"""Whether Qt can be used and a window be shown: what is said is what Qt would do."""

import os
import socket
import sys
from pathlib import Path

import pytest

import dev
from playground.check import PACKAGES, broken_pair, display_problem, platform_name, plugin_problem, qt_problem

from .shell import linux

ENVIRONMENT = (
    *("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "XDG_RUNTIME_DIR"),
    *("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"),
)
HERE = f":{7_000_000 + os.getpid()}"
"""A display of this process alone: others may be testing at the same time."""
NO_DISPLAY = "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing tells of a platform; and the plugins of all can be loaded, unless a test says otherwise."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def plugins_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.check.plugin_problem", lambda name: None)


def test_the_packages_are_those_that_the_development_script_installs() -> None:
    assert PACKAGES.split() == [*dev.DEBIAN, *dev.DEBIAN_X11]


def test_qt_can_be_used_here() -> None:
    assert qt_problem() is None


@pytest.mark.parametrize(
    ("pyside", "python", "broken"),
    [("6.12.0", (3, 11), True), ("6.12.0", (3, 12), False), ("6.12.1", (3, 11), False), ("6.11.3", (3, 11), False)],
)
def test_the_pair_that_aborts(pyside: str, python: tuple[int, int], broken: bool) -> None:
    problem = broken_pair(pyside, python)
    assert (problem is not None) is broken
    assert problem is None or ("Python 3.11" in problem and "!=6.12.0" in problem)


@pytest.mark.parametrize(("system", "name"), [("win32", "windows"), ("darwin", "cocoa")])
def test_a_system_with_one_platform(system: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert (platform_name(), display_problem()) == (name, None)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert (platform_name(), display_problem()) == ("offscreen", None)


@linux
@pytest.mark.parametrize("asked", ["offscreen", "minimal:enable_fonts", "xcb;offscreen", "foo;offscreen"])
def test_what_is_asked_for_is_used_if_it_can_be(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", asked)
    assert platform_name() in ("offscreen", "minimal") and display_problem() is None


@linux
@pytest.mark.parametrize(
    ("asked", "problem"), [("foo", "Qt has no platform 'foo': QT_QPA_PLATFORM may be "), ("xcb", NO_DISPLAY)]
)
def test_what_is_asked_for_may_not_be_here(asked: str, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", asked)
    assert platform_name() == asked
    assert (display_problem() or "").startswith(problem)


@linux
def test_no_display(plugins_load: None) -> None:
    assert (platform_name(), display_problem()) == ("xcb", NO_DISPLAY)


@linux
@pytest.mark.parametrize("display", [HERE, ":" + "7" * 200], ids=["nobody", "no such name"])
def test_an_x_server_that_is_not_there(display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert (platform_name(), display_problem()) == ("xcb", f"the X server of DISPLAY={display} does not answer")


@linux
def test_an_x_server_in_the_abstract_namespace(plugins_load: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", f"{HERE}.0")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{HERE[1:]}")
        server.listen()
        assert (platform_name(), display_problem()) == ("xcb", None)


@linux
def test_an_x_server_elsewhere_is_not_asked(plugins_load: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "far.example:0")
    assert (platform_name(), display_problem()) == ("xcb", None)


@linux
def test_wayland_comes_before_x11_where_it_answers(
    plugins_load: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY", "far.example:0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    monkeypatch.chdir(tmp_path)  # the whole path may be too long for a socket
    monkeypatch.setenv("XDG_RUNTIME_DIR", ".")
    assert (platform_name(), display_problem()) == ("xcb", None)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("wayland-7")
        server.listen()
        assert (platform_name(), display_problem()) == ("wayland", None)


@linux
def test_neither_of_both_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert (platform_name(), display_problem()) == ("wayland", NO_DISPLAY)


@linux
def test_a_library_that_a_plugin_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(path: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.setattr("ctypes.CDLL", lacking)
    problem = plugin_problem("xcb")
    assert problem is not None and "libxcb-cursor.so.0" in problem and "apt install" in problem


@linux
def test_plugins_elsewhere_are_for_qt_to_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/elsewhere")
    assert plugin_problem("foo") is None
