"""Devices: what is always ready, what epoll takes, and terminals that must not become our own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from selcore.kinds import find_kind
from selcore.kinds.file_object import FILL_LIMIT
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from tests import ROOT
from tests.conftest import open_descriptors
from tests.selcore.acting import called, done, opened, refusal_of_open, refused, watch

pytestmark = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such devices here")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/dev/urandom"])
def test_always_ready_and_never_taken_by_epoll(session: Session, path: str) -> None:
    opened(session, "device", "d", path=path, mode="r+b")
    if session.world.main.backend.id == "epoll":
        said = refused(session, c.Register(name="d", events=("read",)))
        assert (said.type, said.errno, said.by) == ("PermissionError", 1, "python") and "devices" in str(said.hint)
        return
    watch(session, "d", "read", "write")
    raw = None if session.world.main.backend.id == "select" else 1 | 4
    assert [(result.mask, result.raw) for result in called(session).results] == [(3, raw)]


@pytest.mark.skipif(not Path("/dev/random").exists(), reason="no /dev/random")
def test_random_is_one_that_epoll_takes(session: Session) -> None:
    opened(session, "device", "d", path="/dev/random")
    watch(session, "d", "read", "write")
    assert [result.mask for result in called(session).results] == [1]


def test_zero_never_ends_and_null_ends_at_once(one: Session) -> None:
    opened(one, "device", "zero")
    opened(one, "device", "null", path=os.devnull, mode="r+b")
    assert done(one, c.Receive(name="zero", size=3)) == {"size": 3, "hex": "000000"}
    assert done(one, c.Drain(name="zero")) == {"size": FILL_LIMIT, "eof": False}
    assert done(one, c.Receive(name="null")) == {"size": 0, "hex": ""}
    assert one.world.state_of("null").state == "eof"
    assert done(one, c.Send(name="null", text="gone")) == {"sent": 4}
    assert done(one, c.Fill(name="null")) == {"sent": FILL_LIMIT}
    assert refused(one, c.Send(name="zero", text="x")).errno == 9


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_device_that_is_full(one: Session) -> None:
    opened(one, "device", "d", path="/dev/full", mode="wb")
    assert (said := refused(one, c.Send(name="d", text="x"))).errno == 28 and said.by == "python"


def test_writing_makes_and_empties_nothing(one: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("keep me")
    assert refusal_of_open(one, "device", path=str(tmp_path / "new"), mode="wb").type == "FileNotFoundError"
    opened(one, "device", "d", path=str(tmp_path / "file"), mode="wb")
    assert (tmp_path / "file").read_text() == "keep me" and not (tmp_path / "new").exists()


def test_whatever_is_at_the_path_is_opened(one: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    os.mkfifo(tmp_path / "fifo")
    opened(one, "device", "file", path=str(tmp_path / "file"))
    opened(one, "device", "fifo", path=str(tmp_path / "fifo"))
    assert done(one, c.Receive(name="file"))["size"] == 4
    said = refused(one, c.Open(kind="device", name="w", options={"path": str(tmp_path / "fifo2"), "mode": "wb"}))
    assert said.type == "FileNotFoundError"
    done(one, c.Close(name="fifo"))
    assert refusal_of_open(one, "device", path=str(tmp_path / "fifo"), mode="wb").errno == 6  # nobody reads it


@pytest.mark.parametrize(
    ("path", "type", "errno"),
    [
        ("/dev/none", "FileNotFoundError", 2),
        ("/dev", "IsADirectoryError", 21),
        ("a\0b", "ValueError", None),
        ("", "FileNotFoundError", 2),
    ],
)
def test_what_cannot_be_opened(one: Session, path: str, type: str, errno: int | None) -> None:
    before = open_descriptors()
    said = refusal_of_open(one, "device", path=path)
    assert (said.type, said.errno, said.by) == (type, errno, "python")
    assert open_descriptors() == before


WITHOUT_TERMINAL = """
import os, pty
from selcore.values import commands as c
from selcore.session.session import Session
def said(name, path, mode="r+b"):
    return session.apply(c.Open(kind="device", name=name, options={"path": path, "mode": mode}))
session = Session("poll")
print(said("none", "/dev/tty").message)
master, slave = pty.openpty()
for kind in ("device", "binary-file", "text-file", "fifo"):
    session.apply(c.Open(kind=kind, name=kind, options={"path": os.ttyname(slave)}))
print(said("still", "/dev/tty").errno)  # a terminal that was opened has not become ours
session.close()
"""

WITH_TERMINAL = """
import fcntl, os, pty, termios
from selcore.values import commands as c
from selcore.session.session import Session
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
session = Session("{backend}")
session.apply(c.Open(kind="device", name="tty", options={{"path": "/dev/tty", "mode": "r+b"}}))
session.apply(c.Register(name="tty", events=("read", "write")))
def masks():
    return [result.mask for result in session.apply(c.Select(timeout=0)).call.results]
print(masks(), session.apply(c.Receive(name="tty")).type)
os.write(master, b"line\\n")
print(masks(), session.apply(c.Receive(name="tty")).value)
os.write(master, b"\\x04")
print(masks(), session.apply(c.Receive(name="tty")).value, session.world.state_of("tty").state)
session.close()
"""


def in_a_session_of_its_own(program: str) -> list[str]:
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=50, start_new_session=True
    )
    assert said.returncode == 0, said.stderr
    return said.stdout.splitlines()


def test_without_a_terminal_there_is_none_and_none_is_taken() -> None:
    assert in_a_session_of_its_own(WITHOUT_TERMINAL) == ["[Errno 6] No such device or address: '/dev/tty'", "6"]


def test_a_terminal_waits_to_be_typed_at(session: Session) -> None:
    assert in_a_session_of_its_own(WITH_TERMINAL.format(backend=session.world.main.backend.id)) == [
        "[2] BlockingIOError",
        "[3] {'size': 5, 'hex': '6c696e650a'}",
        "[3] {'size': 0, 'hex': ''} open",
    ]


ELSEWHERE = (
    *(
        "/dev/watchdog",
        "/dev/ttyS0",
        "/dev/tty",
        "/dev/stdin",
        "/dev/fd/9",
        "/proc/self/fd/9",
        "/proc/thread-self/fd/0",
    ),
    *(
        "/proc/1/fd/0",
        "/dev/../dev/null",
        "/dev//null",
        "/dev/null/",
        "dev/null",
        "../dev/null",
        "/dev/shm/x",
        " /dev/null",
    ),
)


def test_all_but_five_devices_need_trust() -> None:
    kind = find_kind("device")
    assert kind is not None
    for options, needed in (
        ({}, False),
        ({"mode": "wb"}, False),
        ({"path": "/dev/null", "mode": "r+b"}, False),
        ({"path": "/dev/full", "mode": "wb"}, False),
        ({"path": "/dev/random"}, False),
        ({"path": "/dev/urandom"}, False),
        *(({"path": path}, True) for path in ELSEWHERE),
    ):
        assert bool(kind.needs_trust(fill(kind.all_options(), options))) is needed
