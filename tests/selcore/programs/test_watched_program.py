"""A program in the place of a worker: what it does comes in batches, no command is taken, and it never outlives us."""

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from selcore.history.store import Store
from selcore.lints import Warning
from selcore.programs import own_streams, running, watched_program
from selcore.programs.program import Prepared, Program, prepare
from selcore.programs.warning_words import news_of
from selcore.programs.watched_program import WatchedProgram
from selcore.recording import Recorder, Recording
from selcore.values.commands import GetMap
from selcore.values.facts import Entry, RunCall, one_by_one
from selcore.values.outcomes import Call, Returned
from selcore.watching import ring_reader
from selcore.worker.inbox import Full
from tests.selcore.watching.written import call as called

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")
ECHO = """
import selectors, socket
a, b = socket.socketpair()
s = selectors.DefaultSelector()
def serve(one):
    return one.recv(10)
s.register(b, selectors.EVENT_READ, serve)
for n in range(3):
    a.send(b"x")
    for key, mask in s.select():
        key.data(key.fileobj)
print("served")
"""


class Watched:
    """A program that is watched, and what came of it."""

    def __init__(self, program: WatchedProgram):
        self.program, self.store = program, Store(10_000)
        self.warnings: list[Warning] = []
        program.start()

    def take(self) -> None:
        batch = self.program.take(4096)
        self.store.fold(batch)
        self.warnings += news_of(batch).warnings

    def until(self, condition: Any) -> None:
        for _ in range(8000):
            self.take()
            if condition():
                return
            threading.Event().wait(0.005)
        raise AssertionError("it never came")

    def end(self) -> None:
        self.until(lambda: not self.program.alive and self.program.quiet())
        assert self.program.stop()

    @property
    def notes(self) -> list[str]:
        return [row.line.removeprefix("# ") for row in self.store.rows if row.do == "note"]

    @property
    def printed(self) -> list[str]:
        return [one.words for one in self.program.lines.since(0)[1]]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Any]:
    made: list[WatchedProgram] = []

    def begin(code: str, grouping: bool = True) -> Watched:
        path = tmp_path / "program.py"
        path.write_text(code)
        prepared = prepare(Program(str(path), python=sys.executable))
        made.append(WatchedProgram(lambda: None, prepared, "program.py", grouping))
        return Watched(made[-1])

    yield begin
    for program in made:
        assert program.stop()


def test_what_it_does_is_told_to_its_end(watch: Any) -> None:
    watched: Watched = watch(ECHO)
    watched.end()
    found = [(row.mask, row.count) for row in watched.store.rows if row.name]
    assert {mask for mask, _ in found} == {1} and sum(count for _, count in found) == 3
    assert watched.printed == ["served"] and watched.store.totals.calls == 3
    first, last = watched.notes[0], watched.notes[-1]
    assert first.startswith("watched: ") and "program.py (" in first and last == "the program ended with status 0"
    state = watched.program.state
    assert (state.status, state.over, state.lost, state.selector_class) == (0, True, 0, "EpollSelector")
    assert {one.state for one in watched.store.objects.values()} == {"closed"}
    assert [one.callback for one in watched.store.objects.values()] == ["serve program.py:5"]
    assert watched.store.status is not None and watched.store.status.state == "idle"
    assert [one.lint for one in watched.warnings] == ["keys-left"]


def test_what_was_lost_is_counted_to_the_end_here_and_in_the_recording(
    watch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_program, "OFTEN", 3600.0)  # nobody reads while it runs
    code = "import selectors\ns = selectors.DefaultSelector()\nfor n in range(70_000): s.select(0)\n"
    marker = tmp_path / "all"
    code += f"open({str(marker)!r}, 'w').close()"
    watched: Watched = watch(code)
    recorder = Recorder(tmp_path / "r.sqlite")
    recorder.start()
    watched.program.record(recorder)
    watched.until(marker.exists)
    watched.until(lambda: watched.program._wake.set() or not watched.program.alive)
    watched.end()
    lost = watched.program.state.lost
    assert lost > 4000 and watched.store.dropped == lost
    assert recorder.wait(30)
    with closing(Recording(tmp_path / "r.sqlite")) as recording:
        assert recording.lost_records == lost and recording.calls + lost > 70_000


def test_how_old_it_is_what_is_told_next() -> None:
    prepared = Prepared(("python3", "a.py"), "/a", {}, "python3", "3.12.0")
    program = WatchedProgram(lambda: None, prepared, "a.py")
    assert program.behind(10**12) == 0.0
    program._queue.put(RunCall(1, 1, Returned(Call(1, "epoll", None, 1_000, 1.0, ()))))
    assert program.behind(1_000 + 3 * 10**9) == 2.0, "a call that waited is as old as its end"
    program.take()
    assert program.behind(10**12) == 0.0
    story: Any = SimpleNamespace(states=tuple, put=lambda fact: iter(()))
    watcher = SimpleNamespace(records=0)

    def told(records: int) -> float:
        def poll() -> Iterator[Any]:
            watcher.records += records
            yield called(1, 0, 1000)

        running: Any = SimpleNamespace(watcher=watcher, poll=poll)
        program._tell_new(running, story)
        return program.behind(3 * 10**9)

    assert told(ring_reader.MOST) == 2.0, "there is more than it reads at once"
    assert told(5) == 0.0


def test_that_it_has_ended_is_known_while_what_it_wrote_is_read(watch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched_program, "SHOWN_OFTEN", 0)
    watched: Watched = watch(ECHO)
    seen: list[tuple[int | None, bool]] = []
    aside = watched.program._stand_aside

    def stands_aside() -> None:
        aside()
        seen.append((watched.program.state.status, watched.program.alive))

    monkeypatch.setattr(watched.program, "_stand_aside", stands_aside)
    watched.end()
    assert (0, True) in seen


def test_no_command_is_taken(watch: Any) -> None:
    watched: Watched = watch("import time; time.sleep(60)")
    for ask in (lambda: watched.program.submit(GetMap()), lambda: watched.program.play([GetMap()])):
        with pytest.raises(Full, match="a program is watched: end it"):
            ask()
    watched.program.pause()
    watched.program.adjust(1.0, True)
    watched.program.look("a")
    watched.until(watched.program.quiet)
    assert watched.store.status is not None and watched.store.status.state == "running"


def test_it_is_asked_to_end_and_says_so(watch: Any) -> None:
    watched: Watched = watch("print('here')\nwhile True: pass")
    watched.until(lambda: watched.printed)
    watched.program.end()
    watched.end()
    state = watched.program.state
    assert state.began < state.asked_at <= state.at
    assert state.status == -signal.SIGINT and "SIGINT is sent to the program" in watched.printed
    assert watched.notes[-1] == "the program ended by signal 2"


def test_who_leaves_ends_it_though_it_ignores_what_can_be_ignored(watch: Any) -> None:
    deaf = "import signal, time\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\nprint('deaf')\ntime.sleep(1e6)"
    watched: Watched = watch(deaf)
    watched.until(lambda: watched.printed)
    pid = watched.program.state.pid
    assert watched.program.stop() and not watched.program.alive
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_does_not_start_is_said(tmp_path: Path) -> None:
    prepared = Prepared([str(tmp_path / "no-python"), "a.py"], str(tmp_path), {}, "no-python", "3.12.0")
    watched = Watched(WatchedProgram(lambda: None, prepared, "a.py"))
    watched.end()
    assert watched.program.state.over and "No such file" in watched.program.state.problem
    assert watched.printed == [watched.program.state.problem]


@pytest.mark.parametrize(
    ("module", "name", "said"),
    [
        (running, "_folder", "no temporary folder can be made: Too many open files"),
        (own_streams, "_terminal", "no streams can be made for the program: Too many open files"),
    ],
)
def test_where_nothing_can_be_made_for_it_that_is_said(
    module: Any, name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(module, name, full)
    watched = Watched(WatchedProgram(lambda: None, Prepared(["true"], str(tmp_path), {}, "", ""), "a.py"))
    watched.end()
    assert watched.printed == [said] == [watched.program.state.problem]


def test_one_that_was_never_started_has_nothing_to_end() -> None:
    program = WatchedProgram(lambda: None, Prepared([], "", {}, "", ""), "a.py")
    assert program.stop() and not program.alive


def test_a_recording_of_it_has_the_same_calls_and_notes(watch: Any, tmp_path: Path) -> None:
    code = ECHO.replace("for n in", "input()\nfor n in", 1)
    watched: Watched = watch(code)
    recorder = Recorder(tmp_path / "r.sqlite")
    recorder.start()
    watched.program.record(recorder)
    watched.until(lambda: recorder.state == "recording")
    watched.program.streams.send("go")
    watched.end()
    assert recorder.wait(10) and recorder.problem is None
    late = Recorder(tmp_path / "late.sqlite")
    late.start()
    watched.program.record(late)
    assert late.wait(10)
    recording = Recording(tmp_path / "r.sqlite")
    facts = [one for _, some in recording.slices(False) for fact in some for one in one_by_one(fact)]
    recording.close()
    assert len([one for one in facts if not isinstance(one, Entry)]) == 3
    notes = [one.command.text for one in facts if isinstance(one, Entry)]  # type: ignore[union-attr]
    assert notes[-1] == "the program ended with status 0"


def test_a_slow_callback_is_a_note_and_a_warning(watch: Any) -> None:
    code = ECHO.replace("    return one", "    import time; time.sleep(0.12)\n    return one")
    watched: Watched = watch(code)
    watched.end()
    (warning,) = [one for one in watched.warnings if one.lint == "long-turn"]
    assert warning.name == "serve program.py:5" and "held the loop" in str(warning.message)
    assert any(note.split("] ", 1)[-1].startswith("turn of 1") for note in watched.notes)
    longest = watched.program.state.longest
    assert longest is not None and longest.seconds > 0.1
