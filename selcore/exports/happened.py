"""What has happened, as a table for a report: the first rows and the last, each with what came of it."""

from collections import deque
from collections.abc import Generator, Iterator

from ..backends import raw_names
from ..history.row import Row
from ..values.masks import mask_words
from ..values.outcomes import Result
from ..values.text import in_short, text
from ..wording.durations import duration
from .formats import ExportSource, Making
from .markup import cell, table

MOST = 100
"""Rows at the beginning that are listed, and as many at the end."""
RESULTS = 100
"""Results of a call that are named."""
LONGEST = 300
"""Characters of what came of one."""


def happened(source: ExportSource, making: Making) -> Iterator[str]:
    """The table; empty pieces while the rows are read."""
    first, last, count = yield from _ends(source, making)
    if count > len(first) + len(last):
        words = "{n} {n:row|rows} in the middle of what happened"
        making.leave_out(text(words, n=f"{count - len(first) - len(last):,}"))
    yield "## What happened\n\n"
    # What was given during a call is told before that call: in the order in which they began the times go on.
    listed = sorted([*first, *last], key=lambda row: row.at)
    began = listed[0].at if listed else 0
    yield from table(("after", "as Python", "what came of it"), [_cells(row, began) for row in listed])
    yield "\n"


def _ends(source: ExportSource, making: Making) -> Generator[str, None, tuple[list[Row], deque[Row], int]]:
    first: list[Row] = []
    last: deque[Row] = deque(maxlen=MOST)
    count = 0
    for rows in source.rows(making):
        heads = [row for row in rows if not row.child]
        room = MOST - len(first)
        first += heads[:room]
        last.extend(heads[room:])
        count += len(heads)
        yield ""
    return first, last, count


def _cells(row: Row, began: int) -> tuple[str, str, str]:
    return cell(duration((row.at - began) / 1e9)), cell(row.line), cell(came_of(row))


def came_of(row: Row) -> str:
    """What a command answered, or a call returned."""
    said = "" if row.answer is None or row.do == "note" else str(row.answer)
    results = getattr(getattr(row.outcome, "call", None), "results", ()) if row.is_call else ()
    found = [result_words(one, row.backend) for one in results[:RESULTS]]
    many = f"{row.count:,} calls alike" if row.count > 1 else ""
    return in_short(", ".join(filter(None, (many, *found, said))), LONGEST)


def result_words(one: Result, backend: str) -> str:
    """One result: the object, the mask, the kernel's flags, and what its callback did."""
    flags = "|".join(raw_names(backend, one.raw) or ())
    did = "" if one.effect is None else str(one.effect)
    return f"{one.name} {mask_words(one.mask, '|')}{flags and f' ({flags})'}{did and f': {did}'}"
