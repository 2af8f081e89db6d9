"""What stands in a cell of the history: words and figures, made when the cell is painted."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, Qt

from selcore.backends import raw_names
from selcore.history.store import Row
from selcore.values.masks import mask_words
from selcore.values.timeouts import timeout_text
from selcore.wording.durations import duration

from ..kit.labels import cut
from ..kit.saying import say

Time = Callable[[int], str]
LONGEST = 1000
"""Characters of a cell."""
_RIGHT = {"time", "call", "fd", "waited", "count", "timeout"}


def tr(source: str) -> str:
    return QCoreApplication.translate("History", source)


def header(column: str) -> str:
    return {
        "time": tr("time"),
        "call": tr("call"),
        "command": tr("command or call"),
        "object": tr("object"),
        "fd": tr("fd"),
        "timeout": tr("timeout"),
        "waited": tr("waited"),
        "returned": tr("returned"),
        "raw": tr("flags"),
        "did": tr("callback did"),
        "count": tr("count"),
        "error": tr("error"),
    }[column]


def header_tip(column: str) -> str:
    return {
        "time": tr("When it began: seconds since the first row, or the time of day"),
        "call": tr("The number of the select() call"),
        "command": tr("The Python line that does the same, and what came of it"),
        "object": tr("The file object's name"),
        "fd": tr("Its descriptor number"),
        "timeout": tr("The timeout that select() was given"),
        "waited": tr("How long the call took to return; of grouped calls the longest"),
        "returned": tr("The mask that select() returned for the key"),
        "raw": tr("What the kernel itself reported; SelectSelector is told no flags"),
        "did": tr("What the key's callback did when it was called; or the key's data, where that is a value"),
        "count": tr("How many identical calls stand in this row"),
        "error": tr("The exception's type"),
    }[column]


def alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def display(row: Row, column: str, time: Time) -> str:
    """The text of a cell, no more of it than has room there."""
    return cut(_DISPLAY[column](row, time), LONGEST)


def what(row: Row) -> str:
    """The Python line and what came of it."""
    if row.child:
        return ""
    if row.count > 1:
        return _grouped(row)
    if (row.results == 1 and not row.reentered) or row.do == "note":
        return row.line  # its result stands in the same row; a note has none
    answer = say(row.answer)
    mark = "✕" if row.error and row.mask is None else "→"
    again = f"  {tr('(entered again: registrations changed)')}" if row.reentered and row.backend != "epoll" else ""
    return f"{row.line} {mark} {answer}{again}" if answer else row.line


def _grouped(row: Row) -> str:
    """``select(None) ×53,211 in 0.1 s``."""
    grew = row.grew
    span = duration((grew.last - row.at) / 1e9, 2) if grew else ""
    return f"{row.line} ×{row.count:,} {tr('in')} {span}"


def returned(row: Row) -> str:
    if row.mask is not None:
        return _events(row.mask)
    return "[]" if row.results == 0 else ""


@lru_cache(256)
def _events(mask: int) -> str:
    return mask_words(mask, none=f"mask {mask}")


def flags(row: Row) -> str:
    """The kernel's flags by their own names: ``EPOLLIN|EPOLLHUP``."""
    return "" if row.raw is None else _flags(row.backend, row.raw)


@lru_cache(256)
def _flags(id: str, raw: int) -> str:
    return "|".join(raw_names(id, raw) or ())


def did(row: Row) -> str:
    if row.data is not None:
        return f"data {row.data!r}"  # a value: nothing was called
    if isinstance(row.did, tuple):
        return "; ".join(map(say, row.did))
    return say(row.did)


def call(row: Row) -> str:
    """Its number; a call that was ended before it returned has none."""
    if row.call is None or row.child:
        return ""
    return "–" if row.interrupted else f"{row.call:,}"


def waited(row: Row) -> str:
    if row.grew is not None:
        return f"≤ {duration(row.grew.most, 2)}"
    return "" if row.waited is None or row.child else duration(row.waited)


_DISPLAY: dict[str, Callable[[Row, Time], str]] = {
    "time": lambda row, time: time(row.at),
    "call": lambda row, time: call(row),
    "command": lambda row, time: what(row),
    "object": lambda row, time: row.name or "",
    "fd": lambda row, time: "" if row.fd is None else str(row.fd),
    "timeout": lambda row, time: timeout_text(row.timeout) if row.is_call and not row.child else "",
    "waited": lambda row, time: waited(row),
    "returned": lambda row, time: returned(row),
    "raw": lambda row, time: flags(row),
    "did": lambda row, time: did(row),
    "count": lambda row, time: f"{row.count:,}" if row.count > 1 else "",
    "error": lambda row, time: row.error.type if row.error else "",
}


def tip(row: Row, column: str) -> str | None:
    """More than the cell holds: the whole line, the exception's words and what we say beside them."""
    if column == "call" and row.results and row.results > 1:
        return order_tip(row.backend)
    if column == "waited" and row.grew is not None:
        grew = row.grew
        return tr("least {least}, most {most}, {total} in all").format(
            least=duration(grew.least), most=duration(grew.most), total=duration(grew.total)
        )
    if column in ("command", "error") and row.error is not None:
        return "\n".join(filter(None, [what(row), str(row.error), say(row.error.hint)]))
    whole = {"command": what, "did": did, "raw": flags}.get(column)
    return whole(row) if whole is not None else None


def order_tip(backend: str) -> str:
    if backend == "select":
        return tr("select: a set; the order of the ready keys means nothing")
    if backend == "poll":
        return tr("poll: in the order of registration")
    return tr("{backend}: in the order in which they became ready").format(backend=backend)


def spoken(row: Row, column: str, time: Time) -> str:
    """What a screen reader says: the cell with its header where the figure alone would mean nothing."""
    shown = display(row, column, time)
    return f"{header(column)} {shown}" if shown and column != "command" else shown
