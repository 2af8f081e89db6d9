"""The columns of the history as the window shows them, one record each: words for ``history.fields``."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt

from selcore.backends import TOLD_AT_EACH_CALL, raw_names
from selcore.history.fields import BY_ID
from selcore.history.store import Row
from selcore.values.masks import mask_words
from selcore.values.timeouts import timeout_text
from selcore.wording.answers import plainly
from selcore.wording.durations import duration
from selcore.wording.program_words import TO_BE_CALLED, short_function, short_name

from ..kit.labels import cut
from ..kit.saying import say

Time = Callable[[int], str]
LONGEST = 1000
"""Characters of a cell."""


class Cell(NamedTuple):
    """A column of the window. Its words are translated when they are shown."""

    id: str
    heading: str
    tip: str
    sample: str
    """The widest words that usually stand in it: they decide how wide it is."""
    text: Callable[[Row, Time], str]
    """What is painted; ``Time`` formats a moment (ns)."""
    right: bool = False
    """Figures are aligned to the right."""
    more: Callable[[Row], str | None] = lambda row: None
    """A cell's own tooltip, where there is more to say than the cell has room for."""
    field: str = ""
    """The field in ``history.fields``, if it has another id there."""
    value: Callable[[Row], Any] | None = None
    """The value behind the cell, if it is not the field's: tests and copied rows read it."""


def tr(source: str) -> str:
    return QCoreApplication.translate("History", source)


def _(source: str) -> str:
    return str(QT_TRANSLATE_NOOP("History", source))


def header(column: str) -> str:
    return tr(CELLS[column].heading)


def header_tip(column: str) -> str:
    return tr(CELLS[column].tip)


def alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if CELLS[column].right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def display(row: Row, column: str, time: Time) -> str:
    """The text of a cell, no more of it than has room there."""
    return cut(CELLS[column].text(row, time), LONGEST)


def value(row: Row, column: str) -> Any:
    """The value behind a cell, as the contract for tests has it."""
    cell = CELLS[column]
    return cell.value(row) if cell.value is not None else BY_ID[cell.field or column].of_row(row, row, 0)


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
    return f"{row.line} {mark} {answer}{_again(row)}" if answer else row.line


def _again(row: Row) -> str:
    """Of a call that was entered again, what a plain program would have seen."""
    if not row.reentered or row.backend not in TOLD_AT_EACH_CALL:
        return ""
    plain = plainly(row.outcome.call)
    if plain is None:
        return f"  {tr('(entered again: registrations changed)')}"
    return f"  ({tr('entered again')}: {say(plain)})"


def _grouped(row: Row) -> str:
    """``select(None) ×53,211 in 0.1 s``."""
    grew = row.grew
    span = duration((grew.last - row.at) / 1e9, 2) if grew else ""
    return f"{row.line} ×{row.count:,} {tr('in')} {span}"


def narrower(row: Row) -> str:
    """The command of grouped calls in fewer words, where it has no room: a number that is cut is read as another."""
    return f"{row.line} ×{row.count:,}"


def narrowest(row: Row) -> str:
    """How many they were: of all that stands there what changes."""
    return f"×{row.count:,}"


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


def _did_in_short(row: Row) -> str:
    """What a program's key names was to be called; a sentence about it would leave its name no room."""
    if isinstance(row.did, tuple) and row.did and all(one.template == TO_BE_CALLED for one in row.did):
        return "→ " + ", ".join(str(one.values.get("function", "")) for one in row.did)
    return did(row)


def narrower_name(words: str) -> str:
    """The name of a program's connection, or of its function, in fewer words: where it has no room."""
    return f"→ {short_function(words[2:])}" if words.startswith("→ ") else short_name(words)


def _call(row: Row) -> str:
    """Its number; a call that was ended before it returned has none."""
    if row.call is None or row.child:
        return ""
    return "–" if row.interrupted else f"{row.call:,}"


def _waited(row: Row) -> str:
    if row.grew is not None:
        return f"≤ {duration(row.grew.most, 2)}"
    return "" if row.waited is None or row.child else duration(row.waited)


def _spread(row: Row) -> str | None:
    """The figures of a group."""
    grew = row.grew
    if grew is None:
        return None
    return tr("least {least}, most {most}, {total} in all").format(
        least=duration(grew.least), most=duration(grew.most), total=duration(grew.total)
    )


def _error(row: Row) -> str | None:
    """The whole line, the exception's words and what we say beside them."""
    if row.error is None:
        return None
    return "\n".join(filter(None, [what(row), str(row.error), say(row.error.hint)]))


def _order(row: Row) -> str | None:
    """What the order of several results means."""
    return order_tip(row.backend) if row.results and row.results > 1 else None


def order_tip(backend: str) -> str:
    if backend == "select":
        return tr("select: a set; the order of the ready keys means nothing")
    if backend == "poll":
        return tr("poll: in the order of registration")
    return tr("{backend}: in the order in which they became ready").format(backend=backend)


def tip(row: Row, column: str) -> str | None:
    """More than the cell holds."""
    return CELLS[column].more(row)


def spoken(row: Row, column: str, time: Time) -> str:
    """What a screen reader says: the cell with its header where the figure alone would mean nothing."""
    shown = display(row, column, time)
    return f"{header(column)} {shown}" if shown and column != "command" else shown


_CELLS = (
    Cell(
        "time", _("time"), _("When it began: seconds since the first row, or the time of day"), "8,888.888888",
        lambda row, time: time(row.at), right=True, value=lambda row: row.at,
    ),
    Cell(
        "call", _("call"), _("The number of the select() call"), "888",
        lambda row, time: _call(row), right=True, more=_order,
    ),
    Cell(
        "command", _("command or call"), _("The Python line that does the same, and what came of it"),
        "select(None) ×8,888,888",
        lambda row, time: what(row), more=lambda row: _error(row) or what(row), field="do",
    ),
    Cell(
        "object", _("object"), _("The file object's name"), "server.12",
        lambda row, time: row.name or "", more=lambda row: row.name or None, field="name",
    ),
    Cell(
        "fd", _("fd"), _("Its descriptor number"), "8,888",
        lambda row, time: "" if row.fd is None else str(row.fd), right=True,
    ),
    Cell(
        "timeout", _("timeout"), _("The timeout that select() was given"), "float('inf')",
        lambda row, time: timeout_text(row.timeout) if row.is_call and not row.child else "",
        right=True, value=lambda row: row.timeout,
    ),
    Cell(
        "waited", _("waited"), _("How long the call took to return; of grouped calls the longest"), "≤ 880 µs",
        lambda row, time: _waited(row), right=True, more=_spread,
    ),
    Cell(
        "returned", _("returned"), _("The mask that select() returned for the key"), "WRITE",
        lambda row, time: returned(row),
    ),
    Cell(
        "raw", _("flags"), _("What the kernel itself reported; SelectSelector is told no flags"), "EPOLLOUT",
        lambda row, time: flags(row), more=flags,
    ),
    Cell(
        "did", _("callback did"),
        _("What the key's callback did when it was called; or the key's data, where that is a value"),
        "accepted server.8",
        lambda row, time: _did_in_short(row), more=did, value=lambda row: did(row) or None,
    ),
    Cell(
        "count", _("count"), _("How many identical calls stand in this row"), "8,888,888",
        lambda row, time: f"{row.count:,}" if row.count > 1 else "", right=True,
    ),
    Cell(
        "error", _("error"), _("The exception's type"), "ConnectionResetError",
        lambda row, time: row.error.type if row.error else "", more=_error,
    ),
)  # fmt: skip
CELLS = {cell.id: cell for cell in _CELLS}
COLUMNS = tuple(CELLS)
