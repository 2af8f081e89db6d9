"""The filter of the history: switched, edited, and built from what stands in a cell."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow


def tr(source: str) -> str:
    return QCoreApplication.translate("FilterMenu", source)


class FilterHandlers:
    """Actions on the filter."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        window.history.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {
            "filter.edit": lambda _: self._edit(),
            "filter.toggle": self._toggle,
            "filter.help": lambda _: self._help(),
            "history.filter-by": lambda _: self._apply(self.filter_by()),
            "history.filter-and": lambda _: self._apply(self.filter_and()),
            "history.filter-without": lambda _: self._apply(self.filter_without()),
        }

    def _edit(self) -> None:
        self._window.history.show()
        self._window.history.filter_box.line.setFocus()
        self._window.history.filter_box.line.selectAll()

    def _toggle(self, on: bool) -> None:
        box = self._window.history.filter_box
        box.set_on(on)
        if on and not box.line.text().strip():
            self._edit()

    def _help(self) -> None:
        self._window.history.show()
        self._window.history.filter_box.show_help()

    # Of a cell.

    def _text(self) -> str:
        return self._window.history.filter_box.line.text()

    def filter_by(self) -> str:
        return self._window.history.cell_test() or ""

    def filter_and(self) -> str:
        from selcore.filters.building import join

        return join(self._text(), self._window.history.cell_test() or "")

    def filter_without(self) -> str:
        from selcore.filters.building import join, negated

        test = self._window.history.cell_test()
        return join(self._text(), negated(test)) if test else ""

    def _apply(self, words: str) -> None:
        if words:
            self._window.history.filter_box.set_text(words)

    def show_menu(self, at: QPoint) -> None:
        """What can be done with the cell that was clicked."""
        from selcore.filters.building import negated

        window = self._window
        window.refresh_actions()  # another cell of the same row is no other selection
        menu = QMenu(window)
        menu.setObjectName("menu.history")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._window.history.cell_test() is not None:
            self._add(menu, "history.filter-by", tr("Filter: {expression}"), self.filter_by())
            if self._text().strip() not in ("", self.filter_by()):
                self._add(menu, "history.filter-and", tr("… and {expression}"), self._window.history.cell_test() or "")
            self._add(
                menu,
                "history.filter-without",
                tr("Without these: {expression}"),
                negated(self._window.history.cell_test() or ""),
            )
            menu.addSeparator()
        menu.addAction(window.actions_by_id["filter.toggle"])
        menu.addAction(window.actions_by_id["history.copy"])
        menu.popup(window.history.view.viewport().mapToGlobal(at))

    def _add(self, menu: QMenu, id: str, words: str, expression: str) -> None:
        shown = expression if len(expression) <= 60 else f"{expression[:60]}…"
        action = menu.addAction(words.format(expression=shown).replace("&", "&&"))
        action.setObjectName(f"menu.{id}")
        action.triggered.connect(self._window.actions_by_id[id].trigger)

    def show_checks(self) -> None:
        self._window.actions_by_id["filter.toggle"].setChecked(self._window.history.filter_box.on)
