"""What may happen to a recording: killed, a full disk, a file that lies. What was written is kept, and said."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from selcore.recording import Recorder, Recording, UnreadableRecording, Unwritable, opening, reader
from selcore.recording.schema import FORMAT
from selcore.values import commands as c
from selcore.values.call_block import CallBlock
from selcore.values.facts import Entry
from tests import ROOT
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.recorded import facts_of, query, record
from tests.small_disk import small_disk

SPINNER = """
import sys, threading
sys.path.insert(0, sys.argv[2])
from selcore.values.commands import Open, Register, Run
from selcore.recording import Recorder, writer
from selcore.worker.worker import Worker
writer.COMMIT = float(sys.argv[3])
recorder, worker = Recorder(sys.argv[1], lossless=True), Worker()
worker.start()
recorder.start()
worker.record(recorder)
for command in Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("write",)), Run(timeout=0):
    worker.submit(command)
"""
TOLD = """
while True:
    worker.take()
    print(recorder.calls, flush=True)
    threading.Event().wait(0.01)
"""
FULL = """
while recorder.state == "recording":
    worker.take()
    threading.Event().wait(0.01)
assert recorder.wait(20)
print(recorder.state, recorder.problem, recorder.calls, sep="|")
worker.pause()
print(worker.stop())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
def test_killed_in_the_middle_it_opens_with_all_that_was_committed(tmp_path: Path) -> None:
    """That is twice a second at least; ``bench recording`` measures how much is missing at the end."""
    path = tmp_path / "r.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", SPINNER + TOLD, path, ROOT, "0.4"], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        while int(child.stdout.readline()) < 20_000:
            pass
        child.send_signal(signal.SIGKILL)
        told = [20_000, *map(int, child.stdout.read().split()[:-1])]  # the last may be cut
    with closing(Recording(path)) as opened:
        assert not opened.complete
        kept = opened.calls
        facts = [fact for _, slice_ in opened.slices(True) for fact in slice_]
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    assert query(path, "SELECT count(*), max(number) FROM calls") == [(kept, kept)] and kept >= told[-1]
    assert facts


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounted as Linux does it")
def test_a_full_disk_stops_it_and_what_was_written_stays(tmp_path: Path) -> None:
    disk, out = tmp_path / "disk", tmp_path / "out"
    disk.mkdir()
    out.mkdir()
    steps = (
        f"{sys.executable} -c '{SPINNER + FULL}'"
        f" {disk}/r.sqlite {ROOT} 0.01"  # so small a disk would be full before the first commit
        f" && ls {disk} && cp {disk}/r.sqlite {out}"
    )
    ran = subprocess.run([*small_disk(disk, "2m"), "sh", "-c", steps], capture_output=True, text=True, timeout=50)
    assert (ran.returncode, ran.stderr) == (0, "")
    said, ended, left = ran.stdout.splitlines()
    state, problem, calls = said.split("|")
    assert (state, problem) == ("stopped", "the disk is full: what was written before is kept")
    assert (ended, left) == ("True", "r.sqlite")
    path = out / "r.sqlite"
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    assert query(path, "SELECT count(*), max(number) FROM calls") == [(int(calls), int(calls))] and int(calls) > 10_000
    assert query(path, "SELECT value FROM meta WHERE key = 'stopped'") == [(problem,)]
    assert len(facts_of(path)) > 3


NOT_BEGUN = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from selcore.recording import Recorder, Unwritable
path = Path(sys.argv[1])
with (path.parent / "filler").open("wb", buffering=0) as filler:
    while True:
        try:
            filler.write(bytes(4096))
        except OSError:
            break
for one in path, path.with_name("new.sqlite"):
    try:
        Recorder(one).start()
    except Unwritable as error:
        print(error)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounted as Linux does it")
def test_on_a_full_disk_nothing_is_begun_and_an_older_recording_stays(good: Path, tmp_path: Path) -> None:
    disk, program = tmp_path / "disk", tmp_path / "program.py"
    disk.mkdir()
    program.write_text(NOT_BEGUN)
    steps = (
        f"cp {good} {disk}/r.sqlite"
        f" && {sys.executable} {program} {disk}/r.sqlite {ROOT} && ls -A {disk} && cmp {good} {disk}/r.sqlite"
    )
    ran = subprocess.run([*small_disk(disk, "1m"), "sh", "-c", steps], capture_output=True, text=True, timeout=50)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == ["the disk is full", "the disk is full", "filler", "r.sqlite"]


def test_an_older_recording_stays_where_the_new_one_cannot_be_made(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = good.read_bytes()
    monkeypatch.setattr("selcore.recording.making.TABLES", "CREATE TABLE nonsense (;")
    with pytest.raises(Unwritable, match="syntax error"):
        Recorder(good).start()
    assert good.read_bytes() == before and list(good.parent.glob("*")) == [good]


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for one in statements:
            db.execute(one)
        db.commit()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "r.sqlite"
    record(path, PAIR, WRITE_A, c.Run(calls=3000, timeout=0), c.Select(timeout=0))
    return path


@pytest.fixture
def good(made: Path, tmp_path: Path) -> Path:
    """A recording as it should be, to be spoiled."""
    return Path(shutil.copy(made, tmp_path / "r.sqlite"))


HOSTILE: list[tuple[tuple[str, ...], str]] = [
    (("UPDATE meta SET value = '2' WHERE key = 'version'",), "newer version"),
    (("UPDATE meta SET value = 'x' WHERE key = 'version'",), "which version"),
    (("UPDATE meta SET value = 'notes' WHERE key = 'format'",), "no recording"),
    (("DROP TABLE meta",), "no table meta"),
    (("DROP VIEW ready", "DROP VIEW results", "DROP TABLE calls"), "no table calls"),
    (("DROP VIEW ready", "DROP VIEW results", "ALTER TABLE calls RENAME COLUMN list TO lost"), "no column list"),
    (
        (
            "DROP VIEW ready",
            "DROP VIEW results",
            "DROP TABLE calls",
            "CREATE VIEW calls AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        ),
        "no table calls",
    ),
    (("UPDATE calls SET start_ns = 'soon' WHERE number = 7",), "numbers are none"),
    (("UPDATE calls SET start_ns = NULL WHERE number = 7",), "numbers are none"),
    (("UPDATE calls SET backend = x'00' WHERE number = 7",), "calls: bytes where there are words or numbers"),
    (("UPDATE commands SET outcome = x'00' WHERE verb = 'open'",), "commands: bytes where there are words"),
    (("UPDATE ready_lists SET result = zeroblob(9) WHERE list = 1",), "its table ready_lists: a number that is none"),
    (("UPDATE calls SET selector = NULL WHERE number = 7",), "words are none"),
    (("UPDATE calls SET timeout_text = 'for ever'",), "could not convert"),
    (("UPDATE calls SET list = 99",), "99 is not there"),
    (("DELETE FROM result_kinds",), "is not there"),
    (("UPDATE result_kinds SET mask = 'READ'",), "is none: READ"),
    (("UPDATE result_kinds SET detail = '{}}'",), "trailing"),
    (("UPDATE commands SET outcome = '{\"Done\": 5}' WHERE verb = 'open'",), "Expected `object"),
    (("UPDATE commands SET outcome = '{}' WHERE verb = 'open'",), "says nothing"),
    (
        ('UPDATE commands SET outcome = \'{"Done": {"value": {"removed": 5}}}\' WHERE verb = \'open\'',),
        "Expected `str`",
    ),
    (("UPDATE commands SET command = NULL WHERE verb = 'open'",), "it holds what"),
    (("UPDATE commands SET step = 'first'",), "is none: first"),
    (
        ("UPDATE commands SET outcome = '{\"Done\":{\"value\":{\"a\":' || replace(hex(zeroblob(90000)), '00', '[')",),
        "recursion",
    ),
    (("UPDATE objects SET detail = '[]'",), "Expected `object"),
    (("UPDATE commands SET answer = zeroblob(100)", "UPDATE commands SET python = CAST(x'ff' AS TEXT)"), "UTF-8"),
]


@pytest.mark.parametrize(("statements", "words"), HOSTILE, ids=[words for _, words in HOSTILE])
def test_a_file_that_lies_is_refused_with_the_reason(good: Path, statements: tuple[str, ...], words: str) -> None:
    spoil(good, *statements)

    def read() -> Any:
        with closing(Recording(good)) as opened:
            opened.objects()
            return list(opened.slices())

    before = good.read_bytes()
    with pytest.raises(UnreadableRecording, match=words):
        read()
    assert good.read_bytes() == before


@pytest.mark.parametrize("grouping", [True, False])
def test_calls_with_many_results_are_given_a_few_at_a_time(
    good: Path, grouping: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2,048 calls with 99,999 results each were eight gigabytes at once; here a hundredth of that."""
    monkeypatch.setattr("selcore.recording.reader.LONGEST", 1000)
    monkeypatch.setattr("selcore.recording.reader.SHOWN", 1000)
    with closing(sqlite3.connect(good)) as db:
        ((result,),) = db.execute("SELECT min(result) FROM result_kinds").fetchall()
        for list_, places in (98, 999), (99, 1001):
            db.executemany("INSERT INTO ready_lists VALUES (?,?,?)", ((list_, n, result) for n in range(places)))
        db.execute("UPDATE calls SET list = 98")
        db.commit()
        with closing(Recording(good)) as opened:
            sizes = [
                sum(len(fact.ids) for fact in facts if isinstance(fact, CallBlock))
                for _, facts in islice(opened.slices(grouping), 4)
            ]
        assert max(sizes) == (999 if grouping else 1998)
        db.execute("UPDATE calls SET list = 99")
        db.commit()
    with closing(Recording(good)) as opened, pytest.raises(UnreadableRecording, match="more than 1,000 results"):
        list(opened.slices(grouping))


def test_of_much_that_was_asked_a_little_is_read_at_a_time(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.recording.reader.MUCH", 1000)
    few = facts_of(good)
    assert len(few) > 15 and not [one for one in few if isinstance(one, CallBlock) and len(one) > 200]
    monkeypatch.undo()
    calls = [len(one) for one in facts_of(good) if isinstance(one, CallBlock)]
    assert sum(len(one) for one in few if isinstance(one, CallBlock)) == sum(calls) and max(calls) > 500


def test_what_is_no_sqlite_file_is_refused(tmp_path: Path, good: Path) -> None:
    text, empty, cut = tmp_path / "text.sqlite", tmp_path / "empty.sqlite", tmp_path / "cut.sqlite"
    text.write_text("not one\n" * 100)
    empty.write_bytes(b"")
    cut.write_bytes(good.read_bytes()[:-5000])
    for path, words in (
        (text, "not a SQLite file"),
        (empty, "not a SQLite file"),
        (cut, "cut off"),
        (tmp_path, "not a regular file"),
        (tmp_path / "none", "no such file"),
    ):
        with pytest.raises(UnreadableRecording, match=words):
            Recording(path)


def test_damage_in_the_middle_is_said_where_it_is_met(good: Path) -> None:
    data = bytearray(good.read_bytes())
    half = len(data) // 2 // 4096 * 4096
    data[half : half + 8192] = b"\xff" * 8192
    good.write_bytes(data)
    with closing(Recording(good)) as opened, pytest.raises(UnreadableRecording):
        list(opened.slices())


def test_rows_that_stand_in_another_order_end_it_and_are_not_met_for_ever(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite goes to the first row that is asked for, and takes those behind it for larger ones."""
    first, many = 1 << 20, 40
    spoil(
        good,
        "INSERT INTO calls (position, number, step, start_ns, end_ns, timeout_text, backend, selector, results, list) "
        f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) "
        f"SELECT {first} + i, i, 1, 1, 2, '0', 'epoll', '', 0, 0 FROM n",
    )
    data = good.read_bytes()
    assert data.count(varint(first + 20)) == 1
    good.write_bytes(data.replace(varint(first + 20), varint(1 << 14)))
    monkeypatch.setattr(reader, "SLICE", 20)
    with closing(Recording(good)) as opened, pytest.raises(UnreadableRecording) as error:
        reached = 0
        for at, _ in opened.slices():
            assert at > reached
            reached = at
    words = f"in row {first + 19} of its table calls: the rows behind it are not in their order"
    assert str(error.value).endswith(words) and reached == first + 19


def varint(number: int) -> bytes:
    """As SQLite writes a row's number: seven bits a byte, all but the last with the eighth."""
    found = [number & 127]
    while number := number >> 7:
        found.insert(0, number & 127 | 128)
    return bytes(found)


def flip(path: Path, table: str, column: str, row: int) -> None:
    """One byte in the words of that cell, within the page: it is no UTF-8 any more."""
    ((words,),) = query(path, f"SELECT {column} FROM {table} WHERE rowid = ?", (row,))
    spoil(
        path,
        f"UPDATE {table} SET {column} = CAST(x'{(words[:-2].encode() + bytes([255]) + b'}').hex()}' AS TEXT) "
        f"WHERE rowid = {row}",
    )


@pytest.mark.parametrize("grouping", [True, False])
@pytest.mark.parametrize("behind", [0, 1])
def test_what_precedes_a_damaged_row_is_given(tmp_path: Path, grouping: bool, behind: int) -> None:
    path = tmp_path / "r.sqlite"
    record(path, PAIR, WRITE_A, c.Run(calls=30, timeout=0), *[c.Note(text="x")] * 5)
    whole, ((last,),) = facts_of(path, grouping), query(path, "SELECT max(position) FROM commands")
    for column in "command", "python":
        flip(path, "commands", column, last - behind)
    given = list[Any]()
    with closing(Recording(path)) as opened, pytest.raises(UnreadableRecording) as error:
        for _, facts in opened.slices(grouping):
            given += facts
    words = f"it holds what no recording holds, in row {last - behind} of its table commands: text that is not UTF-8"
    assert str(error.value) == words
    assert [one for one in given if isinstance(one, Entry)] == [one for one in whole if isinstance(one, Entry)][
        : -1 - behind
    ]


@pytest.mark.parametrize(
    ("table", "column", "where"),
    [
        ("calls", "backend", "row 7 of its table calls"),
        ("result_kinds", "name", "row 1 of its table result_kinds"),
        ("objects", "detail", "its table objects"),
        ("meta", "value", "its table meta"),
        ("ready_lists", "result", "its table ready_lists"),
    ],
)
def test_text_that_is_not_utf_8_is_said_with_its_table_and_never_with_our_query(
    good: Path, table: str, column: str, where: str
) -> None:
    cell = "CAST(x'62ff' AS TEXT)" if table != "ready_lists" else "'b'"
    row = {"calls": 7, "meta": 3}.get(table, 1)
    spoil(good, f"UPDATE {table} SET {column} = {cell} WHERE rowid = {row}")
    with pytest.raises(UnreadableRecording) as error, closing(Recording(good)) as opened:
        opened.objects()
        list(opened.slices())
    assert f"it holds what no recording holds, in {where}: " in str(error.value)
    assert "substr" not in str(error.value) and "SELECT" not in str(error.value)


def test_what_takes_too_much_memory_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_it(*_: Any) -> None:
        raise MemoryError

    with closing(Recording(good)) as opened, monkeypatch.context() as patch:
        patch.setattr(reader, "state_of", out_of_it)
        with pytest.raises(UnreadableRecording, match="more memory than any recording does"):
            opened.objects()
    monkeypatch.setattr(opening, "guard", out_of_it)
    with pytest.raises(UnreadableRecording, match="more memory than any recording does"):
        Recording(good)


def test_any_page_may_be_noise(good: Path) -> None:
    """Whatever is in the file, it is a reason or a row: never another exception."""
    whole = good.read_bytes()
    for page in range(0, len(whole) // 4096, 2):
        data = bytearray(whole)
        for place in range(page * 4096 + (100 if page == 0 else 0), (page + 1) * 4096, 97):
            data[place] ^= 0x55
        good.write_bytes(data)
        try:
            with closing(Recording(good)) as opened:
                opened.objects()
                list(opened.slices(True))
        except UnreadableRecording as error:
            assert str(error)


def test_a_newer_file_with_more_in_it_is_read(good: Path) -> None:
    spoil(
        good, "ALTER TABLE calls ADD COLUMN more TEXT", "CREATE TABLE extra (a)", "INSERT INTO meta VALUES ('a', 'b')"
    )
    assert facts_of(good)
    assert query(good, "SELECT value FROM meta WHERE key = 'format'") == [(FORMAT,)]
