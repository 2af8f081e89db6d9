"""Moving in the history, freezing and clearing it, and taking rows away."""

from datetime import datetime
from time import monotonic_ns, time_ns

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..session.context import ActionContext
from ..session.room_actions import RoomActions
from .panel import HistoryPanel


def tr(source: str) -> str:
    return QCoreApplication.translate("HistoryActions", source)


class HistoryActions(RoomActions):
    """Actions on the list of commands and calls."""

    def __init__(self, context: ActionContext, panel: HistoryPanel):
        super().__init__(context)
        self._panel = panel
        panel.resume_wanted.connect(lambda: context.actions.trigger("history.freeze"))
        panel.row_changed.connect(context.selection.row)
        panel.following_changed.connect(lambda on: context.refresh_actions())
        panel.view.clicked.connect(lambda _: context.navigate.raise_dock("details"))
        chosen = panel.view.selectionModel()
        chosen.selectionChanged.connect(lambda *_: context.refresh_actions())
        chosen.currentChanged.connect(lambda *_: context.refresh_actions())  # of the same row another cell
        context.actions.add_key("End", panel.view, "history.follow")

    def table(self) -> dict[str, Do]:
        panel = self._panel
        return {
            "history.copy": lambda _: panel.copy(),
            "history.copy-csv": lambda _: self._copy_csv(),
            "history.copy-json": lambda _: self._copy_json(),
            "history.copy-report": lambda _: self._copy_report(),
            "history.find": lambda _: self._find(),
            "history.clear": lambda _: self._clear(),
            "history.hide-commands": self._hide_commands,
            "history.absolute": self._absolute,
            "history.freeze": panel.set_frozen,
            "history.next-same": lambda _: panel.go_same(1),
            "history.previous-same": lambda _: panel.go_same(-1),
            # Not a toggle: whoever presses Ctrl+End wants to be at the end. Scrolling up is what ends it.
            "history.follow": lambda _: panel.set_following(True),
        }

    def conditions(self) -> dict[str, Condition]:
        return {
            "current-row": lambda: self._panel.view.currentIndex().isValid(),
            "row": lambda: self._panel.view.selectionModel().hasSelection(),
            "rows": lambda: bool(self._context.store.rows),
        }

    def checks(self) -> dict[str, bool]:
        panel = self._panel
        return {
            "history.freeze": panel.model.frozen,
            "history.follow": panel.following,
            "history.hide-commands": panel.model.hide_commands,
            "history.absolute": panel.model.absolute is not None,
        }

    def _find(self) -> None:
        self._panel.show()
        self._panel.begin_find()

    def _clear(self) -> None:
        self._context.store.clear()
        self._panel.model.reload()
        self._context.bridge.feed.clear()
        self._panel.cleared.emit()

    def _hide_commands(self, on: bool) -> None:
        self._panel.model.reload(hide_commands=on)
        self._panel.set_following(self._panel.following)

    def _absolute(self, on: bool) -> None:
        model = self._panel.model
        # Monotonic time orders what happened; the clock on the wall is for reading only and may be set.
        offset = time_ns() - monotonic_ns()
        model.absolute = (lambda at: _time_of_day(at + offset)) if on else None
        model.reload()
        if on:
            self._panel.columns.show("time")

    def _copy_csv(self) -> None:
        from .copying import as_csv

        QApplication.clipboard().setText(as_csv(self._panel.chosen()))

    def _copy_json(self) -> None:
        from .copying import as_json

        QApplication.clipboard().setText(as_json(self._panel.chosen()))

    def _copy_report(self) -> None:
        from selcore.exports.extracts import of_row

        row = self._panel.current_row()
        if row is not None:
            QApplication.clipboard().setText(of_row(self._context.store, row))
            self._context.say(tr("A report of this row is in the clipboard, in Markdown."))


def _time_of_day(ns: int) -> str:
    moment = datetime.fromtimestamp(ns // 1_000_000_000)
    return f"{moment:%H:%M:%S}.{ns % 1_000_000_000 // 1000:06d}"
