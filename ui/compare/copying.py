"""A comparison as text for the clipboard: aligned columns for people, CSV for programs."""

import csv
import io
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from selcore.compare import ComparisonReport
from selcore.compare.answer_words import with_reasons
from selcore.compare.words import headline, state_of
from selcore.wording.csv_cells import plain_cell

from ..kit.saying import say


def tr(source: str) -> str:
    return QCoreApplication.translate("CompareCopy", source)


def _rows(report: ComparisonReport) -> list[list[str]]:
    backends = [one.backend for one in report.present]
    return [
        [
            "≠" if row.differs else "",
            str(row.step + 1),
            row.python,
            *(say(with_reasons(row, one)) if one in row.outcomes else "" for one in backends),
        ]
        for row in report.rows
    ]


def _head(report: ComparisonReport) -> list[str]:
    return ["≠", tr("step"), tr("as Python"), *(one.title for one in report.present)]


def as_csv(report: ComparisonReport) -> str:
    """Comma-separated, with a line of headings."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_head(report), *(map(plain_cell, row) for row in _rows(report))])
    return out.getvalue()


def as_text(report: ComparisonReport, remarks: Iterable[str] = ()) -> str:
    """The headline, what is to be said (``remarks`` before the comparison's own), and the table in columns."""
    rows = [_head(report), *_rows(report)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [say(headline(report)), *remarks, *map(say, report.notices)]
    lines += [f"{one.title}: {say(state_of(one))}" for one in report.backends if one.state != "done"]
    lines.append("")
    for row in rows:
        lines.append("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    return "\n".join(lines) + "\n"
