"""Processes are found, followed and let go; what a thread is in the middle of is told."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from selcore.probe.layout import SLOTS
from selcore.programs.environment import watched
from selcore.watching import watcher as watcher_module
from selcore.watching.facts import NotSeen, ProcessGone, ProcessSeen, RecordsMissed, StillRuns, WatchedCall
from selcore.watching.thread_state import Moment
from selcore.watching.watcher import Watcher

from ..probe.probed import plain_environment
from .written import put_call, written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")


@contextmanager
def program(folder: Path, code: str) -> Iterator[subprocess.Popen[bytes]]:
    """Running, with a stdin that is not read: closing it is up to the program."""
    environment = watched(plain_environment(), folder)
    child = subprocess.Popen([sys.executable, "-c", code], env=environment, stdin=subprocess.PIPE)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        assert child.stdin is not None
        child.stdin.close()


def until(watcher: Watcher, kind: type) -> list:  # type: ignore[type-arg]
    found = []
    for _ in range(3000):
        found += list(watcher.poll())
        if any(isinstance(fact, kind) for fact in found):
            return found
        threading.Event().wait(0.005)
    raise AssertionError(found)


def test_a_program_is_seen_followed_and_gone(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    code = "import selectors, sys; s = selectors.DefaultSelector(); s.register(0, 1, print); s.select(0); s.select()"
    with program(tmp_path, code) as child:
        found = until(watcher, WatchedCall)
        assert isinstance(found[0], ProcessSeen) and found[0].pid == child.pid
        assert watcher.here == {child.pid} and [one.pid for one in watcher.processes] == [child.pid]
        assert watcher.served(child.pid, 0, 1) is None and watcher.running(child.pid, 0) is None
        child.kill()
        child.wait()
        (gone,) = [fact for fact in until(watcher, ProcessGone) if isinstance(fact, ProcessGone)]
    assert gone.lost == watcher.lost == 0 and [key.fd for key in gone.left] == [0]
    assert watcher.processes == [] and list(watcher.close()) == []


def test_what_nobody_read_in_time_is_told_where_it_is_missing(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, _):
        watcher = Watcher(tmp_path)
        watcher._began = -1.0  # this process was there before
        number = recorder.number(recorder)
        list(watcher.poll())
        for _ in range(SLOTS + 100):
            put_call(recorder, number, 1, 2)
        missed, call, *_ = watcher.poll()
        assert isinstance(missed, RecordsMissed) and isinstance(call, WatchedCall)
        assert missed.records == watcher.lost > 100
        assert not any(isinstance(fact, RecordsMissed) for fact in watcher.close())


def test_a_callback_that_does_not_return_is_told_while_it_runs(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    code = "import asyncio, sys\nasync def stuck():\n    sys.stdin.read()\nasyncio.run(stuck())"
    with program(tmp_path, code):
        (fact,) = [fact for fact in until(watcher, StillRuns) if isinstance(fact, StillRuns)]
        assert fact.function is not None and fact.function.name == "stuck" and fact.function.line == 2
        assert fact.doing.what == "stdin" and fact.at - fact.since >= 10**9
        assert not any(isinstance(one, StillRuns) for one in watcher.poll())
        list(watcher.close())


WAITS = """
import selectors, sys, os, time
with selectors.DefaultSelector() as s:
    s.register(0, selectors.EVENT_READ, "some data")
    while True:
        for key, mask in s.select():
            if os.read(0, 1) == b"!": time.sleep(60)
"""


def test_who_waits_in_select_after_an_event_is_not_said_to_be_stuck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever /proc says that it sleeps: each kernel has names of its own for that, and some tell none."""
    monkeypatch.setattr(watcher_module, "look", lambda pid, tid, at: Moment(at, "other", 0, 0))
    monkeypatch.setattr(watcher_module, "STILL", 10_000_000)
    watcher = Watcher(tmp_path)
    with program(tmp_path, WAITS) as child:
        assert child.stdin is not None
        for _ in range(3):
            child.stdin.write(b"x")
            child.stdin.flush()
            found = until(watcher, WatchedCall)
        for _ in range(10):
            threading.Event().wait(0.004)
            found += watcher.poll()
        assert not any(isinstance(fact, StillRuns) for fact in found)
        child.stdin.write(b"!")
        child.stdin.flush()
        (stuck,) = [fact for fact in until(watcher, StillRuns) if isinstance(fact, StillRuns)]
        assert stuck.function is None and stuck.at - stuck.since >= 10_000_000
        list(watcher.close())


def test_a_thread_that_has_ended_is_not_said_to_be_stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher_module, "STILL", 10_000_000)
    code = "import selectors, threading, time\ns = selectors.DefaultSelector(); s.register(0, 1, print)\n"
    code += "one = threading.Thread(target=lambda: (s.select(0), s.select()))\none.start(); one.join(); time.sleep(60)"
    watcher = Watcher(tmp_path)
    with program(tmp_path, code) as child:
        assert child.stdin is not None
        child.stdin.write(b"x")
        child.stdin.flush()
        found = until(watcher, WatchedCall)
        for _ in range(10):
            threading.Event().wait(0.004)
            found += watcher.poll()
        assert sum(isinstance(fact, WatchedCall) for fact in found) == 2
        assert not any(isinstance(fact, StillRuns) for fact in found)
        list(watcher.close())


def test_what_stands_there_and_is_none_of_ours_is_passed_over(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    (tmp_path / "x.ring").write_bytes(b"nothing")
    (tmp_path / f"{os.getpid()}.0.ring").write_bytes(b"")
    (tmp_path / "4194303.0.ring").write_bytes(b"")
    (tmp_path / "a.here").touch()
    assert list(watcher.poll()) == [] and watcher.here == set() and watcher.full
    assert list(Watcher(tmp_path / "gone").poll()) == []


def test_what_is_put_into_the_folder_by_a_program_ends_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "1.0.ring")
    (tmp_path / "2.0.ring").mkdir()
    (tmp_path / "3.0.ring").symlink_to(tmp_path)
    (tmp_path / "²²².ring").touch()
    (tmp_path / ("9" * 200 + ".here")).touch()
    (tmp_path / "\udcff.ring").touch()
    watcher = Watcher(tmp_path)
    assert list(watcher.poll()) == [] and list(watcher.close()) == [] and not watcher.full


def test_a_file_that_names_a_process_from_before_is_not_believed(tmp_path: Path) -> None:
    """A program may write what it likes into such a file, also of a process that is not its own."""
    with written(tmp_path):
        watcher = Watcher(tmp_path)
        assert list(watcher.poll()) == [] and list(watcher.close()) == []


def test_processes_for_which_there_is_no_room_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher_module, "MOST_PROCESSES", 0)
    watcher = Watcher(tmp_path)
    for pid in (77, 78):
        (tmp_path / f"{pid}.0.ring").write_bytes(b"")
    (fact,) = watcher.poll()
    assert isinstance(fact, NotSeen) and fact.pid == 77 and "are not seen" in fact.message
    assert list(watcher.poll()) == [] and watcher.left_out == 2
