"""The names that expressions may use: the fields of the history, and other spellings of them.

A missing number is NaN and a missing word is empty, so that every comparison gives the answer that Python would give.
"""

from ..history.fields import FIELDS, FieldType

TYPES: dict[str, FieldType] = {field.id: field.type for field in FIELDS}
ALIASES = {"object": "name", "command": "do"}
"""The ids of the history's columns where they are others."""
EVENTS = {"READ": "read", "WRITE": "write", "EVENT_READ": "read", "EVENT_WRITE": "write"}
"""Events by the names that Python has for them; by itself one asks whether it was returned."""
MEANT = {
    "events": "returned", "mask": "returned", "flags": "raw", "exception": "error", "type": "error", "effect": "did",
    "callback": "did", "elapsed": "waited", "duration": "waited", "wait": "waited", "repeat": "count", "obj": "name",
    "fileobj": "name", "number": "call", "selector": "backend", "read": "READ", "write": "WRITE",
}  # fmt: skip
"""Other names that people use: not accepted, but suggested."""


def column(word: str) -> str | None:
    """The column of that name; None if there is none."""
    id = ALIASES.get(word, word)
    return id if id in TYPES else None
