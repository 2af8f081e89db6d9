"""The line of Python, what it returned as Python prints that, and the fields of each key: a section of Why, and what
is copied."""

from PySide6.QtCore import QCoreApplication

from selcore.history.store import Row
from selcore.values.observed import Observed, Printed
from selcore.values.outcomes import Done

from ..history.cells import what
from ..kit.saying import counted
from .blocks import code, heading, quiet, table

SHOWN = 20
"""Keys whose fields stand in the table."""


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyPrinted", source)


def is_programs(row: Row) -> bool:
    """Whether it is a call of a program that is watched: what that got nobody here has seen printed."""
    return " " in row.selector


def printed_value(row: Row, now: Observed | None) -> str:
    """What Python prints at its prompt: the value's ``repr()``, or the exception; empty where nobody formed it."""
    if is_programs(row):
        return ""
    if row.error is not None and row.error.by == "python" and row.mask is None:
        return str(row.error)
    if isinstance(row.outcome, Done):
        return row.outcome.shown.whole if row.outcome.shown is not None else ""
    if row.results == 0 and not row.interrupted and row.error is None:
        return "[]"
    keys = keys_of(row, now)
    masks = [row.mask] if row.mask is not None else [mask for mask, _ in row.below]
    pairs = [f"({key}, {mask})" for key, mask in zip(keys, masks, strict=False)]
    if not pairs or row.child:
        return "".join(pairs)
    more = (row.results or 0) - len(pairs)
    rest = ", … " + counted(tr("and {n} more"), n=f"{more:,}") if more > 0 else ""
    return f"[{', '.join(pairs)}{rest}]"


def is_of_now(row: Row) -> bool:
    """Whether it was formed when it was asked for, not when the call returned: nobody looked then."""
    return row.mask is not None and (row.seen is None or row.seen.key is None)


def keys_of(row: Row, now: Observed | None) -> list[Printed]:
    """The keys in it, in their order, as far as they were printed."""
    if isinstance(row.outcome, Done):
        return list(row.outcome.shown.keys) if row.outcome.shown is not None else []
    if row.mask is not None:
        seen = now if is_of_now(row) else row.seen
        return [seen.key] if seen is not None and seen.key is not None else []
    found = []
    for _, seen in row.below:
        if seen is None or seen.key is None:
            break
        found.append(seen.key)
    return found


def _fields(key: Printed) -> str:
    """A table with a field a row: side by side those of several keys would have no room."""
    return table([("fileobj", key.fileobj), ("fd", key.fd), ("events", key.events), ("data", key.data)])


def _tables(row: Row, keys: list[Printed]) -> str:
    """One a key; how many more there are is said."""
    whole = len(keys)
    if isinstance(row.outcome, Done) and row.do == "get-map":
        whole = len(row.outcome.value["map"] or ())
    elif row.mask is None and row.results:
        whole = row.results
    more = whole - len(keys[:SHOWN])
    left = quiet(counted(tr("and {n} more {n:key|keys}"), n=f"{more:,}")) if more > 0 else ""
    return "<p style='margin:0; font-size:5px'>&nbsp;</p>".join(map(_fields, keys[:SHOWN])) + left


def printed_words(row: Row, now: Observed | None) -> str:
    """As at Python's prompt: the line, beneath it the value; then the fields of the keys in it."""
    value = printed_value(row, now)
    lines = _lines(row, bool(value))
    if row.do == "note" or not (value or lines):
        return ""
    parts = [heading(_title(row, value)), code(lines, value)]
    if row.do == "get-map" and isinstance(row.outcome, Done) and row.outcome.value["map"] is not None:
        parts.append(quiet(_of_map(len(row.outcome.value["map"]))))
    if keys := keys_of(row, now):
        parts.append(_tables(row, keys))
    return "".join(parts)


def _lines(row: Row, has_value: bool) -> list[str]:
    """The line that was carried out; where Python's own value does not follow, with our words of what came of it."""
    if row.child is not False:
        return []
    if has_value and row.count == 1:
        return [f">>> {'sel.' if row.is_call else ''}{row.line}"]
    return [what(row)]


def _title(row: Row, value: str) -> str:
    if is_programs(row):
        return tr("What the program called")
    if not value:
        return tr("Python")
    return tr("As Python prints it now, not then") if is_of_now(row) else tr("As Python prints it")


def _of_map(count: int) -> str:
    live = tr("A live mapping: it has whatever is registered when it is looked at. Kernel shows what it has now.")
    return f"{live} {counted(tr('{n} {n:key|keys} when it was returned:'), n=count) if count else tr('It was empty.')}"
