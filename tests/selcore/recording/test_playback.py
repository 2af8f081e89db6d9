"""A recording in the place of a worker: it is read on a thread of its own, which ends with it."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic_ns
from typing import Any

import pytest
from msgspec.structs import replace

from selcore.recording import Playback, Recording, opening
from selcore.recording.playback import AHEAD
from selcore.values import commands as c
from selcore.values.call_block import CallBlock
from selcore.values.facts import Batch, Entry, Fact, GroupGrew, RunCall, Totals
from selcore.values.outcomes import Call, Result, Returned
from selcore.worker.inbox import Full
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.recorded import facts_of, record, written


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "r.sqlite"
    record(path, PAIR, *[c.Note(text=str(number)) for number in range(50)], WRITE_A, c.Run(calls=300, timeout=0))
    return path


def taken(playback: Playback) -> list[Batch]:
    """All that it gives."""
    batches = []
    while not playback.quiet():
        batches.append(playback.take())
    return batches


def facts(batches: list[Batch]) -> list[Fact]:
    return [fact for batch in batches for fact in batch.facts]


def test_it_is_read_on_a_thread_of_its_own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, told, slice_ = set[str](), list[str](), Recording._slice

    def noting(self: Recording, *of: Any) -> object:
        names.add(threading.current_thread().name)
        return slice_(self, *of)

    monkeypatch.setattr(Recording, "_slice", noting)
    playback = Playback(lambda: told.append(threading.current_thread().name), Recording(path))
    playback.start()
    batches = taken(playback)
    assert names == {"playback"} == set(told)
    assert {state.name for batch in batches for state in batch.objects} == {"pair.a", "pair.b"}
    assert len(facts(batches)) == len(facts_of(path, True))
    assert (playback.problem, playback.progress) == ("", 1.0)
    assert playback.stop() and not playback._thread.is_alive()


def test_it_reads_a_few_slices_ahead_and_no_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.recording.reader.SLICE", 1)
    full = threading.Event()
    playback = Playback(lambda: len(playback._portions) == 4 and full.set(), Recording(path))
    playback.start()
    assert full.wait(20)
    assert len(playback._portions) == 4
    assert playback.stop() and not playback._thread.is_alive()
    assert playback.take().facts == ()


def test_of_many_objects_some_are_given_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.recording.playback.OBJECTS", 2)
    recording = Recording(path)
    many = [replace(recording.objects()[0], name=f"o{number}") for number in range(5)]
    monkeypatch.setattr(recording, "objects", lambda: tuple(many))
    playback = Playback(lambda: None, recording)
    playback.start()
    given = [batch.objects for batch in taken(playback) if batch.objects]
    assert given == [tuple(many[:2]), tuple(many[2:4]), tuple(many[4:])]


def test_of_many_commands_some_are_given_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many have been read by then: a window that folds all of them holds its thread for as long."""
    monkeypatch.setattr("selcore.recording.reader.SLICE", 10)
    monkeypatch.setattr("selcore.recording.playback.ENTRIES", 10)
    playback = Playback(lambda: None, Recording(path))
    playback.start()
    sizes = []
    while not playback.quiet():
        with playback._changed:
            playback._changed.wait_for(lambda: len(playback._portions) == AHEAD or playback._ended, 20)
        sizes.append(sum(isinstance(fact, Entry) for fact in playback.take().facts))
    assert sum(sizes) == 53 and max(sizes) <= 11


def test_of_one_slice_some_is_given_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slice of thousands of blocks, of one call each, once came in one frame."""
    monkeypatch.setattr("selcore.recording.playback.BLOCKS", 10)
    monkeypatch.setattr("selcore.recording.playback.AHEAD", 100)
    recording = Recording(path)
    ((_, slice_),) = recording.slices()
    (block,) = [fact for fact in slice_ if isinstance(fact, CallBlock)]
    parts: list[Fact] = [block.split(place)[1].split(1)[0] for place in range(35)]
    monkeypatch.setattr(recording, "slices", lambda grouping: iter([(9, parts)]))
    playback = Playback(lambda: None, recording)
    playback.start()
    playback._thread.join(20)
    assert [len(batch.facts) for batch in taken(playback) if batch.facts] == [10, 10, 10, 5]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_that_is_put_beside_it_at_the_wrong_moment_holds_nobody_for_long(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between our look and SQLite's somebody has made it: it is waited for in open(), which nothing interrupts."""
    file = tmp_path / "r.sqlite"
    file.write_bytes(path.read_bytes())
    journal = tmp_path / "r.sqlite-journal"
    look, made, waits = opening.look_beside, threading.Event(), list[float | None]()

    def put(at: Path) -> bool:
        found = look(at)
        if not made.is_set():
            os.mkfifo(journal)
            made.set()
        return found

    playback = Playback(lambda: None, Recording(file))
    monkeypatch.setattr(opening, "look_beside", put)
    playback.start()
    assert made.wait(20)
    join = playback._thread.join
    monkeypatch.setattr(playback._thread, "join", lambda timeout=None: (waits.append(timeout), join(timeout)))
    playback.stop()
    assert waits == [0.5] and playback.quiet()
    with open(journal, "r+b", buffering=0):  # noqa: PTH123 - a writer: whoever waits for one goes on
        join(20)
    assert not playback._thread.is_alive()


@pytest.mark.parametrize("started", [True, False])
def test_it_can_be_stopped_at_any_time(path: Path, started: bool) -> None:
    playback = Playback(lambda: None, Recording(path))
    if started:
        playback.start()
    assert playback.stop() and playback.quiet()
    with pytest.raises(sqlite3.ProgrammingError):
        playback.recording._db.execute("SELECT 1")


def test_what_was_read_before_something_wrong_is_given_and_the_reason_said(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("selcore.recording.reader.SLICE", 10)
    wrong = tmp_path / "r.sqlite"
    wrong.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(wrong)) as db:
        db.execute('UPDATE commands SET outcome = \'{"Done": {"value": {"opened": 5}}}\' WHERE position = 30')
        db.commit()
    playback = Playback(lambda: None, Recording(wrong))
    playback.start()
    assert len(facts(taken(playback))) == 29
    words = "it holds what no recording holds, in row 30 of its table commands: Expected `array`, got `int`"
    assert playback.problem == f"{words} - at `$.opened`"
    assert playback.stop()


def test_a_fault_of_this_program_ends_it_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[object]()
    monkeypatch.setattr(threading, "excepthook", seen.append)
    monkeypatch.setattr(Recording, "objects", lambda self: {}[self])
    playback = Playback(lambda: None, Recording(path))
    playback.start()
    taken(playback)
    assert playback.problem == "a fault of this program" and playback.stop() and len(seen) == 1


# As a worker has it.


def calls(path: Path, count: int, lost: tuple[int, int] = (0, 0)) -> Path:
    """So many calls in a row, each with another result, so that none is like the one before it."""
    results = [Result("a", 100 + number, 1, 1) for number in range(count)]
    told = [RunCall(0, n, Returned(Call(n, "poll", 0, n, 0.0, (one,)))) for n, one in enumerate(results, 1)]
    return written(path, told, lost)


def test_the_first_look_tells_where_it_was_recorded_and_all_how_much_there_is(tmp_path: Path) -> None:
    path = calls(tmp_path / "r.sqlite", 5, (3, 4))
    for backend, class_name in (("poll", "PollSelector"), ("a stranger's", "SelectSelector")):
        with closing(sqlite3.connect(path)) as db:
            db.execute("UPDATE meta SET value = ? WHERE key = 'backend'", (backend,))
            db.commit()
        playback = Playback(lambda: None, Recording(path))
        assert (playback.alive, playback.quiet(), playback.progress, playback.problem) == (True, False, 0.0, "")
        assert playback.max_wait is None and playback.more is False
        before = monotonic_ns()
        playback.start()
        first, *others = taken(playback)
        assert first.status is not None and before <= first.status.since <= monotonic_ns()
        found = first.status.state, first.status.backend, first.status.selector_class
        assert found == ("idle", class_name.removesuffix("Selector").lower(), class_name)
        assert [batch.status for batch in others] == [None] * len(others)
        for batch in (first, *others, playback.take()):
            assert (batch.totals, batch.dropped) == (Totals(calls=5, results=5), 3)
        assert (playback.alive, playback.quiet()) == (False, True) and playback.stop()


def test_nothing_can_be_asked_of_it(path: Path) -> None:
    playback = Playback(lambda: None, Recording(path))
    for ask in (lambda: playback.submit(c.Note(text="x")), lambda: playback.play((c.Note(text="x"),))):
        with pytest.raises(Full, match="a recording is shown: close it to do something"):
            ask()
    ended = list[None]()
    sink: Any = type("Sink", (), {"end": lambda self: ended.append(None)})()
    playback.record(None)
    playback.record(sink)
    playback.pause()
    playback.adjust(1.0, False)
    playback.look("pair.a")
    assert len(ended) == 1 and playback.stop()


@pytest.mark.parametrize("grouping", [True, False])
def test_calls_are_grouped_where_that_is_wanted(path: Path, grouping: bool) -> None:
    playback = Playback(lambda: None, Recording(path), grouping)
    playback.start()
    assert (playback._thread.name, playback._thread.daemon) == ("playback", True)
    assert any(isinstance(fact, GroupGrew) for fact in facts(taken(playback))) is grouping
    assert playback.stop()


def test_who_looks_waits_for_a_moment_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading may take long; the window goes on, and shows how far it is."""
    go, given, slices = threading.Event(), threading.Event(), Recording.slices

    def slowly(self: Recording, grouping: bool = False) -> Iterator[tuple[int, list[Fact]]]:
        for one in slices(self, grouping):
            yield one
            given.set()
            go.wait(10)

    monkeypatch.setattr(Recording, "slices", slowly)
    playback = Playback(lambda: None, Recording(calls(tmp_path / "r.sqlite", 1)))
    playback.start()
    assert given.wait(20)
    batches = [playback.take()]
    assert (len(facts(batches)), playback.progress, playback.quiet()) == (1, 1.0, False)
    assert playback.take().facts == () and not playback.quiet()
    go.set()
    assert facts(taken(playback)) == [] and playback.stop()


def test_a_frame_has_no_more_results_than_can_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.recording.reader.SLICE", 2)
    monkeypatch.setattr("selcore.recording.playback.SHOWN", 3)
    monkeypatch.setattr("selcore.recording.playback.FRAME", 1000)  # what is there is given at once
    full = threading.Event()
    playback = Playback(
        lambda: len(playback._portions) == 4 and full.set(), Recording(calls(tmp_path / "r.sqlite", 40))
    )
    playback.start()
    assert full.wait(20)
    first = playback.take()
    assert playback.progress == 4 / 40, "the objects, and two times two calls"
    sizes = [
        sum(len(fact.ids) for fact in batch.facts if isinstance(fact, CallBlock)) for batch in [first, *taken(playback)]
    ]
    assert sizes[0] == 4 and sum(sizes) == 40 and max(sizes) <= 4 and playback.stop()


def test_what_is_wrong_in_the_middle_leaves_it_where_it_is(tmp_path: Path) -> None:
    path = calls(tmp_path / "r.sqlite", 40)
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE calls SET list = 99 WHERE position = 40")
        db.commit()
    playback = Playback(lambda: None, Recording(path))
    playback.start()
    taken(playback)
    assert playback.problem.endswith("the list of ready keys 99 is not there") and playback.progress < 1.0
    assert playback.stop()
