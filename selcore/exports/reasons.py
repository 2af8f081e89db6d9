"""Why something was returned, or was not, as lines for a report; of a comparison once for the classes that agree."""

from collections.abc import Iterator

from ..compare import ComparedStep, ComparisonReport, Played
from ..compare.values import Line
from ..values.text import in_short

LONGEST = 400
"""Characters of a reason."""
MOST = 40
"""Lines about one step."""


def reasons(row: ComparedStep, report: ComparisonReport) -> list[str]:
    """The lines about one step; none where there is nothing to explain."""
    titles = {one.backend: one.title for one in report.present}
    said = {backend: tuple(dict.fromkeys(_of(played))) for backend, played in row.outcomes.items()}
    lines = []
    for words in dict.fromkeys(filter(None, said.values())):
        who = [titles.get(backend, backend) for backend in said if said[backend] == words]
        lines += [f"{', '.join(who)}:", *(f"  {in_short(one, LONGEST)}" for one in words)]
    left = len(lines) - MOST
    return lines if left <= 0 else [*lines[:MOST], f"… and {left:,} more lines"]


def reason(name: str, event: str, cause: object, says: object = None) -> str:
    """One cause: of which object and event, what is the case, and what the next call does, where that is said."""
    return f"{name} {event}: {cause}" if says is None else f"{name} {event}: {cause} → {says}"


def _of(played: Played) -> Iterator[str]:
    for line in (*played.inner, played.line):
        yield from _of_line(line)


def _of_line(line: Line) -> Iterator[str]:
    if not line.get("ok", True) and "hint" in line["error"]:
        yield f"{line['error']['type']}: {line['error']['hint']}"
    for result in line.get("ready", ()):
        for one in result.get("why", ()):
            yield reason(result["name"], (one["event"] or "mask 0").upper(), one["cause"], one["says"])
    for one in line.get("why_not", ()):
        yield "not " + reason(one["name"], one["event"].upper(), one["cause"], one.get("says"))
    if "notice" in line:
        yield line["notice"]
