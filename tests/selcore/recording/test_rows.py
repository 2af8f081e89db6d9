"""Pieces as rows: what comes again is written once and known by its number, whichever way it comes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from selcore.recording.rows import RowWriter
from selcore.recording.schema import TABLES, VIEWS
from selcore.recording.tape import First, Lost, Piece
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import Close, Note, Register, Send
from selcore.values.facts import Entry, Fact, ObjectState, RunCall
from selcore.values.outcomes import Call, Done, Effect, Outcome, Refused, Result, Returned
from selcore.values.text import text

A, B = Result("a", 100, 1, 1, None), Result("b", 101, 2, None, None)
SERVED = Result("a", 100, 1, 1, Effect((text("3 bytes in"),), 3, 0))


class Written:
    """A database in memory, and what is written into it."""

    def __init__(self, db: sqlite3.Connection):
        self._db, self.rows, self._position = db, RowWriter(db), 1

    def put(self, fact: Fact | First | Lost | None, *objects: ObjectState, gone: tuple[str, ...] = ()) -> None:
        self.rows.write(Piece(self._position, fact, objects, gone))
        self._position += len(fact) if isinstance(fact, CallBlock) else 1

    def all(self, sql: str) -> list[tuple[Any, ...]]:
        return self._db.execute(sql).fetchall()


@pytest.fixture
def written() -> Iterator[Written]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(TABLES + VIEWS)
        yield Written(db)


def call(number: int, *results: Result) -> RunCall:
    return RunCall(0, number, Returned(Call(number, "poll", 0, number, 0.0, results)))


def block(number: int, *calls: tuple[Result, ...]) -> CallBlock:
    made = CallBlock(0, number, number, "poll", 0, "", ResultTable())
    for results in calls:
        made.starts.append(number)
        made.ends.append(number + 1)
        made.sizes.append(len(results))
        for result in results:
            kinds = made.results.kinds
            made.ids.append(kinds.index(result) if result in kinds else made.results.add((len(kinds),), result))
    return made


CALLS: list[tuple[Result, ...]] = [(A,), (B, A), (), (A,), (SERVED,), (B, A), (A, B)]


@pytest.mark.parametrize("together", [True, False])
def test_each_kind_and_each_list_is_written_once(written: Written, together: bool) -> None:
    for first in (1, 11):
        facts = [block(first, *CALLS)] if together else [call(first + n, *one) for n, one in enumerate(CALLS)]
        for fact in facts:
            written.put(fact)
    assert written.all("SELECT result, name, fd, mask, events, raw, flags, did, received FROM result_kinds") == [
        (1, "a", 100, 1, "READ", 1, "POLLIN", None, 0),
        (2, "b", 101, 2, "WRITE", None, None, None, 0),
        (3, "a", 100, 1, "READ", 1, "POLLIN", "3 bytes in", 3),
    ]
    lists = [(1, 0, 1), (2, 0, 2), (2, 1, 1), (3, 0, 3), (4, 0, 1), (4, 1, 2)]
    assert written.all("SELECT * FROM ready_lists") == lists
    assert written.all("SELECT number, list FROM calls WHERE number < 10") == list(
        zip(range(1, 8), [1, 2, 0, 1, 3, 2, 4], strict=True)
    )
    assert (written.rows.calls, written.rows.results, written.rows.commands) == (14, 18, 0)
    assert len(written.all("SELECT * FROM results")) == 18


def test_what_was_there_before_is_not_known_since_when(written: Written) -> None:
    state = ObjectState("old", "pipe", 100, "open")
    written.put(First((state,), "epoll"))
    written.put(Entry(0, Note(text=""), Done(), 50), ObjectState("new", "pipe", 101, "open"))
    written.put(Entry(1, Close(name="old"), Done(), 70), ObjectState("old", "pipe", 100, "closed"))
    written.put(Entry(2, Note(text=""), Done(), 90), ObjectState("old", "pipe", 100, "closed", warning="late"))
    written.rows.settle((3, 4))
    assert written.all("SELECT name, opened_ns, closed_ns, state FROM objects ORDER BY name") == [
        ("new", 50, None, "open"),
        ("old", None, 70, "closed"),
    ]
    about = dict(written.all("SELECT key, value FROM meta"))
    assert about == {
        **{"backend": "epoll", "calls": "0", "results": "0", "commands": "3"},
        **{"lost_calls": "3", "lost_results": "4", "lost_records": "0"},
    }


def test_a_name_that_was_forgotten_and_comes_again_is_another_object(written: Written) -> None:
    state = ObjectState("server.1", "connection", 100, "open")
    written.put(Entry(0, Note(text=""), Done(), 10), state)
    written.put(None, gone=("server.1",))
    written.put(Entry(1, Note(text=""), Done(), 30), state)
    written.rows.settle()
    assert written.all("SELECT name, opened_ns FROM objects") == [("server.1", 30)]


@pytest.mark.parametrize("outcome", [Done(), Refused("OSError", "no", 9, remedy=Note(text="instead"))])
def test_a_command_has_its_line_of_python_and_nothing_that_is_offered_instead(
    written: Written, outcome: Outcome
) -> None:
    state = ObjectState("a", "text-file", 100, "open")
    for number, command in enumerate((Send(name="a", text="x"), Register(name="a", events=("read",)))):
        written.put(Entry(number, command, outcome, 5), state)
    rows = written.all("SELECT step, verb, name, python FROM commands ORDER BY position")
    assert [row[:3] for row in rows] == [(0, "send", "a"), (1, "register", "a")]
    assert "a.write('x')" in rows[0][3], "a file is written to as text"
    assert all("instead" not in str(row) for row in written.all("SELECT * FROM commands"))


def test_what_was_lost_has_its_place(written: Written) -> None:
    written.put(call(1))
    written.put(Lost(7, 8, 9))
    assert written.all("SELECT * FROM losses") == [(2, 7, 8, 9, 0)]
