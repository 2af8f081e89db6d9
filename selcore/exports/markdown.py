"""``markdown``: a report that can be pasted into an issue: what was done, on each selector class, why, and where.

It is played as Compare does it, in a process of its own for each class. What is read back out of it and pasted into a
file plays the same.
"""

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from ..values.text import text
from .formats import CannotExport, ExportFormat, ExportSource, Making
from .markup import block, cell, code, json_block, table

if TYPE_CHECKING:
    from ..compare import ComparedStep, ComparisonReport
    from ..experiment.file import Experiment

STEPS = 200
"""Steps that are listed; of more, those that differ come first."""
OFTEN = 0.1
"""Seconds after which whoever waits hears how far it is."""


def make(source: ExportSource, making: Making) -> Iterator[str]:
    """The report. Raises CannotExport where the classes cannot be compared."""
    from .happened import happened

    yield f"# {code(source.title) or 'An experiment'}\n\n"
    yield from _system(source)
    if source.kind != "experiment":
        yield from happened(source, making)
    try:
        experiment = source.experiment(making)
        report = yield from played(experiment, source, making)
    except CannotExport as error:
        if source.kind == "experiment":
            raise
        making.leave_out(text("what the selector classes here return, and a block to play it again: {reason}",
                              reason=error.reason))  # fmt: skip
    else:
        yield from _answers(report, making)
        yield from _reasons(report)
        yield from _again(experiment)
        yield "\n" * bool(making.left_out)
    yield from _left_out(making)


def played(experiment: "Experiment", source: ExportSource, making: Making) -> Generator[str, None, "ComparisonReport"]:
    """Play it on each class that is here. Gives empty pieces meanwhile, and returns the report."""
    from ..compare import Comparison
    from ..compare.words import state_of

    comparison = Comparison(experiment, trust=source.trust, max_wait=source.max_wait, why=True)
    comparison.start()
    try:
        while not comparison.wait(OFTEN):
            states = (f"{one.title}: {state_of(one)}" for one in comparison.report.present)
            making.how_far = text("{words}", words=" · ".join(states))
            yield ""
    finally:
        comparison.close()
    report = comparison.report
    if not any(row.outcomes for row in report.rows) and report.failed:
        raise CannotExport(text("{reason}", reason=str(report.failed[0].reason)))
    return report


def _system(source: ExportSource) -> Iterator[str]:
    from .this_system import system_rows

    if source.watched:
        yield f"{code(source.watched)}\n\n"
    yield from table(("", ""), [(name, cell(value)) for name, value in (*source.where, *system_rows())])
    yield "\n"


def _answers(report: "ComparisonReport", making: Making) -> Iterator[str]:
    from ..compare.answer_words import in_cell
    from ..compare.words import headline, state_of

    yield f"## On each selector class\n\n{headline(report)}.\n\n"
    ended = [*report.notices, *(f"{one.title}: {state_of(one)}" for one in report.present if one.state != "done")]
    for words in ended:
        yield f"- {code(str(words))}\n"
    present = report.present
    rows = _listed(report.rows, making)
    cells = [
        (
            "≠" if row.differs else "",
            str(row.step + 1),
            cell(row.python),
            *(cell(str(in_cell(row.outcomes[one.backend]))) if one.backend in row.outcomes else "–" for one in present),
        )
        for row in rows
    ]
    yield "\n" * bool(ended)
    yield from table(("", "step", "as Python", *(one.title for one in present)), cells)
    yield "\n"


def _listed(rows: "tuple[ComparedStep, ...]", making: Making) -> "list[ComparedStep]":
    """Those that have room, in their order."""
    if len(rows) <= STEPS:
        return list(rows)
    first = sorted(rows, key=lambda row: not row.differs)[:STEPS]
    left, differ = len(rows) - STEPS, sum(row.differs for row in rows) - sum(row.differs for row in first)
    words = "{n} more {n:step is|steps are} not listed, {differ} of them {differ:differs|differ}"
    making.leave_out(text(words, n=f"{left:,}", differ=f"{differ:,}"))
    return sorted(first, key=lambda row: row.step)


def _reasons(report: "ComparisonReport") -> Iterator[str]:
    from .reasons import reasons

    told: dict[tuple[str, ...], list[int]] = {}
    for row in report.rows:
        if (found := reasons(row, report)) and len(told) < STEPS:
            told.setdefault((row.python, *found), []).append(row.step + 1)
    if told:
        yield "## Why\n\n"
    for (python, *found), steps in told.items():
        yield f"{'Step' if len(steps) == 1 else 'Steps'} {', '.join(map(str, steps))}: {code(python)}\n\n"
        yield from block("\n".join(found))
        yield "\n"


def _again(experiment: "Experiment") -> Iterator[str]:
    from ..experiment.file import dump

    yield "## Play it again\n\nSave this as `experiment.json`, then: `selector-playground run experiment.json`\n\n"
    yield from json_block(dump(experiment).decode().rstrip("\n"))


def _left_out(making: Making) -> Iterator[str]:
    if making.left_out:
        yield "## Left out\n\n"
    for words in making.left_out:
        yield f"- {code(str(words))}\n"


FORMAT = ExportFormat(
    "markdown",
    text("a report: what came of it on each selector class here, why, and an experiment that plays it again"),
    ".md",
    frozenset(("experiment", "session", "recording")),
    make,
    plays=True,
)
