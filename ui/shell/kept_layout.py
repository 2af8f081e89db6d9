"""Saves the places of docks and columns, restores them in the next run, and puts them back as they were at first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QMainWindow

from ..columns.chosen import ChosenColumns
from ..settings.preferences import Preferences
from .docks import Docks
from .panels import Panels


class KeptLayout:
    """The layout of one window."""

    def __init__(self, window: QMainWindow, docks: Docks, panels: Panels, preferences: Preferences):
        self._window, self._docks, self._panels, self._preferences = window, docks, panels, preferences

    def keep(self) -> None:
        """Note it as it is now."""
        kept = self._preferences
        self._panels.history.columns.give_back()  # the next session begins with small numbers
        self._bring_back()
        kept.set_layout("window", self._window.saveState())
        for name, header in self.headers().items():
            kept.set_layout(name, header.saveState(), _shape(header))
        kept.set_layout("geometry", self._window.saveGeometry())

    def restore(self) -> None:
        """As it was when the window was closed, where that is known."""
        kept = self._preferences
        self._window.restoreGeometry(kept.layout("geometry"))
        self._docks.restore(kept.layout("window"))
        self._bring_back()
        for name, header in self.headers().items():
            header.restoreState(kept.layout(name, _shape(header)))

    def reset(self) -> None:
        """As it is in a new window."""
        self._docks.reset()
        for columns in self._columns():
            columns.reset()

    def _bring_back(self) -> None:
        """A column that had no room in this window is no column that was hidden."""
        for columns in self._columns():
            columns.bring_back()

    def _columns(self) -> tuple[ChosenColumns, ...]:
        return self._panels.files.columns, self._panels.history.columns

    def headers(self) -> dict[str, QHeaderView]:
        """Whose columns are kept as they were moved, widened and chosen."""
        views = {"history": self._panels.history.view, "fileobjects": self._panels.files.view}
        return {name: view.horizontalHeader() for name, view in views.items()}


def _shape(header: QHeaderView) -> str:
    """Its columns: to those of another version its state says nothing."""
    model, role = header.model(), Qt.ItemDataRole.UserRole
    ids = (model.headerData(place, header.orientation(), role) for place in range(model.columnCount()))
    return " ".join(map(str, ids))
