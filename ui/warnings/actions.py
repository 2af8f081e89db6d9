"""What a warning leads to: its panel, its object, its row in the history, and the command that fixes it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from selcore.history.finding import serial_of_call

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..kit.saying import say
from ..session.context import ActionContext
from ..session.room_actions import RoomActions
from .panel import WarningsPanel, heading

if TYPE_CHECKING:
    from selcore.lints import News, Warning


def tr(source: str) -> str:
    return QCoreApplication.translate("WarningActions", source)


class WarningActions(RoomActions):
    """Actions on warnings. ``mark`` takes the words that stand of each object, empty where nothing does any more."""

    def __init__(self, context: ActionContext, panel: WarningsPanel, mark: Callable[[dict[str, str]], None]):
        super().__init__(context)
        self._panel, self._mark = panel, mark
        panel.counted.connect(lambda count: context.navigate.show_count("warnings", count))
        panel.chosen.connect(self.show)
        panel.remedied.connect(self.do_remedy)
        panel.current_changed.connect(context.refresh_actions)
        panel.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        panel.list.customContextMenuRequested.connect(self._show_menu)
        context.bridge.linted.connect(self.show_news)

    def table(self) -> dict[str, Do]:
        return {
            "view.warnings": lambda _: self._show_panel(),
            "warning.remedy": lambda _: self._remedy(),
            "warning.copy-report": lambda _: self._copy_report(),
        }

    def conditions(self) -> dict[str, Condition]:
        panel = self._panel
        return {"warning": lambda: panel.remedy() is not None, "noticed": lambda: panel.current() is not None}

    def show_news(self, news: "News") -> None:
        """Show what was noticed, in the panel and at the objects' own rows."""
        self._panel.show_news(news)
        self._mark({name: self._said(name) for name in dict.fromkeys(one.name for one in news.told)})
        self._context.refresh_actions()

    def _said(self, name: str) -> str:
        """All that stands of this object; empty where nothing does."""
        from selcore.lints import LINTS

        active = self._context.bridge.linter.active
        found = (active.get((lint.id, name)) for lint in LINTS)
        return "\n".join(say(one.message) for one in found if one is not None)

    def _show_panel(self) -> None:
        self._context.navigate.show_dock("warnings")
        self._panel.list.setFocus()

    def show(self, warning: "Warning") -> None:
        """Its object is chosen, and the row of the call that it began with, or of the turn that it is about."""
        store, selection = self._context.store, self._context.selection
        row = store.row(serial_of_call(store, warning.since, warning.name)) if warning.since else None
        if warning.at:
            row = store.noted_at(warning.at)
        if row is not None:
            selection.row(row)
        elif warning.name in store.objects:
            selection.objects((warning.name,))

    def _remedy(self) -> None:
        found = self._panel.remedy()
        if found is not None:
            self.do_remedy(found)

    def _copy_report(self) -> None:
        from selcore.exports.extracts import of_warning

        found = self._panel.current()
        if found is not None:
            QApplication.clipboard().setText(of_warning(self._context.store, found, heading(found)))
            self._context.say(tr("A report of this warning is in the clipboard, in Markdown."))

    def _show_menu(self, at: QPoint) -> None:
        """What can be done with the warning that was clicked."""
        menu = QMenu(self._context.parent)
        menu.setObjectName("menu.warnings")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._context.actions[id] for id in ("warning.remedy", "warning.copy-report")])
        menu.popup(self._panel.list.viewport().mapToGlobal(at))

    def do_remedy(self, warning: "Warning") -> None:
        """An ordinary command, noted like any other."""
        if warning.remedy is not None:
            self._context.bridge.send(warning.remedy)  # type: ignore[arg-type]
