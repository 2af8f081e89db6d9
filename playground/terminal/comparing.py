"""``compare``: an experiment on every selector class, a row a step, a column a class. It imports no Qt."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from selcore.compare import ComparedStep, Comparison, ComparisonReport, Played
from selcore.compare.answer_words import in_cell, missing
from selcore.compare.words import headline, state_of
from selcore.experiment.file import Experiment

from ..console import complain, one_line, say
from ..ending import SignalReceived, ended_by_signal
from .progress import WIDE, show
from .running import Rejected, read_trusted

Line = dict[str, Any]
NARROW = 18
"""Characters that a column has at least."""


def compare(path: str, backends: list[str] | None, as_json: bool, trust: bool, max_wait: float) -> int:
    """Compare; 0 if all that are here played it to its end, 2 if the experiment was refused, 1 if one failed."""
    try:
        experiment = read_trusted(path, trust)
    except Rejected as error:
        complain(one_line(f"selector-playground compare: {path}: {error}"))
        return 2
    try:
        report = _played(experiment, backends, trust, max_wait)
    except SignalReceived as ended:
        return 128 + ended.number
    if as_json:
        say(json.dumps(as_object(report)))
    else:
        for line in as_table(report, _width()):
            say(line)
    for one in report.failed:
        complain("\n".join(filter(None, [one_line(f"selector-playground compare: {_state(one)}"), one.said])))
    return 1 if report.failed else 0


def _played(experiment: Experiment, backends: list[str] | None, trust: bool, max_wait: float) -> ComparisonReport:
    comparison = Comparison(experiment, backends, trust=trust, max_wait=max_wait)
    with ended_by_signal(), closing(comparison):
        comparison.start()
        try:
            while not comparison.wait(0.5):  # not for ever: Windows would hold Ctrl-C back
                show(_progress(comparison.report))
        finally:
            show("")
    return comparison.report


def _progress(report: ComparisonReport) -> str:
    return " · ".join(map(_state, report.present))


def as_object(report: ComparisonReport) -> Line:
    """The object of ``--json``: steps counted from 0; an outcome is what ``run --json`` prints of it."""
    return {
        "title": report.title,
        "backends": {
            one.backend: {"state": one.state, "words": str(state_of(one)), "steps": one.steps}
            | ({"reason": str(one.reason)} if one.reason else {})
            for one in report.backends
        },
        "notices": [str(notice) for notice in report.notices],
        "steps": [_step(row) for row in report.rows],
        "differing": report.differing,
        "headline": str(headline(report)),
    }


def _step(row: ComparedStep) -> Line:
    outcomes = {backend: _outcome(played) for backend, played in row.outcomes.items()}
    return {"step": row.step, "do": row.do, "python": row.python, "differs": row.differs, "outcomes": outcomes}


def _outcome(played: Played) -> Line:
    inner: Line = {"lines": list(played.inner)} if played.inner else {}
    return played.line | inner | ({"more_lines": played.more} if played.more else {})


# For people.


def as_table(report: ComparisonReport, width: int) -> Iterator[str]:
    """Lines of text, at most ``width`` characters wide: a mark, the step, its Python line, a column a backend."""
    yield str(headline(report))
    yield from map(one_line, map(str, report.notices))
    for one in report.backends:
        if str(state_of(one)) != "done":
            yield one_line(_state(one))
    present = [one.backend for one in report.present]
    titles = [one.title for one in report.present]
    number = len(str(len(report.rows)))
    rows = [[one_line(cell) for cell in (row.python, *_cells(row, present))] for row in report.rows]
    widths = _widths([["", *titles], *rows], width - number - 4)
    yield ""
    yield from _lines([" " * (number + 2), "", *titles], [number + 2, *widths])
    for row, cells in zip(report.rows, rows, strict=True):
        head = f"{'≠' if row.differs else ' '} {row.step + 1:>{number}}"
        yield from _lines([head, *cells], [number + 2, *widths])
        yield from _not_returned(row, dict(zip(present, titles, strict=True)), " " * (number + 4))


def _not_returned(row: ComparedStep, titles: dict[str, str], margin: str) -> Iterator[str]:
    """Beneath a step that differs: why a backend did not return what another did."""
    for backend in row.outcomes:
        for words in missing(row, backend):
            yield margin + one_line(f"{titles.get(backend, backend)}: {words}")


def _state(one: Any) -> str:
    return f"{one.title}: {state_of(one)}"


def _cells(row: ComparedStep, backends: list[str]) -> list[str]:
    return [str(in_cell(row.outcomes[one])) if one in row.outcomes else "–" for one in backends]


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """Of each column: what it needs, as far as there is room; the widest give way first."""
    widths = [max([NARROW, *map(len, column)]) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > NARROW:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(cells: list[str], widths: list[int]) -> Iterator[str]:
    folded = [_folded(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for place in range(max(map(len, folded))):
        parts = [lines[place] if place < len(lines) else "" for lines in folded]
        yield "  ".join(f"{part:<{width}}" for part, width in zip(parts, widths, strict=True)).rstrip()


def _folded(cell: str, width: int) -> list[str]:
    if len(cell) <= width:
        return [cell]
    return textwrap.wrap(cell, width, max_lines=4, placeholder=" …", break_on_hyphens=False) or [""]


def _width() -> int:
    if sys.stdout is None or not sys.stdout.isatty():
        return WIDE
    return shutil.get_terminal_size((WIDE, 24)).columns
