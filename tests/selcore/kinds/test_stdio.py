"""The program's own streams, whatever they are: used as they are, never closed, never left in another mode."""

import io
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, refused
from tests.selcore.kinds.facts_of import check, fact

pytestmark = pytest.mark.skipif(os.name != "posix", reason="as POSIX has it")


class Streams:
    """Puts streams of this test's making in the place of the program's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self._patch = monkeypatch
        self._open: list[Any] = []

    def put(self, name: str, obj: Any) -> Any:
        self._patch.setattr(sys, name, obj)
        self._open.append(obj)
        return obj

    def keep(self, fd: int, mode: str = "r") -> Any:
        self._open.append(open(fd, mode, buffering=0 if "b" in mode else 1))
        return self._open[-1]

    def close(self) -> None:
        self._patch.undo()
        for obj in self._open:
            if obj is not None:
                obj.close()


@pytest.fixture
def streams(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Streams]:
    made = Streams(monkeypatch)
    yield made
    session.close()
    made.close()


def test_a_terminal(session: Session, streams: Streams) -> None:
    master, slave = os.openpty()
    outside = streams.keep(master, "r+b")
    streams.put("stdin", streams.keep(slave, "r"))
    opened(session, "stdin", "it")
    assert session.world.state_of("it").address == os.ttyname(slave) and session.world.find("it").fd == slave
    check(session, "it", "-/W/W", "OUT")
    said = refused(session, c.Receive(name="it"))
    assert (said.type, said.by) == ("WouldBlock", "playground")
    outside.write(b"line\n")
    check(session, "it", "R/W/RW", "IN|OUT")
    assert bytes.fromhex(done(session, c.Receive(name="it"))["hex"]) == b"line\n"
    assert os.get_blocking(slave)


def test_a_pipe(session: Session, streams: Streams) -> None:
    read, write = os.pipe()
    streams.put("stdin", streams.keep(read, "r"))
    streams.put("stdout", streams.keep(write, "w"))
    opened(session, "stdin", "in")
    opened(session, "stdout", "out")
    assert session.world.state_of("in").address == session.world.state_of("out").address == "pipe"
    check(session, "in", "-/-/-", "-")
    check(session, "out", "-/W/W", "OUT")
    done(session, c.Send(name="out", text="data"))
    check(session, "in", "R/-/R", "IN")
    assert done(session, c.Receive(name="in"))["size"] == 4
    assert done(session, c.Fill(name="out"))["sent"] > 4096
    assert os.get_blocking(read) and os.get_blocking(write)


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_file(session: Session, streams: Streams, tmp_path: Any, name: str) -> None:
    streams.put(name, (tmp_path / "file").open("w+"))
    opened(session, name, "it")
    assert session.world.state_of("it").address == "file"
    refusal = "!PermissionError: [Errno 1] Operation not permitted"
    if session.world.main.backend.id == "epoll":
        assert fact(session, "it") == refusal
    else:
        check(session, "it", "R/W/RW", "IN|OUT")


def test_none_and_what_stands_in_for_it(session: Session, streams: Streams) -> None:
    streams.put("stdin", None)
    opened(session, "stdin", "none")
    assert session.world.find("none").fd == -1 and "sys.stdin is None" in session.world.state_of("none").warning
    assert fact(session, "none") == "!ValueError: Invalid file object: None"
    assert refused(session, c.Receive(name="none")).type == "AttributeError"
    done(session, c.Close(name="none"))
    streams.put("stdin", io.StringIO())
    opened(session, "stdin", "string")
    assert "without a descriptor" in session.world.state_of("string").warning
    assert fact(session, "string").startswith("!ValueError: Invalid file object: <_io.StringIO object")


def test_closing_ends_only_its_use_here(session: Session, streams: Streams) -> None:
    read, write = os.pipe()
    obj = streams.put("stdin", streams.keep(read, "r"))
    streams.keep(write, "w")
    opened(session, "stdin", "it")
    done(session, c.Close(name="it"))
    assert session.world.state_of("it").state == "closed" and "stays open" in session.world.state_of("it").warning
    assert not obj.closed and os.fstat(read)


def test_it_is_given_to_nobody_and_its_mode_is_put_back(session: Session, streams: Streams) -> None:
    read, write = os.pipe()
    obj = streams.put("stdin", streams.keep(read, "r"))
    streams.keep(write, "w")
    opened(session, "stdin", "it")
    said = refused(session, c.Detach(name="it"))
    assert (said.type, said.by) == ("NotOurs", "playground") and obj.fileno() == read
    os.set_blocking(read, False)  # as "set blocking" does
    session.close()
    assert os.get_blocking(read) and not obj.closed


@pytest.mark.parametrize("id", ["stdin", "stdout", "stderr"])
def test_a_strangers_experiment_asks_before_it_uses_the_programs_own_streams(id: str) -> None:
    from selcore.experiment.trust import trust_needed
    from selcore.values.commands import Open

    (need,) = trust_needed((Open(kind=id, name="o"), Open(kind="dup", name="d", options={"of": "o"})))
    assert f"this program's own {id}" in str(need)


def test_what_is_borrowed_is_not_used_after_it_was_closed_here() -> None:
    from selcore.session.session import Session
    from selcore.values import commands as c
    from selcore.values.outcomes import Refused

    session = Session()
    try:
        session.apply(c.Open(kind="stderr", name="e"))
        session.apply(c.Close(name="e"))
        outcome = session.apply(c.Send(name="e", text="x"))
        assert isinstance(outcome, Refused) and (outcome.type, outcome.by) == ("NotOurs", "playground")
    finally:
        session.close()
