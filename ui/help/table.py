"""The table of all explanations, and which of them are those of a widget."""

from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableView, QWidget

from .column_words import columns
from .field_words import fields
from .meaning import Meaning
from .panel_words import panels


@cache
def entries() -> dict[str, Meaning]:
    """All of them, by the name of what they are about."""
    return {**panels(), **fields(), **columns()}


def of_column(view: str, column: str) -> Meaning | None:
    """Of a table's column; those of a comparison that have the name of a selector class have one in common."""
    return entries().get(f"{view}.{column}") or entries().get(f"{view}.*")


def of_widget(widget: QWidget, at: QPoint | None = None) -> list[Meaning]:
    """What there is to say of a widget, from the innermost: of itself, its column, and what it stands in.

    ``at`` is where it was pointed at; without, the current cell of a table counts. Of what has no entry its own words
    are said: those of a button, or what a screen reader calls it, and its tooltip.
    """
    if widget.isWindow():
        return [_of_itself(widget) or entries()["window"]]
    found = [entry for one in _outwards(widget) for entry in (_of_its_column(one, at), _of_itself(one)) if entry]
    said = [] if found and _of_itself(widget) else _said(widget)
    return list(dict.fromkeys([*said, *found])) or [entries()["window"]]


def _outwards(widget: QWidget) -> Iterator[QWidget]:
    """The widget and what it stands in, to its window."""
    one: QWidget | None = widget
    while one is not None:
        yield one
        one = None if one.isWindow() else one.parentWidget()


def _of_itself(widget: QWidget) -> Meaning | None:
    return entries().get(widget.objectName())


def _of_its_column(widget: QWidget, at: QPoint | None) -> Meaning | None:
    view = widget.parent() if isinstance(widget, QHeaderView) else widget
    if not isinstance(view, QTableView):
        return None
    if at is None:
        place = view.currentIndex().column()
    else:
        place = widget.logicalIndexAt(at) if isinstance(widget, QHeaderView) else view.columnAt(at.x())
    id = view.model().headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.UserRole) if place >= 0 else None
    return of_column(view.objectName(), id) if id is not None else None


def _said(widget: QWidget) -> list[Meaning]:
    """What it says of itself."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    name = words.replace("&", "") or widget.accessibleName()
    tip = widget.toolTip()
    if tip.startswith("<"):  # a tooltip of plain words is HTML where Qt would have taken it for that
        tip = QTextDocumentFragment.fromHtml(tip).toPlainText()
    return [Meaning(name, tip)] if name and not isinstance(widget, QAbstractItemView) else []
