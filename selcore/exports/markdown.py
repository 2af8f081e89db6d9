"""``markdown``: a report that can be pasted into an issue: what was done, on each selector class, why, and where.

It is played as Compare does it, in a process of its own for each class. What is read back out of it and pasted into a
file plays the same.
"""

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from ..values.text import text
from .formats import OFTEN, CannotExport, ExportFormat, ExportSource, Making
from .markup import code

if TYPE_CHECKING:
    from ..compare import ComparisonReport
    from ..experiment.file import Experiment


def make(source: ExportSource, making: Making) -> Iterator[str]:
    """The report. Raises CannotExport where the classes cannot be compared."""
    from . import report_parts as parts
    from .happened import happened

    yield parts.title(source.title)
    yield f"{code(source.watched)}\n\n" if source.watched not in ("", source.title) else ""
    yield from parts.system(source.where)
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
        yield from parts.answers(report, experiment, making)
        yield from parts.why(report, making)
        yield from parts.again(experiment)
        yield "\n" * bool(making.left_out)
    yield from parts.left_out(making)


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


FORMAT = ExportFormat(
    "markdown",
    text("a report: what came of it on each selector class here, why, and an experiment that plays it again"),
    ".md",
    frozenset(("experiment", "session", "recording")),
    make,
    plays=True,
)
