"""What docs/recordings.md tells: each table and column is there, each line of SQL and Python does what it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from selcore.recording import schema
from selcore.recording.opening import expected_columns
from selcore.values import commands as c
from tests import ROOT
from tests.selcore.driver import PAIR, READ_A, SEND_B, WRITE_A
from tests.selcore.recorded import query, record
from tests.selcore.recorded_watch import record_watched

WORDS = (ROOT / "docs" / "recordings.md").read_text(encoding="utf-8")
ECHO = c.Register(name="two.a", events=("read",), callback="echo")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", WORDS, re.DOTALL)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("docs") / "recording.sqlite"
    two = c.Open(kind="socketpair", name="two")
    hello = c.Send(name="two.b", text="hello")
    record(path, PAIR, WRITE_A, two, ECHO, hello, READ_A, SEND_B, c.Run(calls=50, timeout=0))
    yield path


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record_watched(tmp_path_factory.mktemp("watched") / "recording.sqlite")


@pytest.mark.parametrize("sql", blocks("sql"))
def test_each_question_has_an_answer(path: Path, watched: Path, sql: str) -> None:
    assert query(watched if "turns" in sql else path, sql) != []


def test_the_answers_are_right(path: Path) -> None:
    answers = [query(path, sql) for sql in blocks("sql") if "turns" not in sql]
    assert answers[0] == [("pair.a", "WRITE", 50), ("two.a", "READ", 1)]
    assert answers[3][0][2:4] == ("KeyError", None)
    assert answers[5] == [("pair.a", "two.a", 1)] or answers[5] == [("two.a", "pair.a", 1)]
    assert answers[6] == [("two.a", 5, 5)]
    assert ("lost_calls", "0") in answers[7]


def test_the_answers_about_a_watched_program_are_right(watched: Path) -> None:
    turns, waited = (query(watched, sql) for sql in blocks("sql") if "turns" in sql)
    assert turns[0] == ("serve", "/nowhere/server.py", 4, 1, 230.0, 1)
    assert waited == [("127.0.0.1:50212", 0.23)]


@pytest.mark.parametrize("code", blocks("python"))
def test_each_line_of_python_works(
    path: Path, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(path.parent)
    space: dict[str, object] = {}
    exec(code, space)
    space["db"].close()  # type: ignore[attr-defined]
    assert "pair.a" in capsys.readouterr().out


def test_each_table_and_column_is_told(path: Path, watched: Path) -> None:
    rows = {
        name: set(re.findall(r"`([a-z_]+)`", cells))
        for name, cells in re.findall(r"^\| `(\w+)` \|(.*)\|$", WORDS, re.M)
    }
    for table, columns in expected_columns().items():
        assert columns.keys() <= rows[table], table
    for view in ("results", "ready"):
        found = {row[1] for row in query(path, f"PRAGMA table_info({view})")}
        assert found == rows[view], view
    assert {key for (key,) in query(watched, "SELECT key FROM meta")} - rows["meta"] == {"ended_ns"}
    assert schema.FORMAT in {value for (value,) in query(path, "SELECT value FROM meta")}
