"""What is wrong with a recording, in words: which table and row it is in, and never the query that met it."""

import sqlite3

from .opening import UnreadableRecording

_IN_A_ROW = ("SQLITE_CORRUPT", "SQLITE_TOOBIG")
"""What SQLite calls damage that other rows need not have."""
_NOT_TEXT = "Could not decode to UTF-8"
"""How Python's sqlite3 begins what it says of text that is none; the column of the query and the text follow."""


class Damaged(UnreadableRecording):
    """The damage is in some row; the rows before it may be intact."""


class ReaderPosition:
    """The position of the reader: the table, and the row by its primary key if that is known."""

    def __init__(self) -> None:
        self._words = ""

    def at(self, table: str, row: object = None) -> None:
        """Reading goes on there."""
        self._words = f"its table {table}" if row is None else f"row {str(row)[:40]} of its table {table}"

    def wrong(self, why: str) -> Damaged:
        """The error for a wrong value at this place."""
        return Damaged(f"it holds what no recording holds, in {self._words or 'its tables'}: {why[:200]}")

    def met(self, error: sqlite3.Error) -> UnreadableRecording:
        """The error for what SQLite reported at this place."""
        if str(error).startswith(_NOT_TEXT):
            return self.wrong("text that is not UTF-8")
        if getattr(error, "sqlite_errorname", "").startswith(_IN_A_ROW):
            return Damaged(f"SQLite says: {error}, in {self._words or 'its tables'}")
        return UnreadableRecording(f"SQLite says: {error}")
