"""A FIFO: both ends of it, what another program does with it meanwhile, and whose file is removed in the end."""

import errno
import os
import stat
from pathlib import Path

import pytest

from selcore.kinds import find_kind
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from tests.conftest import open_descriptors
from tests.selcore.acting import called, done, opened, ready, refusal_of_open, refused, watch

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
IN, OUT, ERR, HUP = 1, 4, 8, 16


@pytest.fixture
def fifo(session: Session) -> Session:
    """Both ends, watched for everything."""
    for name in opened(session, "fifo", "it"):
        watch(session, name, "read", "write")
    return session


def seen(session: Session) -> dict[str, tuple[int, int | None]]:
    """Mask and the OS's own flags of what is ready."""
    return {result.name: (result.mask, result.raw) for result in called(session).results}


def expected(session: Session, by_select: dict[str, int], by_others: dict[str, tuple[int, int]]) -> object:
    return (
        {name: (mask, None) for name, mask in by_select.items()}
        if session.world.main.backend.id == "select"
        else by_others
    )


def test_empty_with_both_ends_open(fifo: Session) -> None:
    assert seen(fifo) == expected(fifo, {"it.w": 2}, {"it.w": (2, OUT)})
    said = refused(fifo, c.Receive(name="it.r"))
    assert (said.type, said.errno) == ("BlockingIOError", errno.EAGAIN)
    assert (fifo.world.state_of("it.r").peer, fifo.world.state_of("it.w").peer) == ("it.w", "it.r")


def test_data_then_hangup_then_the_end(fifo: Session) -> None:
    assert done(fifo, c.Send(name="it.w", text="ab")) == {"sent": 2}
    assert seen(fifo) == expected(fifo, {"it.r": 1, "it.w": 2}, {"it.r": (1, IN), "it.w": (2, OUT)})
    done(fifo, c.Unregister(name="it.w"))
    done(fifo, c.Close(name="it.w"))
    assert seen(fifo) == expected(fifo, {"it.r": 1}, {"it.r": (3, IN | HUP)})
    assert done(fifo, c.Receive(name="it.r")) == {"size": 2, "hex": b"ab".hex()}
    assert seen(fifo) == expected(fifo, {"it.r": 1}, {"it.r": (3, HUP)})
    assert done(fifo, c.Receive(name="it.r")) == {"size": 0, "hex": ""}
    assert fifo.world.state_of("it.r").state == "eof"


def test_the_next_writer_ends_the_end(fifo: Session) -> None:
    path = Path(fifo.world.state_of("it.r").address)
    done(fifo, c.Unregister(name="it.w"))
    done(fifo, c.Close(name="it.w"))
    done(fifo, c.Drain(name="it.r"))
    writer = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    try:
        assert ready(fifo) == []
        os.write(writer, b"again")
        assert ready(fifo) == [("it.r", 1)]
        assert done(fifo, c.Receive(name="it.r"))["size"] == 5
        assert fifo.world.state_of("it.r").state == "open"
    finally:
        os.close(writer)


def test_full_and_then_without_a_reader(fifo: Session) -> None:
    assert done(fifo, c.Fill(name="it.w"))["sent"] == 65536
    assert seen(fifo) == expected(fifo, {"it.r": 1}, {"it.r": (1, IN)})
    done(fifo, c.Unregister(name="it.r"))
    done(fifo, c.Close(name="it.r"))
    assert seen(fifo) == expected(fifo, {"it.w": 3}, {"it.w": (3, ERR)})
    said = refused(fifo, c.Send(name="it.w", text="x"))
    assert (said.type, said.errno) == ("BrokenPipeError", errno.EPIPE)


def test_made_in_the_private_folder_for_nobody_else_and_gone_with_its_last_end(one: Session) -> None:
    opened(one, "fifo", "it")
    path = Path(one.world.state_of("it.r").address)
    assert path.parent == one.world.folder() and path.is_fifo() and stat.S_IMODE(path.stat().st_mode) == 0o600
    for _ in range(2):
        done(one, c.Close(name="it.r"))
    assert path.is_fifo()
    done(one, c.Close(name="it.w"))
    assert not path.exists()


def test_one_end_alone(one: Session, tmp_path: Path) -> None:
    path, before = tmp_path / "it", open_descriptors()
    said = refusal_of_open(one, "fifo", path=str(path), mode="wb")
    assert (said.type, said.errno, said.by) == ("OSError", errno.ENXIO, "python")  # nobody reads
    assert not path.exists() and open_descriptors() == before
    assert opened(one, "fifo", "it", path=str(path), mode="rb") == ["it.r"]
    assert opened(one, "fifo", "other", path=str(path), mode="wb") == ["other.w"]
    assert one.world.state_of("it.r").peer == one.world.state_of("other.w").peer == ""
    watch(one, "it.r", "read")
    done(one, c.Send(name="other.w", text="x"))
    assert ready(one) == [("it.r", 1)]
    done(one, c.Close(name="it.r"))
    assert not path.exists()


def test_one_that_is_there_is_opened_and_left(one: Session, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "theirs")
    opened(one, "fifo", "it", path=str(tmp_path / "theirs"))
    opened(one, "fifo", "again", path=str(tmp_path / "theirs"))
    watch(one, "again.r", "read")
    done(one, c.Send(name="it.w", text="x"))
    assert ready(one) == [("again.r", 1)]
    one.close()
    assert (tmp_path / "theirs").is_fifo()


def test_where_nothing_is_one_is_made_and_removed(one: Session, tmp_path: Path) -> None:
    opened(one, "fifo", "it", path=str(tmp_path / "mine"))
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o600
    one.close()
    assert list(tmp_path.iterdir()) == []


def test_anothers_file_in_its_place_is_left(one: Session, tmp_path: Path) -> None:
    opened(one, "fifo", "it", path=str(tmp_path / "it"))
    (tmp_path / "it").unlink()
    os.mkfifo(tmp_path / "it")
    one.close()
    assert (tmp_path / "it").is_fifo()


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("file", "FileExistsError"),
        (".", "FileExistsError"),
        ("none/it", "FileNotFoundError"),
        ("file/it", "NotADirectoryError"),
        ("x" * 300, "OSError"),
        ("a\0b", "ValueError"),
    ],
)
def test_a_path_where_none_can_be(one: Session, tmp_path: Path, path: str, type: str) -> None:
    (tmp_path / "file").write_text("keep me")
    before = open_descriptors()
    said = refusal_of_open(one, "fifo", path=f"{tmp_path}/{path}")
    assert (said.type, said.by) == (type, "python")
    assert open_descriptors() == before
    assert [found.name for found in tmp_path.iterdir()] == ["file"] and (tmp_path / "file").read_text() == "keep me"


@pytest.mark.parametrize("number", [0, -1])
def test_what_is_refused_has_made_nothing(one: Session, tmp_path: Path, number: int) -> None:
    refusal_of_open(one, "fifo", path=str(tmp_path / "it"), fd=number)
    assert list(tmp_path.iterdir()) == []


def test_a_write_end_that_fails_leaves_nothing(one: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, before = os.open, open_descriptors()

    def no_writing(path: str, flags: int, *more: int) -> int:
        if flags & os.O_WRONLY:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", no_writing)
    assert refusal_of_open(one, "fifo", path=str(tmp_path / "it")).errno == errno.EACCES
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == [] and open_descriptors() == before


def test_a_path_needs_trust() -> None:
    kind = find_kind("fifo")
    assert kind is not None and str(kind.needs_trust(fill(kind.all_options(), {"path": "p"}))[0]).startswith(
        "opens the FIFO p "
    )


def test_a_system_without_them_says_so(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.kinds.fifo._mkfifo", None)
    said = refused(one, c.Open(kind="fifo", name="it"))
    assert (said.type, said.by) == ("NotAvailable", "playground") and "os.mkfifo" in said.message
