"""The filter of the history: switched, edited, and built from what stands in a cell."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..session.context import ActionContext
from ..session.panel import SessionBegun
from ..session.room_actions import RoomActions
from .panel import HistoryPanel


def tr(source: str) -> str:
    return QCoreApplication.translate("FilterMenu", source)


class FilterActions(RoomActions):
    """Actions on the filter."""

    def __init__(self, context: ActionContext, panel: HistoryPanel):
        super().__init__(context)
        self._panel = panel
        panel.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        panel.view.customContextMenuRequested.connect(self.show_menu)
        panel.filter_box.on_changed.connect(lambda on: context.refresh_actions())

    def table(self) -> dict[str, Do]:
        return {
            "filter.edit": lambda _: self._edit(),
            "filter.toggle": self._toggle,
            "filter.help": lambda _: self._help(),
            "history.filter-by": lambda _: self._apply(self.filter_by()),
            "history.filter-and": lambda _: self._apply(self.filter_and()),
            "history.filter-without": lambda _: self._apply(self.filter_without()),
        }

    def conditions(self) -> dict[str, Condition]:
        return {"testable": lambda: self._panel.cell_test() is not None}

    def checks(self) -> dict[str, bool]:
        return {"filter.toggle": self._panel.filter_box.on}

    def begin(self, begun: SessionBegun) -> None:
        """A filter that was typed for the session before would hide the rows of this one: it stays, switched off."""
        box = self._panel.filter_box
        if box.on and box.filter is not None and not begun.keeps_history:
            box.set_on(False)
            self._context.say(tr("The filter is off: it was of the session before."))

    def _edit(self) -> None:
        self._panel.show()
        self._panel.filter_box.line.setFocus()
        self._panel.filter_box.line.selectAll()

    def _toggle(self, on: bool) -> None:
        box = self._panel.filter_box
        box.set_on(on)
        if on and not box.line.text().strip():
            self._edit()

    def _help(self) -> None:
        self._panel.show()
        self._panel.filter_box.show_help()

    # Of a cell.

    def _text(self) -> str:
        return self._panel.filter_box.line.text()

    def filter_by(self) -> str:
        return self._panel.cell_test() or ""

    def filter_and(self) -> str:
        from selcore.filters.building import join

        return join(self._text(), self._panel.cell_test() or "")

    def filter_without(self) -> str:
        from selcore.filters.building import join, negated

        test = self._panel.cell_test()
        return join(self._text(), negated(test)) if test else ""

    def _apply(self, words: str) -> None:
        if words:
            self._panel.filter_box.set_text(words)

    def show_menu(self, at: QPoint) -> None:
        """What can be done with the cell that was clicked."""
        from selcore.filters.building import negated

        actions = self._context.actions
        actions.refresh()  # another cell of the same row is no other selection
        menu = QMenu(self._context.parent)
        menu.setObjectName("menu.history")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._panel.cell_test() is not None:
            self._add(menu, "history.filter-by", tr("Filter: {expression}"), self.filter_by())
            if self._text().strip() not in ("", self.filter_by()):
                self._add(menu, "history.filter-and", tr("… and {expression}"), self._panel.cell_test() or "")
            self._add(
                menu,
                "history.filter-without",
                tr("Without these: {expression}"),
                negated(self._panel.cell_test() or ""),
            )
            menu.addSeparator()
        ids = ("filter.toggle", "history.copy", "history.copy-report", "experiment.again")
        menu.addActions([actions[id] for id in ids])
        menu.popup(self._panel.view.viewport().mapToGlobal(at))

    def _add(self, menu: QMenu, id: str, words: str, expression: str) -> None:
        shown = expression if len(expression) <= 60 else f"{expression[:60]}…"
        action = menu.addAction(words.format(expression=shown).replace("&", "&&"))
        action.setObjectName(f"menu.{id}")
        action.triggered.connect(self._context.actions[id].trigger)
