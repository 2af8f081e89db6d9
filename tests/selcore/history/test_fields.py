"""A field says the same of a row, of a column of the ring, and of the line that ``run --json`` prints."""

from typing import Any

import numpy as np
import pytest

from selcore.filters.lines import rows_of
from selcore.filters.ring import RingColumns
from selcore.filters.rows import columns_of
from selcore.headless.run_lines import entry_line
from selcore.history.fields import FIELDS, HistoryField
from selcore.history.store import Row, Store
from selcore.history.word_tables import Coded
from selcore.values.commands import Note, Open, Select
from selcore.values.facts import Batch, Entry, Fact
from selcore.values.outcomes import Call, Done, Effect, Failed, Interrupted, Refused, Result, Returned
from selcore.values.text import text

REFUSED = Refused("OSError", "no", 9)
EFFECT = Effect((text("received {n} bytes", n=3), text("sent it")), 3, 3)
ALONE = (Result("pair.a", 100, 1, 1, EFFECT),)
SEVERAL = (*ALONE, Result("pair.b", 101, 3, 5, None), Result("pair.c", 102, 2, 4, None))


def call(number: int, results: tuple[Result, ...] = (), again: int = 0, timeout: Any = 0.5) -> Call:
    return Call(number, "poll", timeout, 1000 * number, number / 4, results, again)


FACTS: tuple[Fact, ...] = (
    Entry(0, Open("socketpair", "pair"), Done(), 7),
    Entry(1, Open("socketpair", "pair"), REFUSED, 8),
    Entry(2, Select(0.5), Returned(call(1)), 9),
    Entry(3, Select(None), Returned(call(2, ALONE, timeout=None)), 9),
    Entry(4, Select(0.5), Returned(call(3, SEVERAL)), 9),
    Entry(5, Select(0.5), Returned(call(4, SEVERAL, again=2)), 9),
    Entry(6, Select(0.5), Interrupted(call(5), "pause"), 9),
    Entry(7, Select(0.5), Failed(call(6), REFUSED), 9),
    Entry(8, Note("words"), Done(notice=text("a notice")), 9),
)


def stored() -> tuple[Store, list[Row], list[Row]]:
    """The facts in a store, their rows, and for each the row of its call."""
    store = Store()
    store.fold(Batch(FACTS))
    rows = list(store.rows)
    heads: list[Row] = []
    for row in rows:
        heads.append(heads[-1] if row.child else row)
    return store, rows, heads


def plain(column: Any) -> list[Any]:
    """A column as words, truths or numbers; what is missing is None."""
    if isinstance(column, Coded):
        return [column.words[code] or None if code >= 0 else None for code in column.codes.tolist()]
    return [None if value != value else value for value in np.asarray(column).tolist()]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_a_row_and_its_column_say_the_same(field: HistoryField) -> None:
    store, rows, heads = stored()
    of_rows = [{field.id: field.of_row(row, head, 5)} for row, head in zip(rows, heads, strict=True)]
    assert plain(RingColumns(store.columns(), 5)[field.id]) == plain(columns_of(of_rows, [field.id])[field.id])


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field.of_line is not None and field.id != "call"], ids=lambda field: field.id
)
def test_a_line_of_run_says_the_same_as_the_rows(field: HistoryField) -> None:
    """But for ``call``: lines count the calls of a step, rows those of a session."""
    _, rows, heads = stored()
    lines = [row for fact in FACTS if isinstance(fact, Entry) for row in rows_of(entry_line(fact, ""))]
    of_rows = [{field.id: field.of_row(row, head, 0)} for row, head in zip(rows, heads, strict=True)]
    assert plain(columns_of(lines, [field.id])[field.id]) == plain(columns_of(of_rows, [field.id])[field.id])


def test_ids_are_unique() -> None:
    assert len({field.id for field in FIELDS}) == len(FIELDS)
