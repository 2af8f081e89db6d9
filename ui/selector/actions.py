"""Driving the selector: one call, many, none; which class; and the cures for a busy loop."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QDialog

from selcore.history.store import Change
from selcore.values.commands import CloseSelector, GetMap, Run, Select, UseBackend
from selcore.values.masks import known_events, to_events
from selcore.values.observed import Looked

from ..actions.action_table import Do
from ..actions.conditions import Condition
from ..session.context import ActionContext
from ..session.end_of_wait import command_of
from ..session.room_actions import RoomActions
from ..session.watching import watch
from .bar import SelectorBar
from .state_line import StateLine

if TYPE_CHECKING:
    from selcore.explain.why_not import End

BUSY = ("waiting", "running", "spinning")


def tr(source: str) -> str:
    return QCoreApplication.translate("SelectorActions", source)


class SelectorActions(RoomActions):
    """Actions on the selector and its loop."""

    def __init__(self, context: ActionContext, bar: SelectorBar, line: StateLine):
        super().__init__(context)
        self._bar, self._line = bar, line
        bar.backend_chosen.connect(self.use_backend)
        bar.pace_chosen.connect(self.set_pace)
        bar.timeout_changed.connect(context.refresh_actions)
        bar.timeout_changed.connect(self._say_timeout)
        line.chosen.connect(context.actions.trigger)
        line.look_wanted.connect(lambda: context.bridge.look(silent=True))
        line.end_wanted.connect(self.end_wait)
        context.bridge.looked.connect(self._take_look)
        context.bridge.changed.connect(self._changed)

    def table(self) -> dict[str, Do]:
        return {
            "call.step": lambda _: self._send(Select(timeout=self._bar.timeout_value())),
            "loop.run": lambda _: self._send(Run(timeout=self._bar.timeout_value())),
            "loop.pause": lambda _: self._context.bridge.pause(),
            "call.stop": lambda _: self._context.bridge.pause(),
            "history.group": self._group,
            "selector.get-map": lambda _: self._send(GetMap()),
            "help.classes": lambda _: self._show_classes(),
            "help.signals": lambda _: self._show_signals(),
            "selector.close": lambda _: self._send(CloseSelector()),
            "loop.slow": lambda _: self.set_pace(1.0),
            "loop.full-speed": lambda _: self.set_pace(None),
            "key.stop-watching": lambda _: self._stop_watching(),
            "worker.copy-report": lambda _: self._copy_report(),
        }

    def conditions(self) -> dict[str, Condition]:
        bridge = self._context.bridge
        return {
            "free": lambda: bridge.state == "idle",
            "timeout": self._bar.timeout_valid,
            "waiting": lambda: bridge.state in BUSY,
            "looping": lambda: bridge.state in BUSY[1:],
            "spinning": self._is_spinning,
            "dead": lambda: bridge.state == "dead",
        }

    def _is_spinning(self) -> bool:
        status = self._context.store.status
        return status is not None and status.state == "spinning" and bool(status.busy)

    def checks(self) -> dict[str, bool]:
        return {"history.group": self._context.bridge.grouping}

    def _send(self, command: Select | Run | GetMap | CloseSelector) -> None:
        self._context.bridge.send(command)

    def use_backend(self, id: str) -> None:
        """Another selector class; the registrations go with it."""
        self._context.bridge.send(UseBackend(backend=id))

    def set_pace(self, pace: float | None) -> None:
        """Slow the loop down, or let it go."""
        self._bar.show_pace(pace)
        self._context.bridge.adjust(pace, self._context.bridge.grouping)

    def _group(self, on: bool) -> None:
        self._context.bridge.adjust(self._context.bridge.pace, on)

    def _say_timeout(self) -> None:
        """Why nothing can be called: beside the state, not only as a colour."""
        valid = self._bar.timeout_valid()
        self._line.say("" if valid else tr("What is typed is not a timeout: seconds, None, nan or inf"))

    def _take_look(self, looked: Looked) -> None:
        if looked.silent is not None:
            self._line.waiting.take(looked)
            self._line.refresh()

    def _changed(self, change: Change) -> None:
        """What the call waits for may be something else now."""
        if change.entries or change.objects or change.gone:
            self._line.waiting.stale = True
            if self._context.bridge.state == "waiting":  # of a run the line refreshes itself now and then
                self._line.refresh()

    def end_wait(self, end: "End") -> None:
        """Do what ends the wait; it is a command like any other."""
        command = command_of(self._context.store, end)
        if command is not None:
            self._context.bridge.send(command)  # type: ignore[arg-type]

    def _show_classes(self) -> None:
        from .classes_dialog import ClassesDialog

        self._open(ClassesDialog(self._context.parent))

    def _show_signals(self) -> None:
        from .signals_dialog import SignalsDialog

        self._open(SignalsDialog(self._context.parent))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _copy_report(self) -> None:
        status = self._context.store.status
        QApplication.clipboard().setText(status.problem if status is not None else "")

    def _stop_watching(self) -> None:
        """The event that keeps the loop busy, on the first of those it is about."""
        status = self._context.store.status
        state = self._context.store.objects.get(status.busy[0]) if status is not None and status.busy else None
        if state is None:
            return
        returned = self._context.store.last.get(state.name, (0, 0))[1]
        mask = known_events(state.asked) & ~returned
        self._context.bridge.send(watch(state, tuple(to_events(mask))))
