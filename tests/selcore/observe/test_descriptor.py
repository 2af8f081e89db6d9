"""A look disturbs nothing: what is returned, pending errors and data are the same with and without it."""

import os
import select
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from selcore.kinds import KINDS, Kind
from selcore.observe.descriptor import observe
from selcore.observe.sampling import look, sample_silent
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done, Returned
from tests import ROOT
from tests.selcore.explain.claims import raised
from tests.selcore.explain.test_why_ready import POLLERS, askable
from tests.selcore.reference.replay import NotHere, Recipe, placed, prepare

FULL = ("tcp conn / send buffer full (peer never reads)", "pty / slave, output buffer full (master not reading)")
"""The kernel moves what was written on to the other end when it likes to, and there is some room again."""


def course(backend: str, recipe: Recipe, folder: Path, looks: int) -> list[Any]:
    """Everything that a program could tell of a state, asked in order; looked at so often before each question."""
    folder.mkdir()
    session, told = Session(backend), []

    def glance() -> None:
        for _ in range(looks):
            look(session.world.objects, session.world.registry, (recipe.probe,), session.world.main)

    try:
        for index, command in enumerate(recipe.commands):
            prepare(session.apply(placed(command, folder)), f"step {index}", index in recipe.refused)
            glance()
        this = session.world.objects.get(recipe.probe)
        assert this is not None
        session.apply(c.Register(name=recipe.probe, events=("read", "write")))
        for _ in range(2):
            glance()
            told.append(shown(session.apply(c.Select(timeout=0))))
        glance()
        told.append(this.closed or raised(lambda: this.receive(100))[0])
        glance()
        if isinstance(this.obj, socket.socket):
            told.append([pending(this.obj) for _ in range(2)])
        glance()
        if recipe.id not in FULL:
            told.append(this.closed or raised(lambda: this.send(b"12345678"))[0])
        if not recipe.id.startswith(("pty", "mp / multiprocessing.Queue")):  # the kernel or a thread passes it on
            told.append(shown(session.apply(c.Select(timeout=0))))
    finally:
        session.close()
    return told


def pending(sock: socket.socket) -> Any:
    try:
        return sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    except OSError as error:
        return str(error)


def shown(outcome: Any) -> Any:
    if not isinstance(outcome, Returned):
        return type(outcome).__name__, outcome.error.errno
    return [(one.name, one.mask, one.raw) for one in outcome.call.results]


@pytest.mark.parametrize(
    "backend", [pytest.param(id, marks=[] if id == "epoll" else [pytest.mark.heavy]) for id in POLLERS]
)
def test_nothing_is_otherwise_after_many_looks(backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    differing = []
    for number, recipe in enumerate(askable()):
        if any(isinstance(command, c.Open) and command.kind == "process" for command in recipe.commands):
            continue  # a child goes its own way
        try:
            with monkeypatch.context() as without:
                without.setattr("selcore.session.select_call.sample", lambda *_: {})
                without.setattr("selcore.session.select_call.sample_silent", lambda *_: ((), 0))
                plain = course(backend, recipe, tmp_path / f"{number}a", 0)
            looked = course(backend, recipe, tmp_path / f"{number}b", 3)
        except NotHere:
            continue
        if plain != looked:
            differing.append((recipe.id, plain, looked))
    assert differing == []


def test_a_pending_error_is_still_pending_after_a_look() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = listener.getsockname()
    with socket.socket() as client:
        client.setblocking(False)
        client.connect_ex(address)
        select.select([], [client], [], 5)
        for _ in range(10):
            observe(client.fileno(), client)
            observe(client.fileno())
        assert client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0
        assert client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0


def test_the_source_asks_for_no_error_and_takes_no_peek() -> None:
    for path in (path for room in ("explain", "observe") for path in (ROOT / "selcore" / room).rglob("*.py")):
        words = path.read_text(encoding="utf-8")
        assert "socket.SO_ERROR" not in words and "MSG_PEEK" not in words, path


def test_a_look_at_what_is_closed_or_never_was() -> None:
    for fd in (10**6, 2**40):
        assert observe(fd).lost == "gone"
    assert observe(-1).lost == ""  # what has no descriptor has not lost it


def test_what_is_told_of_a_pair() -> None:
    a, b = socket.socketpair()
    with a, b:
        b.send(b"12345")
        seen = observe(a.fileno(), a)
        assert (seen.what, seen.waiting, seen.blocking, seen.access) == ("STREAM", 5, True, "rw")
        assert seen.file == (os.fstat(a.fileno()).st_dev, os.fstat(a.fileno()).st_ino)
        assert observe(b.fileno(), b).queued or not hasattr(select, "poll")
        assert a.recv(10) == b"12345"


def test_what_is_told_of_a_listener() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(7)
        clients = [socket.create_connection(listener.getsockname()) for _ in range(3)]
        seen = observe(listener.fileno(), listener)
        for client in clients:
            client.close()
        assert seen.what == "LISTENER"
        assert (seen.backlog, seen.backlog_most) in ((3, 7), (None, None))


def test_what_is_told_of_a_file_and_its_place(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    with path.open("rb", 0) as file:
        file.read(4)
        seen = observe(file.fileno(), file)
        assert (seen.what, seen.position, seen.size, seen.access) == ("FILE", 4, 10, "r")


def test_without_a_free_descriptor_a_look_tells_less_and_raises_nothing(one: Session) -> None:
    resource = pytest.importorskip("resource")
    one.apply(c.Open(kind="socketpair", name="pair"))
    one.apply(c.Open(kind="eventfd", name="event"))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        seen = look(one.world.objects, one.world.registry, ("pair.a", "event"), one.world.main).objects
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert seen["pair.a"].what == "STREAM"


def told_by(session: Session, names: list[str]) -> list[Any]:
    """What a program could tell of these objects, asked in order: masks, errors, and the bytes that are left."""
    told = [shown(session.apply(c.Select(timeout=0)))]
    for name in names:
        this = session.world.objects.get(name)
        assert this is not None
        told.append([pending(this.obj) for _ in range(2)] if isinstance(this.obj, socket.socket) else None)
        told.append(raised(lambda this=this: this.receive(100)))
    return [*told, shown(session.apply(c.Select(timeout=0)))]


ELSEWHERE = ("stdin", "stdout", "stderr", "process", "mp-queue", "pty")
"""Not ours alone; and of a child, a queue's thread and a terminal nobody knows when they pass something on."""
KINDS_ALONE = [kind for kind in KINDS if kind.missing() is None and kind.id not in ELSEWHERE]


@pytest.mark.parametrize("looks", [20, pytest.param(10_000, marks=pytest.mark.heavy)])
@pytest.mark.parametrize("kind", KINDS_ALONE, ids=[kind.id for kind in KINDS_ALONE])
def test_each_kind_is_the_same_after_many_looks_at_all_that_is_watched(kind: Kind, looks: int) -> None:
    """With something in each that can hold something, and with what that leaves silent."""
    found = []
    for count in (0, looks):
        session = Session("poll" if "poll" in POLLERS else "select")
        options = {}
        if kind.id == "tcp-client":  # by itself it goes to port 8080, where another test may answer
            session.apply(c.Open(kind="tcp-listener", name="listener"))
            options = {"to": "listener"}
        assert isinstance(session.apply(c.Open(kind=kind.id, name="x", options=options)), Done)
        names = kind.names("x")
        for name in names:
            session.apply(c.Send(name=name, text="one\ntwo\n"))
            session.apply(c.ReadLine(name=name))
            session.apply(c.Register(name=name, events=("read", "write")))
        world = session.world
        for _ in range(count):
            sample_silent(world.objects, world.main, [], world.pauses)
            look(world.objects, world.registry, tuple(names), world.main)
        found.append(told_by(session, names))
        session.close()
    assert found[0] == found[1]


def test_the_system_that_was_asked_is_kept() -> None:
    read, write = os.pipe()
    os.close(write)
    assert {observe(fd).system for fd in (read, 1 << 20, -1)} == {sys.platform}
    os.close(read)


def test_a_type_of_socket_that_is_not_known_is_called_no_stream() -> None:
    class Raw(socket.socket):
        type = 3  # type: ignore[assignment] # SOCK_RAW, which root alone may open

    with Raw(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        assert observe(sock.fileno(), sock).what == ""
