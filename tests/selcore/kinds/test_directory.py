"""A directory: a descriptor that can be watched by select and poll, and not read."""

import os
from pathlib import Path

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.conftest import open_descriptors
from tests.selcore.acting import called, done, opened, refusal_of_open, refused, watch

pytestmark = pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="no descriptors of directories here")


def test_always_ready_and_never_taken_by_epoll(session: Session) -> None:
    opened(session, "directory", "d")
    if session.world.main.backend.id == "epoll":
        said = refused(session, c.Register(name="d", events=("read",)))
        assert (said.type, said.errno, said.by) == ("PermissionError", 1, "python")
        assert "directories" in str(said.hint) and said.remedy == c.UseBackend(backend="poll")
        return
    watch(session, "d", "read", "write")
    raw = None if session.world.main.backend.id == "select" else 1 | 4
    assert [(result.mask, result.raw) for result in called(session).results] == [(3, raw)]


def test_it_is_the_temporary_folder_or_the_one_that_was_given(one: Session, tmp_path: Path) -> None:
    opened(one, "directory", "d")
    opened(one, "directory", "given", path=str(tmp_path))
    assert one.world.state_of("d").address == str(one.world.folder())
    for name, path in (("d", one.world.folder()), ("given", tmp_path)):
        assert os.path.samestat(os.fstat(one.world.find(name).fd), path.stat())


@pytest.mark.parametrize("mode", ["w", "r+"])
def test_it_is_not_opened_for_writing(one: Session, mode: str) -> None:
    opened(one, "directory", "d", mode="r")
    said = refusal_of_open(one, "directory", mode=mode)
    assert (said.type, said.errno, said.by) == ("IsADirectoryError", 21, "python")


def test_what_it_cannot_do_is_said_in_pythons_words(one: Session) -> None:
    opened(one, "directory", "d")
    for command in (c.Receive(name="d"), c.Drain(name="d")):
        said = refused(one, command)
        assert (said.type, said.errno, said.message) == ("IsADirectoryError", 21, "[Errno 21] Is a directory")
    assert refused(one, c.Send(name="d", text="x")).errno == 9
    assert (
        refused(one, c.Accept(name="d")).type == refused(one, c.Shutdown(name="d", how="both")).type == "AttributeError"
    )


def test_closed_while_it_is_registered(one: Session) -> None:
    opened(one, "directory", "d")
    watch(one, "d", "read")
    done(one, c.Close(name="d"))
    assert one.world.find("d").obj.fileno() == -1
    opened(one, "directory", "other")  # takes the number, and is not closed with the first a second time
    done(one, c.Close(name="d"))
    assert os.fstat(one.world.find("other").fd)
    done(one, c.Unregister(name="d"))
    assert refused(one, c.Register(name="d", events=("read",))).message == "Invalid file descriptor: -1"
    assert refused(one, c.Receive(name="d")).errno == 9


@pytest.mark.parametrize(
    ("path", "type", "errno"),
    [("none", "FileNotFoundError", 2), ("file", "NotADirectoryError", 20), ("a\0b", "ValueError", None)],
)
def test_what_is_no_directory(one: Session, tmp_path: Path, path: str, type: str, errno: int | None) -> None:
    (tmp_path / "file").write_text("")
    before = open_descriptors()
    said = refusal_of_open(one, "directory", path=f"{tmp_path}/{path}")
    assert (said.type, said.errno, said.by) == (type, errno, "python")
    assert open_descriptors() == before


def test_a_system_without_them_says_so(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    said = refused(one, c.Open(kind="directory", name="d"))
    assert (said.type, said.by) == ("NotAvailable", "playground") and "O_DIRECTORY" in said.message
