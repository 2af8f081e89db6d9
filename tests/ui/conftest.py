"""A window as a person has it before them, and somebody who uses it through its own widgets and actions only."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.compose import build_window

from ..conftest import leaves_nothing
from .user import User


@pytest.fixture(scope="session")
def warm(qapp: QApplication) -> None:
    """Qt has shown a window once, and keeps for good the descriptors it opened for that (two eventfds of glib)."""
    window = build_window()
    window.show()
    qapp.processEvents()
    window.close_now()


@pytest.fixture(autouse=True)
def nothing_is_left(warm: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """As everywhere; but the application, with the descriptors that Qt keeps, is there before."""
    yield from leaves_nothing(request)


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., User]]:
    """Makes windows; each is closed at the end, its questions answered with ``discard``."""
    users: list[User] = []

    def make(**given: object) -> User:
        given.setdefault("storage", tmp_path / "storage")
        given.setdefault("ask", lambda id, words, choices: "discard" if "discard" in choices else choices[0])
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


@pytest.fixture
def user(open_window: Callable[..., User]) -> User:
    """Somebody before an empty window."""
    return open_window()


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """The scenarios use a port that nobody has: 8080 may be in use on the machine of whoever runs the tests."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    monkeypatch.setattr("ui.scenarios.PORT", port)
    return port


@pytest.fixture
def taken_8080() -> Iterator[None]:
    """Port 8080 is in use, by us or by somebody else."""
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", 8080))
            listener.listen()
        except OSError:
            pass  # somebody else has it: as well
        yield
