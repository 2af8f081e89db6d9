"""A child process: its pipes, its pidfd, its end, and that nothing of it is left."""

import errno
import os
import selectors
import sys
from pathlib import Path

import pytest

from selcore.kinds import find_kind
from selcore.kinds import process as process_kind
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from tests.conftest import open_descriptors
from tests.selcore.acting import done, opened, ready, refusal_of_open, refused, watch
from tests.selcore.kinds.facts_of import check, fact

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="as Linux has it")
PYTHON = [sys.executable, "-I", "-S", "-c"]


def child_of(session: Session, name: str = "it.pid") -> int:
    pid: int = session.world.find(name).process.pid
    return pid


def is_gone(pid: int) -> bool:
    """Neither running nor a zombie of ours."""
    return not Path(f"/proc/{pid}").exists()


def until_ready(session: Session, name: str) -> None:
    watch(session, name, "read")
    assert ready(session, 10) == [(name, 1)]
    done(session, c.Unregister(name=name))


def test_idle_then_it_repeats_what_it_reads(session: Session) -> None:
    assert opened(session, "process", "it") == ["it.stdin", "it.stdout", "it.stderr", "it.pid"]
    check(session, "it.stdin", "-/W/W", "OUT")
    for quiet in ("it.stdout", "it.stderr", "it.pid"):
        check(session, quiet, "-/-/-", "-")
    done(session, c.Send(name="it.stdin", text="hello"))
    until_ready(session, "it.stdout")
    check(session, "it.stdout", "R/-/R", "IN")
    assert done(session, c.Receive(name="it.stdout"))["hex"] == b"hello".hex()


def test_it_ends_is_a_zombie_and_is_reaped(session: Session) -> None:
    opened(session, "process", "it")
    pid = child_of(session)
    done(session, c.Close(name="it.stdin"))
    until_ready(session, "it.pid")
    check(session, "it.pid", "R/-/R", "IN")
    check(session, "it.stdout", "R/W/RW", "HUP", on_select="R/-/R")
    assert "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    assert done(session, c.Receive(name="it.stdout"))["size"] == 0
    session.world.find("it.pid").process.wait(10)
    check(session, "it.pid", "R/W/RW", "IN|HUP", on_select="R/-/R")


def test_writing_to_a_child_that_is_dead(session: Session) -> None:
    opened(session, "process", "it", argv=[*PYTHON, "pass"])
    until_ready(session, "it.pid")
    check(session, "it.stdin", "R/W/RW", "OUT|ERR")
    assert refused(session, c.Send(name="it.stdin", text="x")).errno == errno.EPIPE


def test_a_grandchild_holds_the_pipe_and_is_killed_with_it(session: Session) -> None:
    grandchild = "import os, signal; os.fork() or (os.write(1, b'%d' % os.getpid()), signal.pause())"
    opened(session, "process", "it", argv=[*PYTHON, grandchild])
    until_ready(session, "it.stdout")
    pid = int(bytes.fromhex(done(session, c.Receive(name="it.stdout"))["hex"]))
    until_ready(session, "it.pid")
    check(session, "it.stdout", "-/-/-", "-")
    with selectors.DefaultSelector() as outside, os.fdopen(os.pidfd_open(pid), "rb", 0) as end:
        outside.register(end, selectors.EVENT_READ)
        assert outside.select(0) == []
        session.close()
        assert outside.select(10)


@pytest.mark.parametrize("close", [True, False])
def test_nothing_of_it_is_left(one: Session, close: bool) -> None:
    before = open_descriptors()
    opened(one, "process", "it")
    pid = child_of(one)
    for name in ("it.pid", "it.stdin", "it.stdout", "it.stderr") if close else ():
        assert not is_gone(pid)
        done(one, c.Close(name=name))
        done(one, c.Close(name=name))
    if not close:
        one.close()
        before = {fd: what for fd, what in before.items() if fd in open_descriptors()}
    assert is_gone(pid) and open_descriptors() == before


def test_the_child_has_no_descriptor_of_the_session(one: Session) -> None:
    opened(one, "socketpair", "pair")
    listing = "import os; os.write(1, repr(sorted(map(int, os.listdir('/proc/self/fd')))[:4]).encode())"
    opened(one, "process", "it", argv=[*PYTHON, listing])
    until_ready(one, "it.stdout")
    numbers = bytes.fromhex(done(one, c.Receive(name="it.stdout"))["hex"]).decode()
    assert numbers == "[0, 1, 2, 3]"  # 3 is the listing itself
    assert [one.world.find(f"it.{end}").fd >= 100 for end in ("stdin", "stdout", "stderr", "pid")] == [True] * 4


def test_a_line_is_split_as_a_shell_does(one: Session) -> None:
    opened(one, "process", "it", argv=f"'{sys.executable}' -c 'import os; os.write(1, b\"two words\")'")
    until_ready(one, "it.stdout")
    assert bytes.fromhex(done(one, c.Receive(name="it.stdout"))["hex"]) == b"two words"


@pytest.mark.parametrize(
    ("argv", "type"),
    [
        ("/no/such/command", "FileNotFoundError"),
        (["/"], "PermissionError"),
        ("'open", "ValueError"),
        (["a\0b"], "ValueError"),
    ],
)
def test_what_cannot_be_started_says_so_in_pythons_words(one: Session, argv: object, type: str) -> None:
    before = open_descriptors()
    said = refusal_of_open(one, "process", argv=argv)
    assert (said.type, said.by) == (type, "python") and open_descriptors() == before


def test_what_is_no_command_is_refused(one: Session) -> None:
    assert refusal_of_open(one, "process", argv=7).type == "BadOption"
    assert refusal_of_open(one, "process", argv=[7]).type == "BadOption"


def test_a_failure_after_the_start_leaves_no_child(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []

    def full(pid: int) -> int:
        pids.append(pid)
        raise OSError(errno.EMFILE, "Too many open files")

    before = open_descriptors()
    monkeypatch.setattr(process_kind, "_pidfd_open", full)
    assert refusal_of_open(one, "process").errno == errno.EMFILE
    assert is_gone(pids[0]) and open_descriptors() == before


def test_without_pidfds_the_name_is_there_and_refused(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_kind, "_pidfd_open", None)
    opened(session, "process", "it")
    assert session.world.state_of("it.pid").fd == -1 and "os.pidfd_open" in session.world.state_of("it.pid").warning
    assert fact(session, "it.pid").startswith("!ValueError: Invalid file object: <Popen: returncode: None args:")


def test_starting_needs_trust() -> None:
    kind = find_kind("process")
    assert kind is not None
    for argv, words in (("ls -l", "ls -l"), (["a b"], "'a b'"), ("", "python"), ("'open", "open")):
        assert words in str(kind.needs_trust(fill(kind.all_options(), {"argv": argv}))[0])
