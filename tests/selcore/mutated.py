"""A recording with one thing in it that is not as it should be: each cell, and each value within its JSON."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

DEEP = "[" * 5000 + "]" * 5000
CELLS: tuple[Any, ...] = (
    *(None, -1, 0, 1, 2**31, 2**53, 2**63 - 1, -(2**63), 0.5, 1e308, float("inf"), float("-inf")),
    *("", "a\0b", "x" * 30_000, "{a:>999999999}", "<img src=x>", b"\xff", b"", DEEP, "{}", "[]", "null", "9" * 5000),
)
LEAVES: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**31, 2**63, -(2**70), 10**900, 0.5, 1e308, "", "a\0b", "x" * 30_000, "{a:>999999999}"),
    *([], {}, [[1, [2]]], {"a": {"b": 1}}, ["x"] * 3000),
)


GONE = object()


class Mutation(NamedTuple):
    """A cell of a row, what stands in it instead, and where within its JSON; empty: in the place of the whole."""

    table: str
    row: int
    column: str
    value: Any
    where: tuple[Any, ...] = ()

    def __str__(self) -> str:
        value = "gone" if self.value is GONE else repr(self.value)[:60]
        return f"{self.table}.{self.column} of {self.row} {self.where}: {value}"


def mutations(path: Path) -> Iterator[Mutation]:
    """All of them: of the first rows of each table, and the last."""
    with closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            rows = db.execute(f"SELECT rowid, * FROM {table}").fetchall()
            for row in rows[:30] + rows[-2:]:
                for column, cell in zip(columns, row[1:], strict=True):
                    yield from (Mutation(table, row[0], column, value) for value in CELLS)
                    if column in ("detail", "command", "outcome") and cell is not None:
                        for where in _places(json.loads(cell), ()):
                            yield from (Mutation(table, row[0], column, leaf, where) for leaf in (*LEAVES, GONE))


def _places(value: Any, where: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*where, key)
        yield from _places(value[key], (*where, key))


class Spoiler:
    """One file that is spoiled again and again."""

    def __init__(self, made: Path, path: Path):
        self._made, self.path = made, path

    def spoil(self, one: Mutation) -> bool:
        """Begin with the good one; whether SQLite takes the value there."""
        shutil.copyfile(self._made, self.path)
        with closing(sqlite3.connect(self.path)) as db:
            db.execute("PRAGMA synchronous=OFF")
            db.execute("PRAGMA journal_mode=MEMORY")
            value = _within(db, one) if one.where else one.value
            try:
                db.execute(f"UPDATE {one.table} SET {one.column} = ? WHERE rowid = ?", (value, one.row))
            except sqlite3.Error:
                return False
            db.commit()
        return True


def _within(db: sqlite3.Connection, one: Mutation) -> str:
    (cell,) = db.execute(f"SELECT {one.column} FROM {one.table} WHERE rowid = ?", (one.row,)).fetchone()
    whole = inner = json.loads(cell)
    for key in one.where[:-1]:
        inner = inner[key]
    if one.value is not GONE:
        inner[one.where[-1]] = one.value
    else:
        del inner[one.where[-1]]
    return json.dumps(whole)
