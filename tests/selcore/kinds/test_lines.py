"""The Python beside each kind is true: it is run, and what it made is opened, moved and watched as it says."""

import os
import selectors
import signal
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selcore.kinds import KINDS, Kind, find_kind
from selcore.kinds.file_object import number_of
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.spelling import variable
from selcore.wording.python_line import done_line, python_line
from tests.selcore.acting import done, opened

pytestmark = pytest.mark.skipif(os.name != "posix", reason="as POSIX has it")
OWN_FILE = {"text-file"}
"""Their line opens a file that is there."""
STAND_INS = {"directory", "bad-fileno", "selector"}
"""Their line makes an object of another class that answers alike."""
MODULES = (
    "asyncio io multiprocessing os pathlib queue selectors socket ssl subprocess sys tempfile threading time trustme"
)


@pytest.fixture
def world(one: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The names of a script, run in a folder of its own; what it opened is closed."""
    one.world.folder()  # before the temporary folder is another: a socket's path must be short
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    names: dict[str, Any] = {name: __import__(name) for name in f"{MODULES} types".split()}
    yield names
    close_all([made for made in names.values() if not isinstance(made, types.ModuleType)])


def close_all(world: list[Any]) -> None:
    """The objects first: of the numbers, some were theirs."""
    streams = [sys.stdin, sys.stdout, sys.stderr]
    for made in world:
        if hasattr(made, "close") and made not in streams:
            made.close()
            if hasattr(made, "_writer"):
                made._writer.close()  # a multiprocessing Queue keeps the end that nothing was written to
    for made in world:
        if isinstance(made, int) and made > 2:
            try:
                os.close(made)
            except OSError:
                pass
        elif isinstance(made, subprocess.Popen):
            made.wait()  # there is nothing left to read for it


def run(world: dict[str, Any], command: Any, kind: str = "") -> Any:
    """Run its line; the value where it is an expression."""
    line = python_line(command, lambda name: kind)
    try:
        return eval(line, world)  # noqa: S307
    except SyntaxError:
        exec(line, world)  # noqa: S102
        return None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_line_opens_what_the_kind_opens(one: Session, world: dict[str, Any], kind: Kind) -> None:
    if (reason := kind.missing()) is not None:
        pytest.skip(str(reason or "it is not opened here"))
    if kind.id in OWN_FILE:
        Path("it.txt").write_text("text")
    run(world, c.Open(kind=kind.id, name="it"))
    names = opened(one, kind.id, "it")
    for name in names:
        made, ours = world[variable(name)], one.world.find(name).obj
        if (fd := number_of(made)) > 2:
            assert os.get_inheritable(fd) is False
        assert type(made) is type(ours) or kind.id in STAND_INS
        assert seen(made) == seen(ours)


def seen(obj: Any) -> object:
    """What poll makes of it."""
    with selectors.PollSelector() as plain:
        try:
            plain.register(obj, 3)
        except ValueError as error:
            return type(error)
        return [mask for _, mask in plain.select(0)]


@pytest.mark.parametrize("kind", ["binary-file", "device"])
@pytest.mark.parametrize("mode", ["rb", "r+b", "wb"])
def test_the_mode_is_in_the_line(world: dict[str, Any], kind: str, mode: str) -> None:
    found = find_kind(kind)
    assert found is not None
    run(world, c.Open(kind=kind, name="it", options={"mode": mode}))
    assert world["it"].mode == {"r+b": "rb+"}.get(mode, mode)


def test_a_fifo_that_is_there_and_one_that_is_not(world: dict[str, Any]) -> None:
    for _ in range(2):
        run(world, c.Open(kind="fifo", name="it", options={"path": "p"}))
        run(world, c.Send(name="it.w", text="ab"), "fifo")
        assert run(world, c.Receive(name="it.r"), "fifo") == b"ab"
        for end in ("it_r", "it_w"):
            world.pop(end).close()


def test_a_client_finds_its_listener(world: dict[str, Any]) -> None:
    for to, options in (("my-server", {"to": "my-server"}), ("other", {"path": "other.sock"})):
        run(world, c.Open(kind="unix-listener", name=to))
        run(world, c.Open(kind="unix-client", name="client", options=options))
        run(world, c.Send(name="client", text="hello"), "unix-client")
        with world[variable(to)].accept()[0] as accepted:
            assert accepted.recv(100) == b"hello"
        world.pop("client").close()


def test_a_datagram_finds_its_way(world: dict[str, Any]) -> None:
    for name in ("a", "b"):
        run(world, c.Open(kind="udp", name=name))
    port = world["b"].getsockname()[1]
    for to in ("b", f"127.0.0.1:{port}"):
        assert run(world, c.Send(name="a", size=2, to=to), "udp") == 2
        assert run(world, c.Receive(name="b"), "udp") == (b"\0\0", world["a"].getsockname())


@pytest.mark.parametrize(
    ("kind", "sent", "received", "drained"),
    [
        ("", "it.send(b'x')", "it.recv(5)", "while it.recv(65536): pass  # until BlockingIOError or EOF"),
        ("connection", "it.send(b'x')", "it.recv(5)", "while it.recv(65536): pass  # until BlockingIOError or EOF"),
        ("unix-client", "it.send(b'x')", "it.recv(5)", "while it.recv(65536): pass  # until BlockingIOError or EOF"),
        ("udp", "it.send(b'x')", "it.recvfrom(5)", "while True: it.recvfrom(65536)  # until BlockingIOError"),
        ("text-file", "it.write('x')", "it.read(5)", "while it.read(65536): pass  # until BlockingIOError or EOF"),
        *(
            (
                kind,
                "os.write(it.fileno(), b'x')",
                "os.read(it.fileno(), 5)",
                "while os.read(it.fileno(), 65536): pass  # until BlockingIOError or EOF",
            )
            for kind in ("pipe", "fifo", "binary-file", "directory", "device")
        ),
    ],
)
def test_bytes_are_moved_in_the_objects_own_style(kind: str, sent: str, received: str, drained: str) -> None:
    def line(command: Any) -> str:
        return python_line(command, lambda name: kind)

    assert line(c.Send(name="it", text="x")) == sent
    assert line(c.Receive(name="it", size=5)) == received
    assert line(c.Drain(name="it")) == drained
    assert line(c.Send(name="it", text="x", oob=True)) == "it.send(b'x', socket.MSG_OOB)"
    assert line(c.Receive(name="it", size=5, oob=True)) == "it.recv(5, socket.MSG_OOB)"
    assert line(c.Send(name="it", hex="00", to="b.1")) == "it.sendto(bytes.fromhex('00'), b_1.getsockname())"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_kind_makes_what_it_says(one: Session, kind: Kind) -> None:
    if (reason := kind.missing()) is not None:
        pytest.skip(str(reason or "it is not opened here"))
    for name in opened(one, kind.id, "it"):
        assert type(one.world.find(name)) is kind.makes
        done(one, c.Close(name=name))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_lines_of_closing_leave_what_closing_left(
    one: Session, world: dict[str, Any], tmp_path: Path, kind: Kind
) -> None:
    """Files and processes: here the file that was made goes too, and the child ends; plain close() leaves both."""
    if (reason := kind.missing()) is not None or kind.id in ("stdin", "stdout", "stderr"):
        pytest.skip(str(reason or "it is not opened here"))
    if kind.id in OWN_FILE:
        Path("it.txt").write_text("text")
    world["signal"] = signal
    # One that does not end with its standard input: it would be a matter of luck whether it ends or is killed.
    options: dict[str, Any] = {"argv": ["sleep", "60"]} if kind.id == "process" else {}
    run(world, c.Open(kind=kind.id, name="it", options=options))
    for name in opened(one, kind.id, "it", **options):
        outcome = one.apply(c.Close(name=name))
        line = done_line(c.Close(name=name), outcome, lambda name: kind.id)
        if kind.id not in ("queue", "bad-fileno"):  # there is nothing to close
            exec(line, world)  # noqa: S102
    ours = {one_file.suffix for one_file in one.world.folder().iterdir() if one_file.name.startswith("it")}
    assert {one_file.suffix for one_file in tmp_path.iterdir() if one_file.name.startswith("it")} == ours
    if kind.id == "process":
        assert world["it"].returncode == one.world.find("it.pid").process.returncode == -signal.SIGKILL
    for number in ("it", "it_pid", "it_fd"):
        if isinstance(world.get(number), int) or kind.id == "directory":
            world.pop(number, None)  # it was closed


def test_a_file_that_was_not_made_here_stays_and_so_the_line_says(one: Session, tmp_path: Path) -> None:
    path = tmp_path / "theirs"
    os.mkfifo(path)
    opened(one, "fifo", "it", path=str(path))
    opened(one, "unix-listener", "at", path=str(tmp_path / "at"))
    for name, kind, line in (
        ("it.r", "fifo", "it_r.close()"),
        ("it.w", "fifo", "it_w.close()"),
        ("at", "unix-listener", "os.unlink(at.getsockname()); at.close()"),
        ("at", "unix-listener", "at.close()"),
    ):
        command = c.Close(name=name)
        assert done_line(command, one.apply(command), lambda _, kind=kind: kind) == line
    assert path.exists() and not (tmp_path / "at").exists()
