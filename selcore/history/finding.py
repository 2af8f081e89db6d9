"""Which row is meant by a call, by an object, or as the newest result: found in the columns, without making rows.

A million rows take some milliseconds: when somebody asks, not with each batch.
"""

from typing import TYPE_CHECKING, Any

from ..system.lazy import later
from ..values.outcomes import Done
from .kept_rows import KeptRows
from .ring import COMMAND

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
else:
    np = later("numpy")


def serial_of_call(store: KeptRows, number: int, name: str = "") -> int:
    """The serial number of the row that this call returned that object in, else of its own row, or of the group that it
    is in; -1 where none is kept."""
    for columns in (store.columns(), store.kept_columns()):
        found = _call_in(columns, number, name)
        if found >= 0:
            return found
    return -1


def _call_in(columns: "Mapping[str, Any]", number: int, name: str) -> int:
    calls = columns["call"]
    told = np.flatnonzero(calls >= 0)
    last = int(np.searchsorted(calls[told], number, "right")) - 1
    if last < 0:
        return -1
    same = told[calls[told] == calls[told[last]]]
    own = same[np.asarray(columns["object"].equals(name))[same]]
    return int(columns["serial"][(own if len(own) else same)[0]])


def newest_about(store: KeptRows, name: str) -> int:
    """The newest row of that object, a result if there is one, else a command; -1 where none is kept."""
    for results in (True, False):
        for columns in (store.columns(), store.kept_columns()):
            about = np.asarray(columns["object"].equals(name))
            found = np.flatnonzero(about & (columns["returned"] >= 0) if results else about)
            if len(found):
                return int(columns["serial"][found[-1]])
    return -1


def newest_result(store: KeptRows, since: int) -> int:
    """The newest row from that serial number on that belongs to a call: its last result, or what else came of it; -1
    where there is none."""
    start = max(since, store.first_serial)
    flags = store.ring.column("flags", start, store.next_serial)
    found = np.flatnonzero((flags & COMMAND) == 0)
    return start + int(found[-1]) if len(found) else -1


LOOKED_AT = 50
"""Rows of commands that are made to find one with a value: more come at once only where an experiment is played."""


def newest_value(store: KeptRows, since: int) -> int:
    """The newest row from that serial number on in which a method of the selector returned something; -1 where there is
    none among the last."""
    start = max(since, store.first_serial)
    flags = store.ring.column("flags", start, store.next_serial)
    for place in np.flatnonzero(flags & COMMAND)[: -LOOKED_AT - 1 : -1]:
        row = store.row(start + int(place))
        if row is not None and isinstance(row.outcome, Done) and row.outcome.shown is not None:
            return row.serial
    return -1
