"""What other programs know a recording by, and how its rows are written and joined."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from selcore.files.file_head import APPLICATION_ID
from selcore.recording.schema import CALL_COLUMNS, FORMAT, NOTHING, TABLES, VERSION, VIEWS, many_calls


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(TABLES + VIEWS)
        yield db


def test_it_is_known_by_its_name_and_four_letters() -> None:
    assert (FORMAT, VERSION, NOTHING) == ("selector-playground-recording", 1, 0)
    assert APPLICATION_ID.to_bytes(4, "big") == b"SPRC"


@pytest.mark.parametrize("count", [1, 2, 64])
def test_many_calls_are_written_in_one_statement(db: sqlite3.Connection, count: int) -> None:
    """Position and number count on; the rest is the same, but for what each call has of its own."""
    same = (10, 7, 3, 0.5, "0.5", "poll", "inner")
    assert len(same) == len(CALL_COLUMNS)
    each = [(100 + n, 200 + n, 2, n % 3) for n in range(count)]
    db.execute(many_calls(count), [*same, *(value for one in each for value in one)])
    asked = (
        "SELECT position, number, step, timeout, timeout_text, backend, selector, start_ns, end_ns, results, list, "
        "reentered, interrupted, error, detail FROM calls ORDER BY position"
    )
    assert db.execute(asked).fetchall() == [
        (10 + n, 7 + n, *same[2:], *one, 0, None, None, None) for n, one in enumerate(each)
    ]


def test_each_result_of_each_call_is_a_row_of_the_views(db: sqlite3.Connection) -> None:
    """Seconds count from the moment that both clocks were read; unix_time is what the clock on the wall said."""
    db.execute("INSERT INTO meta VALUES ('monotonic_ns', '1000000000'), ('wall_ns', '1700000000000000000')")
    db.execute(many_calls(2), [1, 5, 3, None, "None", "poll", "", 3_000_000_000, 3_500_000_000, 2, 9, 4, 5, 0, NOTHING])
    db.execute("INSERT INTO ready_lists VALUES (9, 0, 2), (9, 1, 1)")
    kind = "INSERT INTO result_kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
    db.execute(kind, (1, "a", 100, 1, "READ", 16, "POLLHUP", "did it", 3, 4, "OSError: no"))
    db.execute(kind, (2, "b", 101, 2, "WRITE", None, None, None, 0, 0, None))
    assert db.execute("SELECT * FROM results ORDER BY place").fetchall() == [
        (1, 5, 0, "b", 101, 2, None, None, 0, 0, None),
        (1, 5, 1, "a", 100, 1, 16, "did it", 3, 4, "OSError: no"),
    ]
    same = (5, 3, 2.0, 1_700_000_002.0, 0.5, "None", "poll", "")
    assert db.execute("SELECT * FROM ready ORDER BY place").fetchall() == [
        (*same, 0, "b", 101, "WRITE", None, None, 0, 0, 1),
        (*same, 1, "a", 100, "READ", "POLLHUP", "did it", 3, 4, 1),
    ]
