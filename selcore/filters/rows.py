"""Rows of plain values as columns: for the lines of ``run``, for recordings, for callers that have no columns yet."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np

from ..history.derived import set_word
from ..values.timeouts import as_float
from .names import TYPES
from .vectors import Columns, code

Row = Mapping[str, Any]


def columns_of(rows: Sequence[Row], wanted: Collection[str]) -> Columns:
    """The wanted columns of these rows. None and a missing key mean the same, except for ``timeout``: there None is a
    value, and means to wait until something is ready."""
    return {name: _MAKERS[TYPES[name]](rows, name) for name in wanted}


def _numbers(rows: Sequence[Row], name: str) -> Any:
    of = _timeout if name == "timeout" else _number
    return np.fromiter((of(row, name) for row in rows), float, len(rows))


def _number(row: Row, name: str) -> float:
    value = row.get(name)
    return math.nan if value is None else float(value)


def _timeout(row: Row, name: str) -> float:
    """``nan`` and the infinities may be given by name, as JSON has them."""
    return math.inf if row.get(name, "nan") is None else as_float(row.get(name, "nan"))


_MAKERS: dict[str, Callable[[Sequence[Row], str], Any]] = {
    "number": _numbers,
    "word": lambda rows, name: code([row.get(name) or "" for row in rows]),
    "set": lambda rows, name: code([set_word(row.get(name)) for row in rows]),
    "flag": lambda rows, name: np.fromiter((bool(row.get(name)) for row in rows), bool, len(rows)),
}
