"""Everything that happens goes into a file: exactly, in order, readable by any SQLite tool, and it opens again."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selcore.history.store import Store
from selcore.recording import Recorder, Recording, Unwritable
from selcore.values import commands as c
from selcore.values.facts import Batch, Entry, one_by_one
from selcore.values.outcomes import Done, Interrupted, Refused
from selcore.worker.inbox import Ended
from selcore.worker.worker import Worker
from tests.selcore.driver import HERE, PAIR, READ_A, SEND_B, WRITE_A
from tests.selcore.recorded import facts_of, query, record, recording
from tests.selcore.recorded import one_by_one as do

ECHO = (
    c.Open(kind="tcp-listener", name="server"),
    c.Register(name="server", events=("read",), callback="accept", options={"then": "echo-upper"}),
    c.Open(kind="tcp-client", name="client", options={"to": "server"}),
    c.Run(calls=1, timeout=1),
    c.Send(name="client", text="hello"),
    c.Run(calls=1, timeout=1),
    c.Receive(name="client", size=100),
)
HELD = (
    PAIR,
    c.Register(name="pair.a", events=("read",), data={"who": [1, None]}),
    SEND_B,
    c.Select(timeout=0),
    c.Run(calls=50, timeout=0),
    c.Modify(name="pair.a", events=("read",), data=0),
    c.Run(calls=50, timeout=0),
    c.GetMap(),
)
ONES = ("data", "at", "name", "raw", "mask", "do", "call", "timeout", "backend", "count", "child", "results", "step")


def rows(store: Store) -> list[tuple[Any, ...]]:
    """What the history shows, row by row."""
    found = []
    for serial in range(store.first_serial, store.first_serial + len(store.rows)):
        row = store.row(serial)
        assert row is not None
        waited = None if row.waited is None else round(row.waited, 8)
        cells = tuple(getattr(row, name) for name in ONES)
        found.append((*cells, waited, str(row.did or ""), row.line, str(row.answer), row.error and row.error.type))
    return found


def folded(batches: list[Batch]) -> Store:
    store = Store()
    for batch in batches:
        store.fold(batch)
    return store


@pytest.mark.parametrize("backend", HERE)
@pytest.mark.parametrize("grouping", [True, False])
def test_every_call_of_a_run_is_there(tmp_path: Path, backend: str, grouping: bool) -> None:
    path = tmp_path / "r.sqlite"
    with recording(path, backend=backend) as (driver, recorder):
        driver.worker.adjust(None, grouping)
        driver.do(PAIR, READ_A, WRITE_A.__class__(name="pair.b", events=("write",)), SEND_B)
        driver.do(c.Run(calls=5000, timeout=0))
    assert (recorder.state, recorder.problem, recorder.lost_calls) == ("finished", None, 0)
    assert query(path, "SELECT count(*), min(number), max(number), sum(results) FROM calls") == [(5000, 1, 5000, 10000)]
    assert query(path, "SELECT name, events, count(*) FROM ready GROUP BY name, events ORDER BY name") == [
        ("pair.a", "READ", 5000),
        ("pair.b", "WRITE", 5000),
    ]
    assert query(path, "SELECT count(*) FROM calls a JOIN calls b ON b.number = a.number + 1 "
                       "WHERE b.start_ns < a.end_ns OR b.position <> a.position + 1") == [(0,)]  # fmt: skip
    assert query(path, "SELECT verb, ok FROM commands ORDER BY position")[-1] == ("run", 1)
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    assert [file.name for file in tmp_path.iterdir()] == ["r.sqlite"]


def test_what_keys_held_is_there_and_their_calls_are_grouped_as_they_were(tmp_path: Path) -> None:
    path, store = tmp_path / "r.sqlite", Store()
    with recording(path) as (driver, _):
        for command in HELD:
            driver.do(command)
        store.fold(Batch(facts=tuple(driver.facts)))
    again = folded([Batch(facts=tuple(facts_of(path, True)))])
    assert rows(again) == rows(store)
    assert [(row.data, row.count) for row in again.rows if row.is_call] == [
        ({"who": [1, None]}, 1),
        ({"who": [1, None]}, 50),
        (0, 50),
    ]


@pytest.mark.parametrize("backend", HERE)
def test_what_a_plain_program_would_have_seen_is_there(tmp_path: Path, backend: str) -> None:
    path, store = tmp_path / "r.sqlite", Store()
    meanwhile = (c.Register(name="pair.b", events=("write",)),)
    with recording(path, backend=backend) as (driver, _):
        driver.do(PAIR, READ_A)
        driver.do(c.Select(timeout=5, during=meanwhile))
        store.fold(Batch(facts=tuple(driver.facts)))
    again = folded([Batch(facts=tuple(facts_of(path)))])
    unseen = () if backend == "epoll" else (("pair.b", 2),)
    for one in (store, again):
        assert [row.outcome.call.unseen for row in one.rows if row.is_call] == [unseen]


def test_what_callbacks_did_is_there(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, *ECHO)
    assert query(path, "SELECT name, did, received, sent FROM results ORDER BY position") == [
        ("server", "accepted server.1", 0, 0),
        ("server.1", "5 in, 5 out", 5, 5),
    ]
    objects = query(path, "SELECT name, kind, state, received FROM objects ORDER BY name")
    assert ("server.1", "connection", "open", 5) in [(n, k, "open", r) for n, k, _, r in objects]


def test_refusals_are_there_in_their_own_words(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, PAIR, READ_A, READ_A)
    asked = "SELECT ok, error_type, error_by, error_message FROM commands WHERE position = 3"
    assert query(path, asked)[0][:3] == (0, "KeyError", "python")


@pytest.mark.parametrize("grouping", [True, False])
def test_it_opens_again_as_it_was_seen(tmp_path: Path, grouping: bool) -> None:
    path = tmp_path / "r.sqlite"
    batches: list[Batch] = []
    with recording(path) as (driver, _):
        take = driver.worker.take
        driver.worker.take = lambda most=None: batches.append(take(most)) or batches[-1]  # type: ignore[method-assign,func-returns-value]
        driver.worker.adjust(None, grouping)
        do(driver, PAIR, WRITE_A, c.Run(calls=300, timeout=0), c.Note(text="between"), c.Run(calls=3, timeout=0))
        do(driver, READ_A, SEND_B, c.Modify(name="pair.a", events=("read",)), c.Select(timeout=None))
        do(driver, c.Select(timeout=0, during=(c.Note(text="late"),)), *ECHO)
        do(driver, c.Close(name="pair.a"), c.UseBackend(backend="select"), c.Select(timeout=0), c.Select(timeout="nan"))
        driver.settle()
    assert len(batches) > 5
    with closing(Recording(path)) as opened:
        again = folded(
            [Batch(objects=opened.objects())] + [Batch(tuple(facts)) for _, facts in opened.slices(grouping)]
        )
    assert rows(again) == rows(folded(batches))


def test_a_call_that_was_ended_is_no_call_that_returned(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with recording(path) as (driver, _):
        driver.do(PAIR, READ_A)
        step = driver.block()
        driver.worker.pause()
        driver.outcome(step)
    (last,) = [fact for fact in facts_of(path) if isinstance(fact, Entry) and fact.step == step]
    assert isinstance(last.outcome, Interrupted) and last.outcome.by == "pause"
    assert query(path, "SELECT interrupted, results FROM calls") == [("pause", 0)]


def test_it_begins_and_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with recording(tmp_path / "other.sqlite") as (driver, _):
        driver.do(PAIR, WRITE_A)
        (step,) = driver.ask(c.Run(timeout=0))
        driver.until(lambda: driver.totals.calls > 1000)
        recorder = Recorder(path)
        recorder.start()
        driver.worker.record(recorder)
        driver.until(lambda: recorder.calls > 1000)
        driver.worker.record(None)
        assert recorder.wait(20)
        driver.worker.pause()
        driver.outcome(step)
    ((first, last, calls),) = query(path, "SELECT min(number), max(number), count(*) FROM calls")
    assert first > 1000 and last < driver.totals.calls and calls + recorder.lost_calls == last - first + 1
    assert query(path, "SELECT name, opened_ns FROM objects ORDER BY name") == [("pair.a", None), ("pair.b", None)]


def test_what_cannot_be_kept_up_with_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from selcore.recording import rows as module

    path, write = tmp_path / "r.sqlite", module.RowWriter._calls
    with recording(path, lossless=False, capacity=10_000) as (driver, recorder):
        driver.do(PAIR, WRITE_A)

        def slowly(self: Any, position: int, calls: Any) -> None:
            lost.wait(20)
            write(self, position, calls)

        lost = threading.Event()
        monkeypatch.setattr(module.RowWriter, "_calls", slowly)
        miss = recorder._tape._miss
        monkeypatch.setattr(recorder._tape, "_miss", lambda *some: (miss(*some), lost.set()))
        driver.do(c.Run(calls=50_000, timeout=0))
    ((kept,),) = query(path, "SELECT count(*) FROM calls")
    ((calls, results),) = query(path, "SELECT sum(calls), sum(results) FROM losses")
    assert kept + calls == 50_000 and calls == results == recorder.lost_calls > 0
    assert query(path, "SELECT value FROM meta WHERE key = 'lost_calls'") == [(str(calls),)]


def test_what_a_stranger_may_have_typed_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, c.Close(name="no such\nname"))
    (entry,) = facts_of(path)
    assert isinstance(entry, Entry) and isinstance(entry.command, c.Note) and isinstance(entry.outcome, Refused)


@pytest.mark.parametrize(
    "command",
    [
        c.Open(kind="fd", name="f", options={"number": -(2**70)}),
        c.Signal(number=2**70),
        c.Select(timeout=-(2**80)),
        c.Note(text="half \ud800 a pair"),
        c.Note(text="a\0b"),
        c.Note(text="x" * 6_000_000),
        c.Close(name="\udcff"),
        c.Register(name="pair.a", events=2**64),
        c.Register(name="pair.a", events=("read",), callback="no\ud800ne", options={"\ud800": [2**64, 1e999]}),
    ],
    ids=lambda command: repr(command)[:40],
)
def test_what_sqlite_cannot_hold_ends_no_recording(tmp_path: Path, command: c.AnyCommand) -> None:
    path = tmp_path / "r.sqlite"
    with recording(path) as (driver, recorder):
        do(driver, PAIR, command, c.Note(text="after it"))
    assert (recorder.state, recorder.commands) == ("finished", 3)
    facts = facts_of(path)
    assert [str(fact.command.text) for fact in facts[2:] if isinstance(fact, Entry)] == ["after it"]  # type: ignore[union-attr]
    assert rows(folded([Batch(tuple(facts))]))


def test_a_number_beyond_64_bits_is_the_nearest_and_whole_in_json(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, c.Open(kind="fd", name="f", options={"number": -(2**70)}))
    assert query(path, "SELECT fd, detail LIKE '%-1180591620717411303424%' FROM objects") == [(-(2**63), 1)]


def test_what_cannot_be_told_is_recorded_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.recording.rows.done_line", lambda *some: 1 // 0)
    record(tmp_path / "r.sqlite", PAIR)
    ((line,),) = query(tmp_path / "r.sqlite", "SELECT python FROM commands")
    assert line.startswith("cannot be told: ZeroDivisionError")


def test_a_file_that_is_no_recording_is_not_replaced(tmp_path: Path) -> None:
    mine = tmp_path / "mine.sqlite"
    with closing(sqlite3.connect(mine)) as db:
        db.execute("CREATE TABLE precious (a)")
    before = mine.read_bytes()
    for path, words in (
        (mine, "not a recording"),
        (tmp_path, "not a regular file"),
        (tmp_path / "no" / "r.sqlite", "No such file"),
        (Path("/dev/null"), "not a regular file"),
    ):
        with pytest.raises(Unwritable, match=words):
            Recorder(path).start()
    assert mine.read_bytes() == before
    record(tmp_path / "r.sqlite", PAIR)
    record(tmp_path / "r.sqlite", c.Note(text="anew"))
    assert query(tmp_path / "r.sqlite", "SELECT verb FROM commands") == [("note",)]


def test_a_reader_does_not_stop_it(tmp_path: Path) -> None:
    """Somebody's program holds a lock for reading: what comes meanwhile waits."""
    path = tmp_path / "r.sqlite"
    with recording(path) as (driver, recorder):
        driver.do(PAIR, WRITE_A)
        driver.until(lambda: recorder.commands == 2)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("BEGIN")
            assert db.execute("SELECT count(*) FROM commands").fetchall() == [(2,)]
            assert isinstance(driver.do(c.Note(text="meanwhile")), Done)
            assert recorder.state == "recording"
            db.execute("COMMIT")
    assert query(path, "SELECT verb FROM commands ORDER BY position") == [("open",), ("register",), ("note",)]


def test_calls_come_one_by_one_too(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, PAIR, WRITE_A, c.Run(calls=5000, timeout=0))
    calls = [one for fact in facts_of(path) for one in one_by_one(fact) if not isinstance(one, Entry)]
    assert [one.outcome.call.number for one in calls] == list(range(1, 5001))  # type: ignore[union-attr]


@pytest.mark.parametrize("started", [True, False])
def test_a_recording_that_was_asked_for_too_late_ends(tmp_path: Path, started: bool) -> None:
    worker = Worker()
    recorder = Recorder(tmp_path / "late.sqlite")
    recorder.start()
    if started:
        worker.start()
    for number in range(3000):
        worker.submit(c.Note(text=str(number)))
    worker.record(recorder)
    assert worker.stop()
    if not started:
        recorder.end()  # there was no worker that could
    assert recorder.wait(10)


def test_a_worker_that_has_ended_records_nothing(tmp_path: Path) -> None:
    worker = Worker()
    worker.start()
    assert worker.stop()
    recorder = Recorder(tmp_path / "late.sqlite")
    with pytest.raises(Ended):
        worker.record(recorder)
