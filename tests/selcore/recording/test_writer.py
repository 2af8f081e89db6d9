"""The thread that writes: what it is asked for in its order, what stops it, and what it says of that."""

import errno
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from selcore.recording import Recorder, Recording, Unwritable, writer
from selcore.recording.rows import RowWriter
from selcore.recording.tape import MANY
from selcore.values.commands import Note
from selcore.values.facts import Entry, ObjectState, RunCall
from selcore.values.outcomes import Call, Done, Result, Returned
from tests.selcore.recorded import facts_of, query

BUSY_SNAPSHOT = sqlite3.SQLITE_BUSY | 2 << 8
KEPT, NOTHING = "the disk is full: what was written before is kept", "the disk is full: nothing that happened could"


def note(number: int) -> Entry:
    return Entry(number, Note(text=str(number)), Done(), 100 + number)


def call(number: int) -> RunCall:
    return RunCall(0, number, Returned(Call(number, "poll", 0, number, 0.0, (Result("a", 100, 1, 1),))))


def failing(code: int, words: str = "said SQLite") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error


def started(path: Path, **options: Any) -> Recorder:
    recorder = Recorder(path, **options)
    recorder.start()
    return recorder


def test_before_it_begins_there_is_nothing(tmp_path: Path) -> None:
    before = monotonic()
    recorder = Recorder(str(tmp_path / "r.sqlite"))
    assert (recorder.state, recorder.problem, recorder.active, recorder.wait(0)) == ("beginning", None, False, True)
    assert (recorder.calls, recorder.results, recorder.commands, recorder.size) == (0, 0, 0, 0)
    assert (recorder.lost_calls, recorder.lost_results) == (0, 0)
    assert before <= recorder.began <= monotonic() and recorder.path == tmp_path / "r.sqlite"
    assert not recorder.path.exists()


def test_it_is_written_on_a_thread_that_keeps_nobody(tmp_path: Path) -> None:
    recorder = started(tmp_path / "r.sqlite")
    (thread,) = [one for one in threading.enumerate() if one.name == "recording"]
    assert thread.daemon and (recorder.state, recorder.active, recorder.wait(0)) == ("recording", True, False)
    recorder.end()
    assert recorder.wait(20) and (recorder.state, recorder.active) == ("finished", False)


@pytest.mark.parametrize("seconds", [0.0, 1000.0])
def test_all_that_was_put_is_there_however_often_it_is_committed(
    tmp_path: Path, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for the next commit when nothing more comes."""
    monkeypatch.setattr(writer, "COMMIT", seconds)
    path = tmp_path / "r.sqlite"
    recorder = started(path)
    recorder.begin((ObjectState("a", "pipe", 100, "open"),), "poll")
    told = [note(number) if number % 3 else call(number + 1) for number in range(21)]
    for fact in told:
        recorder.put(fact)
    recorder.put(None, (ObjectState("b", "pipe", 101, "open"), ObjectState("a", "pipe", 100, "closed")), ("a",))
    recorder.end()
    assert recorder.wait(20)
    assert (recorder.state, recorder.problem) == ("finished", None)
    assert (recorder.calls, recorder.results, recorder.commands) == (7, 7, 14)
    assert recorder.size == path.stat().st_size > 10_000
    steps = [fact.step for fact in facts_of(path) if isinstance(fact, Entry)]
    assert steps == [number for number in range(21) if number % 3]
    with closing(Recording(path)) as opened:
        assert opened.complete and (opened.calls, opened.last, opened.about["backend"]) == (7, 21, "poll")
        assert {state.name: state.state for state in opened.objects()} == {"a": "closed", "b": "open"}
        assert opened.about["ended"] >= opened.about["started"] and int(opened.about["ended_ns"]) > 0


def test_what_is_not_committed_yet_is_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's program sees it while it is being recorded."""
    monkeypatch.setattr(writer, "COMMIT", 0.01)
    committed, insist = threading.Event(), writer._insist

    def noting(db: sqlite3.Connection, statement: str) -> None:
        insist(db, statement)
        if statement == "COMMIT":
            committed.set()

    monkeypatch.setattr(writer, "_insist", noting)
    recorder = started(tmp_path / "r.sqlite", capacity=1)
    for number in range(1, 4):
        committed.clear()
        recorder.put(call(number))
        assert committed.wait(20)
        assert query(recorder.path, "SELECT count(*) FROM calls") == [(number,)]
    recorder.end()
    assert recorder.wait(20) and recorder.lost_calls == 0, "what was written makes room"


def test_what_takes_long_to_write_is_committed_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that goes on a second at each row, a commit is due after each but one."""
    clock, commits, insist = [0.0], list[int](), writer._insist
    write = RowWriter.write

    def slowly(self: RowWriter, piece: Any) -> None:
        write(self, piece)
        clock[0] += 1

    def noting(db: sqlite3.Connection, statement: str) -> None:
        if statement == "COMMIT":
            commits.append(db.execute("SELECT count(*) FROM commands").fetchone()[0])
        insist(db, statement)

    recorder = Recorder(tmp_path / "r.sqlite")
    for number in range(5):
        recorder.put(note(number))
    recorder.end()
    monkeypatch.setattr(writer, "COMMIT", 2.0)
    monkeypatch.setattr(writer, "monotonic", lambda: clock[0])
    monkeypatch.setattr(writer, "_insist", noting)
    monkeypatch.setattr(RowWriter, "write", slowly)
    recorder.start()
    assert recorder.wait(20)
    assert commits == [2, 4, 5] and recorder.commands == 5


@pytest.mark.parametrize(("lossless", "lost"), [(False, 1), (True, 0)])
def test_what_found_no_room_is_counted(tmp_path: Path, lossless: bool, lost: int) -> None:
    recorder = Recorder(tmp_path / "r.sqlite", lossless=lossless, capacity=3)
    for number in range(1, 4 + lost):
        recorder.put(call(number))
    recorder.end()
    assert (recorder.lost_calls, recorder.lost_results) == (lost, lost) and MANY > 4
    recorder.start()
    assert recorder.wait(20) and recorder.calls == 3
    assert query(recorder.path, "SELECT calls, results FROM losses") == [(1, 1)] * lost
    meta = dict(query(recorder.path, "SELECT key, value FROM meta"))
    assert (meta["calls"], meta["lost_calls"], meta["lost_results"]) == ("3", str(lost), str(lost))


# What stops it.


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EACCES, "Permission denied"), "Permission denied"),
        (OSError("no number"), "no number"),
        (failing(sqlite3.SQLITE_FULL), "the disk is full"),
        (failing(sqlite3.SQLITE_READONLY), "said SQLite"),
        (sqlite3.ProgrammingError("no code"), "no code"),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_made_is_said_at_once(
    tmp_path: Path, error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(path: Path) -> None:
        assert path == tmp_path / "r.sqlite"
        raise error

    monkeypatch.setattr(writer, "make", make)
    recorder = Recorder(tmp_path / "r.sqlite")
    with pytest.raises(Unwritable) as raised:
        recorder.start()
    assert (str(raised.value), recorder.active, recorder.wait()) == (words, False, True)


@pytest.mark.parametrize("where", ["connect", "SETTINGS"])
def test_one_that_cannot_be_opened_is_said_at_once(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: Any) -> None:
        raise failing(sqlite3.SQLITE_CANTOPEN, "unable to open")

    monkeypatch.setattr(writer, where, connect if where == "connect" else "nonsense;")
    recorder = Recorder(tmp_path / "r.sqlite")
    with pytest.raises(Unwritable, match="OperationalError: (unable to open|near .nonsense)"):
        recorder.start()
    assert (recorder.state, recorder.active) == ("stopped", False)
    recorder.put(note(1))  # a worker that does not know yet
    recorder.end()


@pytest.mark.parametrize(
    ("error", "before", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), note(0), KEPT),
        (failing(sqlite3.SQLITE_FULL), call(1), KEPT),
        (failing(sqlite3.SQLITE_FULL | 7 << 8), None, f"{NOTHING} be written"),
        (failing(sqlite3.SQLITE_IOERR), note(0), "OperationalError: said SQLite"),
        (OSError(errno.EIO, "Input/output error"), None, "OSError: [Errno 5] Input/output error"),
        (failing(sqlite3.SQLITE_IOERR, "x" * 200), None, f"OperationalError: {'x' * 200}"),
    ],
    ids=lambda one: str(one)[:50],
)
def test_what_stops_it_is_said_and_stands_in_the_file(
    tmp_path: Path, error: Exception, before: Entry | RunCall | None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "COMMIT", 0.0)
    write = RowWriter.write

    def until(self: RowWriter, piece: Any) -> None:
        write(self, piece)
        if piece.fact == note(9):
            raise error

    monkeypatch.setattr(RowWriter, "write", until)
    recorder = started(tmp_path / "r.sqlite")
    for fact in [one for one in (before, note(9), note(10)) if one is not None]:
        recorder.put(fact)
    assert recorder.wait(20)
    assert (recorder.state, str(recorder.problem)) == ("stopped", words)
    assert recorder.size == recorder.path.stat().st_size
    recorder.put(note(11))
    assert not recorder._tape.take(0)[0], "nobody writes it any more"
    assert query(recorder.path, "SELECT value FROM meta WHERE key = 'stopped'") == [(words[:100],)]
    with closing(Recording(recorder.path)) as opened:
        assert opened.last == (0 if before is None else 1) and not opened.complete


def test_where_not_even_the_reason_can_be_written_the_rest_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: RowWriter, piece: Any) -> None:
        with closing(sqlite3.connect(recorder.path, timeout=0)) as db:
            assert db.execute("SELECT count(*) FROM meta").fetchone()
        self._db.execute("DROP TABLE meta")
        self._db.execute("COMMIT")
        raise failing(sqlite3.SQLITE_IOERR)

    monkeypatch.setattr(RowWriter, "write", gone)
    recorder = started(tmp_path / "r.sqlite")
    recorder.put(note(0))
    assert recorder.wait(20) and str(recorder.problem) == "OperationalError: said SQLite"


def test_a_fault_of_this_program_stops_it_and_is_heard_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[Any]()
    monkeypatch.setattr(threading, "excepthook", seen.append)
    monkeypatch.setattr(RowWriter, "write", lambda self, piece: dict[str, int]()["row"])
    recorder = started(tmp_path / "r.sqlite")
    recorder.put(call(1))
    assert recorder.wait(20)
    assert (recorder.state, str(recorder.problem)) == ("stopped", "RuntimeError: a fault of this program")
    assert [one.exc_type for one in seen] == [KeyError]


def test_a_file_that_is_gone_in_the_end_has_no_size(tmp_path: Path) -> None:
    recorder = started(tmp_path / "r.sqlite")
    recorder.path.unlink()
    recorder.end()
    assert recorder.wait(20) and recorder.size == 0


class Held:
    """A database that somebody else holds so many times."""

    def __init__(self, *codes: int):
        self._codes = list(codes)
        self.asked = list[str]()

    def execute(self, statement: str) -> None:
        self.asked.append(statement)
        if self._codes:
            raise failing(self._codes.pop(0))


@pytest.mark.parametrize("codes", [(), (sqlite3.SQLITE_BUSY,), (sqlite3.SQLITE_BUSY, BUSY_SNAPSHOT)])
def test_it_insists_while_another_program_holds_the_file(codes: tuple[int, ...]) -> None:
    db = Held(*codes)
    writer._insist(db, "COMMIT")  # type: ignore[arg-type]
    assert db.asked == ["COMMIT"] * (len(codes) + 1)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR | 3 << 8])
def test_it_insists_on_nothing_that_will_not_be(code: int) -> None:
    db = Held(sqlite3.SQLITE_BUSY, code)
    with pytest.raises(sqlite3.OperationalError, match="said SQLite"):
        writer._insist(db, "COMMIT")  # type: ignore[arg-type]
    assert len(db.asked) == 2


def test_a_name_that_no_file_can_have_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="null byte|null character"):  # as this Python has it
        Recorder(tmp_path / "a\0.sqlite").start()
