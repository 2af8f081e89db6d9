"""What a filter asks about, computed from the ring's columns: -1 becomes "missing", masks and kernel flags become sets,
and a result's row gets what its call knows.

Sets (``returned``, ``raw``) are words whose members are separated by ``|``; ``[]`` is the empty set, the empty word
stands for no set at all.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..backends import raw_names
from ..system.lazy import later
from ..values.masks import to_events
from .word_tables import Coded

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

Numbers = Mapping[str, Any]
"""Columns by the names that ``Columns`` has for them."""
TABLE = 1 << 16
"""Kernel flags below this number serve as codes themselves."""


def number(column: Any) -> Any:
    """A column in which -1 means missing, with NaN in its place."""
    absent = column < 0
    return np.where(absent, np.nan, column) if absent.any() else column


def of_call(column: Any, child: Any) -> Any:
    """The column with the value of the call's own row in the rows of its results."""
    return column[heads(child)] if child.any() else column


def heads(child: Any) -> Any:
    """For each row the index of the row that begins its call: its own, unless it is a result below its call's row."""
    places = np.arange(len(child))
    found = np.maximum.accumulate(np.where(child, -1, places))
    return np.where(found < 0, places, found)  # the row of its call has been removed


def with_heads(matches: Any, child: Any) -> Any:
    """The rows that match, and for each result the row of its call: without that, nobody could tell whose it is."""
    found = matches.copy()
    found[heads(child)[matches & child]] = True
    return found


def set_word(members: Sequence[str] | None) -> str:
    """A set as its column has it."""
    return "" if members is None else "|".join(members) or "[]"


def returned(numbers: Numbers) -> Coded:
    """The masks as sets of events."""
    mask = numbers["returned"]
    most = max(int(mask.max(initial=0)), 3)
    words = [*(set_word(to_events(value)) for value in range(most + 1)), "[]"]
    absent = mask < 0
    if absent.any():
        mask = np.where(absent & (numbers["results"] == 0), most + 1, mask)
    return Coded(mask, words)


def raw(numbers: Numbers) -> Coded:
    """The kernel's flags as sets of their names."""
    raw, backend = numbers["raw"], numbers["backend"]
    known = raw >= 0
    raw = raw if known.all() else np.where(known, raw, 0)
    if len(raw) and int(raw.max()) < TABLE and int(backend.codes.min()) == int(backend.codes.max()):
        return _flags_as_codes(raw, backend.words[backend.codes[0]])
    keys = raw.astype(np.int64) * len(backend.words) + backend.codes
    used, codes = np.unique(keys, return_inverse=True)
    size = len(backend.words)
    words = [_flags(key // size, backend.words[key % size]) for key in used.tolist()]
    return Coded(codes.reshape(keys.shape), words)


def _flags_as_codes(raw: Any, backend: str) -> Coded:
    """The numbers of the flags are small and few: they serve as codes, and only those that occur get a word."""
    words = [""] * (int(raw.max()) + 1)
    occurs = np.zeros(len(words), bool)
    occurs[raw] = True  # to count them takes five times as long
    for value in np.flatnonzero(occurs).tolist():
        words[value] = _flags(value, backend)
    return Coded(raw, words)


def _flags(raw: int, backend: str) -> str:
    """A row without flags belongs to no result: the kernel reports at least one for each."""
    return set_word(raw_names(backend, raw) if raw and backend else None)
