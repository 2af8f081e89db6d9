"""The common look of our tables: rows of one height, no grid, selection by rows, and Tab leaves the table."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QHeaderView, QStyle, QTableView, QWidget

from .text_size import set_row_height


def make_table(
    name: str, spoken: str, model: QAbstractItemModel, row_height: int = 24, view: QTableView | None = None
) -> QTableView:
    """A view of ``model`` (a plain one, or this one) with its name for tests and for screen readers."""
    view = view or QTableView()
    view.setObjectName(name)
    view.setAccessibleName(spoken)
    know_viewport(view)
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names and addresses are told apart by their ends
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    set_row_height(view, row_height)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)  # Qt's own cuts a word at the edge
    return view


def know_viewport(view: QAbstractScrollArea) -> QWidget:
    """The view's viewport. From here on ``viewport()`` gives this one at once.

    Asked for one that Python has not seen, PySide6 makes every class of widgets that Qt has, to see whether it is of
    one of these: 15 ms, once a process. Found as a child it is taken for what it says it is.
    """
    found = view.findChild(QWidget, "qt_scrollarea_viewport", Qt.FindChildOption.FindDirectChildrenOnly)
    assert found is not None
    view.known_viewport = found  # type: ignore[attr-defined]
    return found


HEADING = 14
"""Pixels around the words of a heading, as the sheet of the window has them."""


def fit_headers(view: QTableView) -> None:
    """Widen each column until its heading can be read."""
    for column in range(view.horizontalHeader().count()):
        if not view.isColumnHidden(column):
            view.setColumnWidth(column, max(view.columnWidth(column), heading_width(view, column)))


def heading_width(view: QTableView, column: int) -> int:
    """How wide a column has to be for its heading. (Qt's own hint has room for icons that we have none of.)"""
    head = view.horizontalHeader()
    mark = head.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMarkSize, None, head) + 4
    words = str(view.model().headerData(column, Qt.Orientation.Horizontal))
    wide = max(head.fontMetrics().horizontalAdvance(line) for line in words.split("\n")) + HEADING
    return wide + (mark if head.isSortIndicatorShown() else 0)
