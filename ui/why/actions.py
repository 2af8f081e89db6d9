"""Why and the kernel's side: both are asked of the selector's own thread, beside what it does."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from selcore.history.store import Row
from selcore.values.commands import Command

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow


class ExplainHandlers:
    """Looks, their answers, and what the Why panel offers."""

    def __init__(self, window: "MainWindow"):
        self._window = window

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {
            "view.kernel": lambda _: self._show_kernel(),
            "kernel.refresh": lambda _: self._window.kernel.ask(),
            "why.look-now": lambda _: self._window.why.ask_now(),
        }

    def connect(self) -> None:
        """The panels' questions to the worker, its answers to the panels."""
        window = self._window
        window.why.look.connect(lambda name: window.bridge.look(name))
        window.why.remedy.connect(self.remedy)
        window.why.compare.connect(lambda: window.actions_by_id["experiment.compare"].trigger())
        window.bridge.looked.connect(window.why.show_looked)

    def _show_kernel(self) -> None:
        dock = self._window.kernel_dock
        dock.show()
        dock.raise_()
        self._window.kernel.ask()

    def remedy(self, row: Row, command: Command) -> None:
        """In place of what was refused; or, of something ready, by itself."""
        given: Any = command
        if row.error is not None and row.command is not None:
            self._window.sequences.remedy(row.command, given)
        else:
            self._window.bridge.send(given)
