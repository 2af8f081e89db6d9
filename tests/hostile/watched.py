"""Recordings that lie about a watched program: turns and warnings that no recorder writes, in the one of a session."""

import json
from typing import Any

import msgspec

from tests.selcore.recorded_watch import OWN, TURNS

from .case import OPENS, REFUSED
from .lies import TAPES
from .recordings import MARKUP, sql

__all__ = ["TAPES"]

WATCHED = f"INSERT INTO meta VALUES ('watched', '{MARKUP}')"


def _quoted(value: dict[str, Any]) -> str:
    return json.dumps(value).replace("'", "''").replace("''{fifo}''", "{fifo}")


def _noted(table: str, detail: str) -> str:
    """That a note tells this, of a warning another one; the other columns are for whoever asks SQL."""
    which = "min" if table == "turns" else "max"
    return (
        f"INSERT INTO {table} (position, detail) SELECT {which}(position), {detail} FROM commands WHERE verb = 'note'"
    )


def _turn(**other: Any) -> str:
    return _noted("turns", f"'{_quoted(msgspec.to_builtins(TURNS[0]) | other)}'")


def _warning(**other: Any) -> str:
    return _noted("warnings", f"'{_quoted(msgspec.to_builtins(OWN) | other)}'")


_LONG_LINES = {"function": ["f" * 1000, "/" + "d" * 900, 2**31 - 1], "seconds": 1e9}
_TEMPLATE = {"template": "{a:>999999999}{a.__class__}", "values": {"a": "x"}}
for id, comes, tries, statements in (
    ("watch-turn", OPENS, "a turn of a session", (_turn(),)),
    (
        "watch-markup",
        OPENS,
        "markup as a function, its file, who waited, a warning",
        (
            WATCHED,
            _turn(
                longest={"function": [MARKUP, MARKUP, 1], "seconds": 1},
                waited=[{"fd": 1, "name": MARKUP, "seconds": 1}],
            ),
            _warning(name=MARKUP, lint="<b>lint</b>", message={"template": MARKUP}),
        ),
    ),
    (
        "watch-file",
        OPENS,
        "a function that names files of the reader",
        (WATCHED, _turn(longest={"function": ["f", "{victim}", 1], "seconds": 1}), _warning()),
    ),
    ("watch-fifo", OPENS, "a FIFO as a source", (_turn(longest={"function": ["f", "{fifo}", 1], "seconds": 1}),)),
    ("watch-escapes", OPENS, "a terminal's commands as a warning", (WATCHED, _warning(name="\x1b[2J\n\r\u202e"))),
    ("watch-lines", OPENS, "a line of 2**31 in a path of 900", (WATCHED, _turn(longest=_LONG_LINES))),
    ("watch-template", OPENS, "a template as a warning", (WATCHED, _warning(message=_TEMPLATE))),
    ("watch-time", REFUSED, "a turn of 2**60 ns", (_turn(end=1 << 60),)),
    ("watch-back", REFUSED, "a turn that ended before it began", (_turn(start=9, end=1),)),
    ("watch-many", REFUSED, "a thousand that waited", (_turn(waited=[{"fd": 1, "name": "a", "seconds": 1}] * 1000),)),
    ("watch-words", REFUSED, "words as a turn", (_noted("turns", "'soon'"),)),
    ("watch-bytes", REFUSED, "bytes as a warning", (_noted("warnings", "x'00'"),)),
    ("watch-huge", REFUSED, "a turn of 8 MB", (_noted("turns", "hex(zeroblob(4000000))"),)),
    ("watch-view", REFUSED, "a view as turns", ("DROP TABLE turns", "CREATE VIEW turns AS SELECT 1 AS position")),
):
    TAPES.row(id, comes, tries, sql(*statements))
