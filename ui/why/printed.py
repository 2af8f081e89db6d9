"""What Python returned as it prints that, and the fields of each key: a section of Why, and what is copied."""

from PySide6.QtCore import QCoreApplication

from selcore.history.store import Row
from selcore.values.observed import Observed, Printed
from selcore.values.outcomes import Done

from ..kit.saying import counted

SHOWN = 20
"""Keys whose fields stand in the table."""


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyPrinted", source)


def printed_value(row: Row, now: Observed | None) -> str:
    """The line that ``print(repr(...))`` would give; empty where nobody formed it."""
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


def fields(keys: list[Printed]) -> list[tuple[str, ...]]:
    """Rows of a table: each field of a key, or of several a row each."""
    if len(keys) == 1:
        (key,) = keys
        return [("fileobj", key.fileobj), ("fd", key.fd), ("events", key.events), ("data", key.data)]
    return [(key.fd, key.fileobj, key.events, key.data) for key in keys[:SHOWN]]


HEAD = ("fd", "fileobj", "events", "data")
"""The names of the fields, over a table of several keys."""
