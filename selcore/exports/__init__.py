"""What an experiment, a session or a recording becomes for others: a report, a trace, a script.

One file a format. To add one: a file with an ``ExportFormat``, and a line in FORMATS. A format knows no window and no
terminal; what it cannot carry it says, and writes that into its file.
"""

from typing import Any

from . import chrome_trace, markdown, pytest, python
from .formats import CannotExport, ExportFormat, ExportSource, Making, in_words

FORMATS: tuple[ExportFormat, ...] = (
    markdown.FORMAT,
    chrome_trace.FORMAT,
    python.FORMAT,
    pytest.FORMAT,
)

PLAYED_FIRST = " (an experiment is played first)"

__all__ = ["FORMATS", "CannotExport", "ExportFormat", "ExportSource", "Making", "catalogue", "find_format"]


def find_format(id: str) -> ExportFormat | None:
    """The format of that id; None where there is none."""
    return next((one for one in FORMATS if one.id == id), None)


def catalogue() -> list[dict[str, Any]]:
    """The formats as the command line lists them."""
    return [
        {
            "id": one.id,
            "title": str(one.title),
            "available": True,
            "reason": None,
            "about": f"of {in_words(one.takes)}{'' if 'experiment' in one.takes else PLAYED_FIRST}; {one.suffix}",
            "suffix": one.suffix,
            "takes": sorted(one.takes),
            "plays": one.plays,
        }
        for one in FORMATS
    ]
