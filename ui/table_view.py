"""A table as all of ours are: rows of one height, no grid, Tab leaves it, the selection is of rows."""

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def make_table(
    name: str, spoken: str, model: QAbstractItemModel, row_height: int = 24, view: QTableView | None = None
) -> QTableView:
    """A view of ``model`` (a plain one, or this one) with its name for tests and for screen readers."""
    view = view or QTableView()
    view.setObjectName(name)
    view.setAccessibleName(spoken)
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(row_height)
    view.horizontalHeader().setHighlightSections(False)
    return view
