"""A window as a person has it before them, and somebody who uses it through its own widgets and actions only."""

import gc
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.compose import build_window
from playground.garbage import collect_what_is_due
from tests.conftest import leaves_nothing

from .files.slow_disk import SlowDisk
from .kept import Kept, discard
from .user import User


@pytest.fixture(scope="session")
def warm(qapp: QApplication) -> None:
    """Qt has shown a window once, and keeps for good the descriptors it opened for that (two eventfds of glib)."""
    window = build_window()
    window.show()
    qapp.processEvents()
    window.close_now()
    window.deleteLater()  # else it would be dressed anew with each theme and each size of words that a test chooses
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def nothing_is_left(warm: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """As everywhere; but the application, with the descriptors that Qt keeps, is there before, and the kept window."""
    gc.disable()  # as in the program: what Qt owns is destroyed by this thread (playground/garbage.py)
    try:
        yield from _looked_at(request)
    finally:
        collect_what_is_due()
        gc.enable()


def _looked_at(request: pytest.FixtureRequest) -> Iterator[None]:
    if "user" not in request.fixturenames:
        yield from leaves_nothing(request)
        return
    kept: Kept = request.getfixturevalue("kept")
    kept.ready()
    yield from leaves_nothing(request, kept)


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., User]]:
    """Makes windows; each is closed at the end, its questions answered with ``discard``."""
    users: list[User] = []

    def make(**given: object) -> User:
        given.setdefault("storage", tmp_path / "storage")
        given.setdefault("ask", discard)
        user = User(qtbot, build_window(animations=False, **given))  # type: ignore[arg-type]
        users.append(user)
        user.window.show()
        user.settle()
        return user

    yield make
    for user in users:
        user.window.close_now()
        user.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="package")
def kept(warm: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """One window for all who need an empty one."""
    one = Kept(tmp_path_factory.mktemp("kept"))
    yield one
    one.drop()


@pytest.fixture
def user(qtbot: QtBot, kept: Kept) -> Iterator[User]:
    """Somebody before an empty window, which others may have used before; ``open_window`` makes a new one."""
    user = User(qtbot, kept.ready())
    yield user
    kept.empty()


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """The scenarios use a port that nobody has: 8080 may be in use on the machine of whoever runs the tests."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    monkeypatch.setattr("ui.session.scenarios.PORT", port)
    return port


@pytest.fixture
def taken_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of the scenarios is in use. It is one that we hold: whoever has 8080 may let it go meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        monkeypatch.setattr("ui.session.scenarios.PORT", port)
        yield port


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    """What is written stands still until it says ``goes_on``."""
    disk = SlowDisk()
    monkeypatch.setattr("selcore.files.atomic_file.write_whole", disk)
    yield disk
    disk.close()
