"""Unix sockets: a listener that is a file, what connects to it, and whose file is removed in the end."""

import errno
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from selcore.kinds import find_kind
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from tests.conftest import open_descriptors
from tests.selcore.acting import called, done, opened, ready, refusal_of_open, refused, watch

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets in this Python")


def test_a_listener_is_readable_when_a_client_connects(session: Session) -> None:
    opened(session, "unix-listener", "server")
    watch(session, "server", "read", "write")
    assert ready(session) == []
    said = refused(session, c.Accept(name="server"))
    assert (said.type, said.errno) == ("BlockingIOError", errno.EAGAIN)
    opened(session, "unix-client", "client", to="server")
    assert ready(session) == [("server", 1)]
    assert done(session, c.Accept(name="server"))["opened"][0]["name"] == "server.1"
    assert ready(session) == []


def test_bytes_go_both_ways_and_so_does_the_end(session: Session) -> None:
    opened(session, "unix-listener", "server")
    opened(session, "unix-client", "client", to="server")
    done(session, c.Accept(name="server"))
    assert session.world.state_of("client").state == session.world.state_of("server.1").state == "connected"
    for one, other in (("client", "server.1"), ("server.1", "client")):
        assert done(session, c.Send(name=one, text="grüße")) == {"sent": 7}
        assert bytes.fromhex(done(session, c.Receive(name=other))["hex"]).decode() == "grüße"
    watch(session, "server.1", "read", "write")
    assert ready(session) == [("server.1", 2)]
    done(session, c.Close(name="client"))
    assert ready(session) == [("server.1", 3)]
    assert session.world.main.backend.id == "select" or called(session).results[0].raw == 0x4 | 0x1 | 0x10
    assert done(session, c.Receive(name="server.1")) == {"size": 0, "hex": ""}
    assert session.world.state_of("server.1").state == "eof"


def test_the_callback_accepts_and_echoes(session: Session) -> None:
    opened(session, "unix-listener", "server")
    watch(session, "server", "read", callback="accept", then="echo-upper", events=["read"])
    opened(session, "unix-client", "client", to="server")
    done(session, c.Send(name="client", text="hello"))
    assert ready(session) == [("server", 1)]
    assert ready(session) == [("server.1", 1)]
    assert bytes.fromhex(done(session, c.Receive(name="client"))["hex"]) == b"HELLO"


def test_addresses(one: Session) -> None:
    opened(one, "unix-listener", "server")
    path = str(one.world.folder() / "server.sock")
    opened(one, "unix-client", "client", path=path)
    done(one, c.Accept(name="server"))
    assert one.world.state_of("server").address == one.world.state_of("server.1").address == path
    assert one.world.state_of("client").address == f"-> {path}"
    assert (one.world.state_of("server").state, one.world.state_of("client").peer) == ("listening", "")


def test_with_nothing_to_connect_to_it_is_a_fresh_socket(session: Session) -> None:
    outcome: Any = session.apply(c.Open(kind="unix-client", name="client"))
    assert "connected to nothing" in str(outcome.notice)
    assert session.world.state_of("client").state == "not connected"
    said = refused(session, c.Send(name="client", text="x"))
    assert (said.type, said.errno) == ("OSError", errno.ENOTCONN)


def test_the_file_is_private_and_goes_with_the_listener(one: Session) -> None:
    opened(one, "unix-listener", "server")
    path = Path(one.world.state_of("server").address)
    assert path.is_socket() and path.parent == one.world.folder()
    done(one, c.Close(name="server"))
    assert not path.exists()
    done(one, c.Close(name="server"))
    said = refusal_of_open(one, "unix-client", to="server")  # its last address is used
    assert (said.type, said.errno, said.by) == ("FileNotFoundError", errno.ENOENT, "python")


def test_a_path_that_was_given_is_made_and_removed_too(one: Session, tmp_path: Path) -> None:
    opened(one, "unix-listener", "server", path=str(tmp_path / "s"))
    assert (tmp_path / "s").is_socket()
    one.close()
    assert list(tmp_path.iterdir()) == []


def test_a_relative_path_is_removed_from_anywhere(
    one: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    opened(one, "unix-listener", "server", path="s")
    assert one.world.state_of("server").address == "s" and (tmp_path / "s").is_socket()
    monkeypatch.chdir("/")
    done(one, c.Close(name="server"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", ["file", "socket", "link"])
def test_anothers_file_in_its_place_is_left(one: Session, tmp_path: Path, other: str) -> None:
    path = tmp_path / "s"
    opened(one, "unix-listener", "server", path=str(path))
    path.unlink()
    with socket.socket(socket.AF_UNIX) as theirs:
        if other == "file":
            path.write_text("theirs")
        elif other == "socket":
            theirs.bind(str(path))
        else:
            path.symlink_to(tmp_path / "elsewhere")
        done(one, c.Close(name="server"))
        assert path.lstat()


def test_a_file_that_is_gone_does_not_keep_the_listener_open(one: Session, tmp_path: Path) -> None:
    for number, name in enumerate(("first", "second")):
        folder = tmp_path / name
        folder.mkdir()
        opened(one, "unix-listener", name, path=str(folder / "s"))
        (folder / "s").unlink()
        if number:
            folder.rmdir()
        done(one, c.Close(name=name))
        assert one.world.state_of(name).state == "closed"


def test_a_path_in_use_is_refused_and_left(one: Session, tmp_path: Path) -> None:
    path = tmp_path / "s"
    opened(one, "unix-listener", "server", path=str(path))
    before = open_descriptors()
    said = refusal_of_open(one, "unix-listener", path=str(path))
    assert (said.type, said.errno, said.by) == ("OSError", errno.EADDRINUSE, "python")
    assert open_descriptors() == before and path.is_socket()
    opened(one, "unix-client", "client", to="server")
    (tmp_path / "file").write_text("keep me")
    assert refusal_of_open(one, "unix-listener", path=str(tmp_path / "file")).errno == errno.EADDRINUSE
    assert (tmp_path / "file").read_text() == "keep me"


def test_many_at_one_path_leave_nothing(one: Session, tmp_path: Path) -> None:
    said = refusal_of_open(one, "unix-listener", path=str(tmp_path / "s"), count=2)
    assert said.errno == errno.EADDRINUSE and list(tmp_path.iterdir()) == []


def test_a_listen_that_fails_leaves_nothing(one: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def listen(self: socket.socket, backlog: int) -> None:
        raise OSError(errno.ENOBUFS, "No buffer space available")

    before = open_descriptors()
    monkeypatch.setattr(socket.socket, "listen", listen)
    assert refusal_of_open(one, "unix-listener", path=str(tmp_path / "s")).errno == errno.ENOBUFS
    assert list(tmp_path.iterdir()) == [] and open_descriptors() == before


@pytest.mark.parametrize("kind", ["unix-listener", "unix-client"])
def test_too_long_a_path_has_no_errno_and_none_is_shown(one: Session, kind: str) -> None:
    said = refusal_of_open(one, kind, path="/tmp/" + "x" * 200)
    assert (said.type, said.errno, said.message, said.by) == ("OSError", None, "AF_UNIX path too long", "python")
    assert "None" not in str(said)


def test_the_longest_name_has_an_address_too(one: Session) -> None:
    for name in ("n" * 100, "n" * 99 + "m"):
        opened(one, "unix-listener", name)
    opened(one, "unix-client", "client", to="n" * 100)
    assert one.world.state_of("client").state == "connected"


@pytest.mark.parametrize(
    ("path", "type"),
    [("none/s", "FileNotFoundError"), ("file/s", "NotADirectoryError"), ("\ud800", "UnicodeEncodeError")],
)
def test_a_path_that_cannot_be_is_refused_in_pythons_words(one: Session, tmp_path: Path, path: str, type: str) -> None:
    (tmp_path / "file").write_text("")
    before = open_descriptors()
    for kind in ("unix-listener", "unix-client"):
        said = refusal_of_open(one, kind, path=f"{tmp_path}/{path}")
        assert (said.type, said.by) == (type, "python")
    assert open_descriptors() == before


def test_what_is_no_socket_and_what_nobody_listens_on(one: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "left"))
    for name in ("file", "left"):
        said = refusal_of_open(one, "unix-client", path=str(tmp_path / name))
        assert (said.type, said.errno) == ("ConnectionRefusedError", errno.ECONNREFUSED)


@pytest.mark.skipif(os.name != "posix", reason="as Linux does it")
def test_a_full_backlog_is_refused_at_once(one: Session, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(tmp_path / "s"))
        deaf.listen(0)
        opened(one, "unix-client", "first", path=str(tmp_path / "s"))
        said = refusal_of_open(one, "unix-client", path=str(tmp_path / "s"))
    assert (said.type, said.errno, said.by) == ("BlockingIOError", errno.EAGAIN, "python")


@pytest.mark.parametrize("to", ["nobody", "pair.a", "tcp", "u"])
def test_a_client_of_what_is_no_listener_is_refused(one: Session, to: str) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "tcp-listener", "tcp")
    opened(one, "udp", "u")
    said = refusal_of_open(one, "unix-client", to=to)
    assert said.by == "playground" and to in said.message
    opened(one, "unix-listener", "unix")
    assert refusal_of_open(one, "tcp-client", to="unix").message == "unix is not a tcp-listener"


@pytest.mark.skipif(not os.path.exists("/proc"), reason="Linux has abstract addresses")  # noqa: PTH110
def test_an_abstract_address_has_no_file(one: Session) -> None:
    opened(one, "unix-listener", "server", path=f"\0playground-{os.getpid()}")
    assert one.world.state_of("server").address == f"@playground-{os.getpid()}"
    opened(one, "unix-client", "client", to="server")
    assert one.world.state_of("client").state == "connected"


def test_what_makes_a_file_or_meets_a_stranger_needs_trust() -> None:
    for id, options, needed in (
        ("unix-listener", {}, False),
        ("unix-listener", {"path": "/tmp/s"}, True),
        ("unix-client", {"to": "server"}, False),
        ("unix-client", {"path": "/run/s"}, True),
        ("unix-client", {"path": "\0abstract"}, True),
    ):
        kind = find_kind(id)
        assert kind is not None
        needs = kind.needs_trust(fill(kind.all_options(), options))
        assert [options["path"] in str(need) for need in needs] == [True] * needed


def test_a_python_without_unix_sockets_says_so(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.kinds.unix.AF_UNIX", -1)
    for id in ("unix-listener", "unix-client"):
        said = refused(one, c.Open(kind=id, name="it"))
        assert (said.type, said.by) == ("NotAvailable", "playground") and "AF_UNIX" in said.message


def test_a_file_that_may_not_be_removed_does_not_keep_the_listener_open(
    one: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlink(path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    opened(one, "unix-listener", "server", path=str(tmp_path / "s"))
    monkeypatch.setattr(os, "unlink", unlink)
    done(one, c.Close(name="server"))
    monkeypatch.undo()
    assert one.world.find("server").obj.fileno() == -1 and (tmp_path / "s").is_socket()
