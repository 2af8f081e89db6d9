"""A recording in the place of a worker: it is read on a thread of its own, which ends with it."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from selcore import commands as c
from selcore.facts import Batch, Fact
from selcore.recording import Playback, Recording
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.recorded import facts_of, record


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

    def noting(self: Recording, after: int, fold: object) -> object:
        names.add(threading.current_thread().name)
        return slice_(self, after, fold)  # type: ignore[arg-type]

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
    assert len(facts(taken(playback))) == 20
    assert playback.problem == "it holds what no recording holds: Expected `array`, got `int` - at `$.opened`"
    assert playback.stop()


def test_a_fault_of_this_program_ends_it_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[object]()
    monkeypatch.setattr(threading, "excepthook", seen.append)
    monkeypatch.setattr(Recording, "objects", lambda self: {}[self])
    playback = Playback(lambda: None, Recording(path))
    playback.start()
    taken(playback)
    assert playback.problem == "a fault of this program" and playback.stop() and len(seen) == 1
