"""One thing as a short report: a row of a history, a warning, a comparison. What was done up to there, what came of it,
why, and on which system.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..explain.why_not import how_of, why_not
from ..explain.why_ready import why
from ..history.finding import serial_of_call
from ..history.kept_rows import KeptRows
from ..history.row import Row
from ..values.masks import mask_words
from ..values.observed import Observed
from ..values.outcomes import Result
from ..values.text import in_short
from . import report_parts as parts
from .formats import Making
from .happened import came_of, result_words
from .markup import block, code
from .reasons import reason
from .this_system import in_a_line

if TYPE_CHECKING:
    from ..compare import ComparisonReport
    from ..experiment.file import Experiment
    from ..lints import Warning

DONE = 40
"""Lines of what was done before."""
LOOKED_BACK = 2000
"""Rows before it that are looked at for them."""
LONGEST = 300
"""Characters of such a line."""


def of_row(store: KeptRows, row: Row) -> str:
    """A command, a call or one result of a call."""
    reported = _as_result(row) if row.child else None
    title = row.line if reported is None else f"{row.name} {mask_words(reported.mask, '|')} of call {row.call:,}"
    came = came_of(row) if reported is None else result_words(reported, row.backend)
    return _extract(title, _before(store, row.serial), [came], _reasons(row), row.backend)


def of_warning(store: KeptRows, warning: "Warning", title: str) -> str:
    """A warning: ``title`` is what it is called, and of which object. The call that it began with is told last."""
    serial = serial_of_call(store, warning.since, warning.name) if warning.since else -1
    row = store.row(serial) if serial >= 0 else None
    last = store.next_serial if row is None else row.serial + 1
    reasons = [] if row is None else _reasons(row)
    said = [str(warning.message), *filter(None, [str(warning.what_to_do)])]
    return _extract(title, _before(store, last), said, reasons, row.backend if row else "")


def of_comparison(title: str, report: "ComparisonReport", experiment: "Experiment", remarks: Sequence[str] = ()) -> str:
    """A comparison as it is shown, with the experiment that was played; ``remarks`` are said beside its notices."""
    making = Making()
    told = [
        parts.title(title),
        *parts.system(),
        *parts.answers(report, experiment, making, remarks),
        *parts.why(report, making),
        *parts.again(experiment),
    ]
    return "".join([*told, "\n" * bool(making.left_out), *parts.left_out(making)])


def _extract(title: str, done: Sequence[str], came: Sequence[str], reasons: Sequence[str], backend: str) -> str:
    pieces = [f"**{code(title)}**\n\n"]
    if done:
        pieces += ["Done before:\n\n", *block("\n".join(done), "python"), "\n"]
    pieces += ["What came of it:\n\n", *block("\n".join(came) or "nothing is known of it"), "\n"]
    if reasons:
        pieces += ["Why:\n\n", *block("\n".join(reasons)), "\n"]
    return "".join([*pieces, f"{code(in_a_line(backend))}\n"])


def _before(store: KeptRows, serial: int) -> list[str]:
    """What was done before that row, a line of Python each with what came of it; calls alike stand together."""
    kept = [one for one in store.kept if one < serial][-LOOKED_BACK:]
    first = max(store.first_serial, serial - LOOKED_BACK)
    rows = store.rows_of([*range(first, min(serial, store.next_serial))])
    heads = [row for row in (*store.rows_of(kept).values(), *rows.values()) if not row.child]
    lines: list[tuple[str, int]] = []
    for row in heads:
        line = _line(row)
        alike = lines and lines[-1][0] == line
        lines[-1:] = [(line, lines[-1][1] + row.count)] if alike else [*lines[-1:], (line, row.count)]
    more = len(heads) < len(store) and first > store.first_serial or len(lines) > DONE or bool(store.evicted)
    told = [line if count == 1 else f"{line}  # {count:,} times" for line, count in lines[-DONE:]]
    return ["# … what was done earlier", *told] if more else told


def _line(row: Row) -> str:
    came = came_of(row) if not row.is_call or row.results != 0 else "[]"
    line, came = " ".join(row.line.split()), " ".join(came.split())
    return in_short(f"{line}  # {came}" if came else line, LONGEST)


def _as_result(row: Row) -> Result:
    return Result(row.name or "", -1 if row.fd is None else row.fd, row.mask or 0, row.raw)


def _reasons(row: Row) -> list[str]:
    return [in_short(" ".join(words.split()), LONGEST) for words in _why(row)]


def _why(row: Row) -> Iterator[str]:
    if row.error is not None and row.error.hint is not None:
        yield str(row.error.hint)
    for result, seen in _seen(row):
        for cause in why(result, row.backend, seen, row.selector).causes:
            yield reason(result.name, mask_words(cause.event, none="mask 0"), cause.cause, cause.next)
    for one in why_not(row.silent or (), row.backend, how_of(row.outcome)) if row.is_call else ():
        yield "not " + reason(one.name, mask_words(one.event), one.cause, one.next)


def _seen(row: Row) -> Iterator[tuple[Result, Observed | None]]:
    """The results that a row shows, each with its object as it was when the call had returned."""
    if row.mask is not None:
        yield _as_result(row), row.seen
    elif row.results:
        results = row.outcome.call.results
        yield from ((one, seen) for one, (_, seen) in zip(results, row.below, strict=False))
