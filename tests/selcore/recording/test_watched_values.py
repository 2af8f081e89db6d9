"""A watched run is opened as it was told: its turns, its warnings; and what a stranger may have written there."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from selcore.programs.warning_words import news_of
from selcore.recording import Recording, UnreadableRecording
from selcore.recording.cells import TOLD, turn_json
from selcore.recording.values import ODD
from selcore.recording.watched_values import turn_of, warning_of
from selcore.values.facts import Batch, Entry, Fact
from selcore.values.watched import MOST_WAITED, ProgramWarning, Turn, WaitedFor
from tests.selcore.recorded import facts_of, query
from tests.selcore.recorded_watch import OWN, PEER, SERVE, TURNS, WARNING, record_watched


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return record_watched(tmp_path / "r.sqlite")


def told(facts: list[Fact]) -> list[Turn | ProgramWarning]:
    return [fact.about for fact in facts if isinstance(fact, Entry) and fact.about is not None]


def test_turns_and_warnings_are_what_they_were(path: Path) -> None:
    first, second, foreign, own = told(facts_of(path))
    assert (first, second) == TURNS and own == OWN
    assert isinstance(foreign, ProgramWarning) and str(foreign.message) == WARNING.message.template
    assert (foreign.lint, foreign.name, foreign.function) == ("long-turn", "serve server.py:4", SERVE)
    with closing(Recording(path)) as opened:
        assert opened.watched == "watched: server.py"
    shown = news_of(Batch(tuple(facts_of(path)))).warnings
    assert [one.lint for one in shown] == ["long-turn", "keys-left"] and all(str(one.what_to_do) for one in shown)


def test_sql_has_them_as_numbers_and_words(path: Path) -> None:
    columns = "number, handles, longest, file, line, longest_seconds, waiting, waited_most, doing"
    assert query(path, f"SELECT {columns} FROM turns ORDER BY position") == [
        (3, 2, "serve", "/nowhere/server.py", 4, 0.229, 1, 0.23, "sleeping"),
        (5, 9, None, None, None, None, 0, None, "computing"),
    ]
    assert query(path, "SELECT lint, name, function, file, line FROM warnings ORDER BY position") == [
        ("long-turn", "serve server.py:4", *SERVE),
        ("keys-left", PEER, None, None, None),
    ]
    notes = query(path, "SELECT c.verb FROM commands c JOIN turns t ON t.position = c.position")
    assert notes == [("note",)] * 2


def test_one_of_an_earlier_version_opens_without_them(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript("DROP TABLE turns; DROP TABLE warnings; DELETE FROM meta WHERE key = 'watched'")
    facts = facts_of(path)
    assert told(facts) == [] and len([one for one in facts if isinstance(one, Entry)]) == 6
    with closing(Recording(path)) as opened:
        assert opened.watched == ""


def test_a_view_in_their_place_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript("ALTER TABLE turns RENAME TO t; CREATE VIEW turns AS SELECT * FROM t")
    with pytest.raises(UnreadableRecording, match="it has no table turns"):
        facts_of(path)


def test_what_is_wrong_in_one_is_told_with_its_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE turns SET detail = json_set(detail, '$.end', 1) WHERE number = 5")
        db.commit()
    found: list[Fact] = []
    with closing(Recording(path)) as opened, pytest.raises(UnreadableRecording, match=r"row \d+ of its table turns"):
        for _, facts in opened.slices():
            found += facts
    assert told(found) == [TURNS[0]]


def test_a_turn_of_no_note_is_nobodys(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE turns SET position = (SELECT min(position) FROM calls) WHERE number = 5")
        db.commit()
    assert told(facts_of(path))[:2] != list(TURNS) and len(told(facts_of(path))) == 3


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *(("pid", -1), ("pid", "7"), ("number", 1 << 31), ("handles", 1.5), ("start", 1 << 62), ("end", 0)),
        *(("last", -1), ("measured", 1e300), ("measured", None), ("ready", -1), ("others", -5)),
        *(("longest", ["x"]), ("longest", {"function": ["f" * 2000, "", 1], "seconds": 1}), ("longest", 5)),
        *(("longest", {"function": ["f", "", -1], "seconds": 1}), ("doing", {"what": "<b>"}), ("doing", None)),
        *(("waited", [5]), ("waited", [{"fd": 1 << 40, "name": "a", "seconds": 1}])),
        ("waited", [{"fd": 1, "name": "x" * 2000, "seconds": 1}]),
        ("waited", [{"fd": 1, "name": "x", "seconds": 1e12}]),
        ("waited", [{"fd": 1, "name": "x", "seconds": 1}] * (MOST_WAITED + 1)),
    ],
)
def test_what_no_turn_has_is_refused(place: str, value: Any) -> None:
    turn: dict[str, Any] = msgspec.to_builtins(TURNS[0])
    assert turn_of(json.dumps(turn)) == TURNS[0]
    with pytest.raises((msgspec.MsgspecError, *ODD)):
        turn_of(json.dumps(turn | {place: value}))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *(("pid", 1 << 31), ("at", -1), ("lint", "x" * 101), ("lint", None), ("name", 5), ("name", "n" * 10_001)),
        *(("function", ["f", "f.py"] * 9), ("function", ["f", "f" * 1001, 1]), ("message", "words")),
        ("message", {"template": OWN.message.template, "values": {}}),
    ],
)
def test_what_no_warning_has_is_refused(place: str, value: Any) -> None:
    warning: dict[str, Any] = msgspec.to_builtins(OWN)
    assert warning_of(json.dumps(warning)) == OWN
    with pytest.raises((msgspec.MsgspecError, *ODD)):
        warning_of(json.dumps(warning | {place: value}))


def test_of_very_many_that_waited_as_many_are_kept_as_a_reader_takes() -> None:
    names = tuple(WaitedFor(n, "/tmp/" + "x" * 400, 0.1) for n in range(MOST_WAITED))
    found = turn_of(str(turn_json(msgspec.structs.replace(TURNS[0], waited=names, others=5))))
    assert len(turn_json(found)) <= TOLD and 50 < len(found.waited) < MOST_WAITED
    assert found.waiting == MOST_WAITED + 5 and found.waited == names[: len(found.waited)]
