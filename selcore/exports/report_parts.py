"""The parts of a report in Markdown: the system, the answers of the selector classes, why, and how to play it again."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..values.text import text
from .formats import Making
from .markup import block, cell, code, json_block, table

if TYPE_CHECKING:
    from ..compare import ComparedStep, ComparisonReport
    from ..experiment.file import Experiment
    from ..values.commands import AnyCommand
    from ..values.spelling import KindOf

STEPS = 200
"""Steps that are listed; of more, those that differ come first."""
GIVEN = 10
"""Commands that are listed of those done during one call."""


def title(words: str) -> str:
    """The heading of the whole."""
    return f"# {code(words) or 'An experiment'}\n\n"


def system(where: Sequence[tuple[str, str]] = ()) -> Iterator[str]:
    """Where it was made; before that ``where`` it happened, if that was elsewhere."""
    from .this_system import system_rows

    yield from table(("", ""), [(name, cell(value)) for name, value in (*where, *system_rows())])
    yield "\n"


def answers(
    report: "ComparisonReport", experiment: "Experiment", making: Making, remarks: Sequence[str] = ()
) -> Iterator[str]:
    """What each class answered to each step; ``remarks`` are said before the notices of the comparison."""
    from ..compare.answer_words import in_cell
    from ..compare.words import headline, state_of
    from ..experiment.names import kinds_of

    said = str(headline(report)).rstrip(".")
    yield f"## On each selector class\n\n{said}.\n\n"
    ended = [
        *remarks,
        *report.notices,
        *(f"{one.title}: {state_of(one)}" for one in report.present if one.state != "done"),
    ]
    for words in ended:
        yield f"- {code(str(words))}\n"
    present, kind_of = report.present, kinds_of(experiment.commands)
    rows = _listed(report.rows, making)
    cells = [
        (
            "≠" if row.differs else "",
            str(row.step + 1),
            "<br>".join([cell(row.python), *_during(experiment.commands[row.step], kind_of)]),
            *(cell(str(in_cell(row.outcomes[one.backend]))) if one.backend in row.outcomes else "–" for one in present),
        )
        for row in rows
    ]
    yield "\n" * bool(ended)
    yield from table(("", "step", "as Python", *(one.title for one in present)), cells)
    yield "\n"


def _during(command: "AnyCommand", kind_of: "KindOf") -> Iterator[str]:
    """What is done while it is blocked, a line each."""
    from ..wording.python_line import python_line

    given = getattr(command, "during", ())
    for one in given[:GIVEN]:
        yield f"during it: {cell(python_line(one, kind_of))}"
    if len(given) > GIVEN:
        yield f"… and {len(given) - GIVEN:,} more"


def _listed(rows: "tuple[ComparedStep, ...]", making: Making) -> "list[ComparedStep]":
    """Those that have room, in their order."""
    if len(rows) <= STEPS:
        return list(rows)
    first = sorted(rows, key=lambda row: not row.differs)[:STEPS]
    left, differ = len(rows) - STEPS, sum(row.differs for row in rows) - sum(row.differs for row in first)
    words = "{n} more {n:step is|steps are} not listed, {differ} of them {differ:differs|differ}"
    making.leave_out(text(words, n=f"{left:,}", differ=f"{differ:,}"))
    return sorted(first, key=lambda row: row.step)


def why(report: "ComparisonReport", making: Making) -> Iterator[str]:
    """Why, once for the steps that were answered alike."""
    from .reasons import reasons

    told: dict[tuple[str, ...], list[int]] = {}
    more = 0
    for row in report.rows:
        key = row.python, *(found := reasons(row, report))
        if found and (len(told) < STEPS or key in told):
            told.setdefault(key, []).append(row.step + 1)
        else:
            more += bool(found)
    if more:
        making.leave_out(text("why, of {n} more {n:step|steps}", n=f"{more:,}"))
    if told:
        yield "## Why\n\n"
    for (python, *found), steps in told.items():
        yield f"{'Step' if len(steps) == 1 else 'Steps'} {', '.join(map(str, steps))}: {code(python)}\n\n"
        yield from block("\n".join(found))
        yield "\n"


def again(experiment: "Experiment") -> Iterator[str]:
    """The experiment, as a file that plays it."""
    from ..experiment.file import dump

    yield "## Play it again\n\nSave this as `experiment.json`, then: `selector-playground run experiment.json`\n\n"
    yield from json_block(dump(experiment).decode().rstrip("\n"))


def left_out(making: Making) -> Iterator[str]:
    """What is not in it."""
    if making.left_out:
        yield "## Left out\n\n"
    for words in making.left_out:
        yield f"- {code(str(words))}\n"
