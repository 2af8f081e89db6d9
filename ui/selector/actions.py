"""Driving the selector: one call, many, none; which class; and the cures for a busy loop."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from selcore.values.commands import CloseSelector, GetMap, Run, Select, UseBackend
from selcore.values.masks import to_events

from ..session.watching import watch

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow


class SelectorHandlers:
    """Actions on the selector and its loop."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        self.pace: float | None = None
        self.grouping = True

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {
            "call.step": lambda _: self._send(Select(timeout=self._window.selector.timeout_value())),
            "loop.run": lambda _: self._send(Run(timeout=self._window.selector.timeout_value())),
            "loop.pause": lambda _: self._window.bridge.pause(),
            "call.stop": lambda _: self._window.bridge.pause(),
            "history.group": self._group,
            "selector.get-map": lambda _: self._send(GetMap()),
            "selector.close": lambda _: self._send(CloseSelector()),
            "loop.slow": lambda _: self.set_pace(1.0),
            "loop.full-speed": lambda _: self.set_pace(None),
            "key.stop-watching": lambda _: self._stop_watching(),
            "refusal.remedy": lambda _: self._window.files.refusal.press(),
            "worker.restart": lambda _: self._window.handlers.experiments.restart(),
            "worker.copy-report": lambda _: self._copy_report(),
        }

    def _send(self, command: Select | Run | GetMap | CloseSelector) -> None:
        self._window.bridge.send(command)

    def use_backend(self, id: str) -> None:
        """Another selector class; the registrations go with it."""
        self._window.bridge.send(UseBackend(backend=id))

    def set_pace(self, pace: float | None) -> None:
        """Slow the loop down, or let it go."""
        self.pace = pace
        self._window.selector.show_pace(pace)
        self._window.bridge.adjust(self.pace, self.grouping)

    def keep_settings(self) -> None:
        """Tell a new worker what the window shows."""
        self._window.bridge.adjust(self.pace, self.grouping)

    def _group(self, on: bool) -> None:
        self.grouping = on
        self._window.bridge.adjust(self.pace, self.grouping)

    def _copy_report(self) -> None:
        status = self._window.store.status
        QApplication.clipboard().setText(status.problem if status is not None else "")

    def _stop_watching(self) -> None:
        """The event that keeps the loop busy, on the first of those it is about."""
        status = self._window.store.status
        state = self._window.store.objects.get(status.busy[0]) if status is not None and status.busy else None
        if state is None:
            return
        returned = self._window.store.last.get(state.name, (0, 0))[1]
        mask = max(state.asked or 0, 0) & ~returned
        self._window.bridge.send(watch(state, tuple(to_events(mask))))

    def show_checks(self) -> None:
        self._window.actions_by_id["history.group"].setChecked(self.grouping)
