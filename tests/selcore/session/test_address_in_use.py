"""Address already in use: by whom, and a remedy that succeeds when it is taken."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from selcore.addresses import tables as address_tables
from selcore.addresses.tables import TableEntry
from selcore.session import address_in_use
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done
from tests.selcore.acting import done, opened, refusal_of_open, refused

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="no such tables here")


def port_of(session: Session, name: str) -> int:
    port: int = session.world.find(name).obj.getsockname()[1]
    return port


def served(session: Session, first: str, **options: Any) -> int:
    """A server with a client, and whoever is ``first`` closes first; its port."""
    opened(session, "tcp-listener", "s", **options)
    port = port_of(session, "s")
    opened(session, "tcp-client", "k", to="s")
    done(session, c.Accept(name="s"))
    for name in ("s.1", "k") if first == "server" else ("k", "s.1"):
        done(session, c.Close(name=name))
        if name != ("k" if first == "server" else "s.1"):
            other = "k" if first == "server" else "s.1"
            assert done(session, c.Receive(name=other))["size"] == 0
    done(session, c.Close(name="s"))
    return port


@contextmanager
def another(code: str) -> Iterator[tuple[int, str]]:
    """Another program, which prints what it has: its pid, and that."""
    command = [sys.executable, "-c", f"import socket; {code}; input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        yield child.pid, child.stdout.readline().strip()
        child.communicate("\n")


@pytest.mark.parametrize("kind", ["tcp-listener", "udp"])
def test_one_of_this_session_is_named(one: Session, kind: str) -> None:
    opened(one, kind, "first")
    said = refusal_of_open(one, kind, port=port_of(one, "first"))
    verb = "listens there" if kind == "tcp-listener" else "is bound to it"
    assert f"is in use: first, of this session, {verb}; port " in str(said.hint)
    assert isinstance(one.apply(said.remedy), Done), "the remedy succeeds"  # type: ignore[arg-type]


def test_one_that_only_bound_it_is_in_no_table_and_named_all_the_same(one: Session) -> None:
    for name in ("first", "second"):
        opened(one, "tcp-socket", name)
    done(one, c.Bind(name="first", host="127.0.0.1", port=0))
    said = refused(one, c.Bind(name="second", host="127.0.0.1", port=port_of(one, "first")))
    assert "first, of this session, is bound to it" in str(said.hint)
    assert isinstance(said.remedy, c.Bind) and isinstance(one.apply(said.remedy), Done)


def test_another_program_is_named_by_its_process(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_tables, "PATIENCE", 60)  # a machine may be busy
    with another("s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)") as (pid, port):
        said = refusal_of_open(one, "tcp-listener", port=int(port))
        assert f"the process {pid} (python" in str(said.hint) and "listens there" in str(said.hint)


@pytest.mark.parametrize("uid", [1000, None])
def test_one_that_was_not_found_in_time_is_not_said_to_be_out_of_sight(
    one: Session, monkeypatch: pytest.MonkeyPatch, uid: int | None
) -> None:
    def entries(*asked: Any) -> list[TableEntry]:
        return [TableEntry("listens", 1, uid)]

    monkeypatch.setattr(address_tables, "PATIENCE", -1)
    monkeypatch.setattr(address_in_use, "port_entries", entries)
    with socket.create_server(("127.0.0.1", 0)) as server:
        said = str(refusal_of_open(one, "tcp-listener", port=server.getsockname()[1]).hint)
    who = "a process" if uid is None else f"a process of the user {uid}"
    assert f"{who}, which could not be found in time, listens there" in said and "seen" not in said


def test_this_program_itself(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_tables, "PATIENCE", 60)
    with socket.create_server(("127.0.0.1", 0)) as server:
        said = refusal_of_open(one, "tcp-listener", port=server.getsockname()[1])
    assert f"this program itself (process {os.getpid()}) listens there" in str(said.hint)


@pytest.mark.parametrize(("reuse", "first", "works"), [
    ("after", "server", False), ("never", "server", False), ("before", "server", True),
    ("after", "client", True), ("never", "client", True), ("before", "client", True),
])  # fmt: skip
def test_a_restart_fails_where_the_server_closed_first_and_set_it_too_late(
    one: Session, reuse: str, first: str, works: bool
) -> None:
    port = served(one, first, reuse=reuse)
    outcome = one.apply(c.Open(kind="tcp-listener", name="again", options={"port": port, "reuse": reuse}))
    assert isinstance(outcome, Done) is works, outcome
    if not isinstance(outcome, Done):
        hint = str(outcome.hint)  # type: ignore[union-attr]
        assert "TIME_WAIT" in hint and "side closed first" in hint
        assert any(f"for {seconds} second" in hint for seconds in range(50, 62)), hint
        assert isinstance(one.apply(outcome.remedy), Done), "the remedy succeeds"  # type: ignore


def test_with_the_option_set_in_time_the_port_itself_is_had(one: Session) -> None:
    port = served(one, "server", reuse="after")
    said = refusal_of_open(one, "tcp-listener", port=port, reuse="after")
    assert said.remedy == c.Open(kind="tcp-listener", name="it", options={"port": port, "reuse": "before"})
    opened(one, "tcp-socket", "by-hand")
    bind = c.Bind(name="by-hand", host="127.0.0.1", port=port)
    said = refused(one, bind)
    assert said.remedy == c.Set(name="by-hand", option="SO_REUSEADDR", value=1)
    done(one, said.remedy)
    done(one, bind)


def test_of_the_address_of_another(one: Session) -> None:
    opened(one, "tcp-listener", "first")
    opened(one, "tcp-socket", "second")
    said = refused(one, c.Bind(name="second", to="first"))
    assert f"port {port_of(one, 'first')} on 127.0.0.1 is in use: first, of this session" in str(said.hint)
    assert isinstance(one.apply(said.remedy), Done)  # type: ignore[arg-type]


def test_of_a_path(one: Session, tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    opened(one, "unix-listener", "first", path=path)
    said = refusal_of_open(one, "unix-listener", path=path)
    assert str(said.hint) == f"{path} is in use: first, of this session, listens there; a temporary path is free"
    assert isinstance(one.apply(said.remedy), Done)  # type: ignore[arg-type]
    opened(one, "unix-dgram-socket", "d")
    said = refused(one, c.Bind(name="d", path=path))
    assert "first, of this session" in str(said.hint) and isinstance(one.apply(said.remedy), Done)  # type: ignore


@pytest.mark.parametrize("what", ["left", "file"])
def test_what_stands_at_a_path_and_is_nobodys(one: Session, tmp_path: Path, what: str) -> None:
    path = tmp_path / "s"
    if what == "file":
        path.write_text("x")
    else:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.bind(str(path))
    opened(one, "unix-socket", "u")
    said = refused(one, c.Bind(name="u", path=str(path)))
    assert said.errno == errno.EADDRINUSE
    assert ("os.unlink() removes" if what == "left" else "is a file that is not a socket") in str(said.hint)
    assert path.exists()


def test_an_abstract_name(one: Session) -> None:
    name = f"\0playground-in-use-{os.getpid()}"
    for each in ("a", "b"):
        opened(one, "unix-socket", each)
    done(one, c.Bind(name="a", path=name))
    assert "a, of this session, is bound to it" in str(refused(one, c.Bind(name="b", path=name)).hint)


def test_two_are_bound_and_one_can_listen(one: Session) -> None:
    port = 0
    for name in ("a", "b"):
        opened(one, "tcp-socket", name)
        done(one, c.Set(name=name, option="SO_REUSEADDR", value=1))
        port = port or port_of(one, name)
        done(one, c.Bind(name=name, host="127.0.0.1", port=port))
        port = port_of(one, name)
    done(one, c.Listen(name="a"))
    said = refused(one, c.Listen(name="b"))
    assert said.errno == errno.EADDRINUSE and "one can listen" in str(said.hint)


def test_the_restart_while_a_client_is_still_open(one: Session) -> None:
    """As in the notes: stopped with a client connected, which knows nothing of it yet."""
    for command in (
        c.Open(kind="tcp-listener", name="server", options={"reuse": "after"}),
        c.Open(kind="tcp-client", name="client", options={"to": "server"}),
        c.Accept(name="server"),
        c.Close(name="server.1"),
        c.Close(name="server"),
    ):
        done(one, command)
    port = one.world.objects.get("client").obj.getpeername()[1]  # type: ignore[union-attr]
    said = refusal_of_open(one, "tcp-listener", port=port, reuse="after")
    assert "this port's side closed it first" in str(said.hint) and "SO_REUSEADDR set before bind" in str(said.hint)
    assert said.remedy is not None and isinstance(one.apply(said.remedy), Done)
