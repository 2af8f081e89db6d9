"""Moving in the history, freezing it, and taking rows away."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow


class HistoryHandlers:
    """Actions on the list of commands and calls."""

    def __init__(self, window: "MainWindow"):
        self._window = window

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {
            "history.freeze": lambda on: self._window.history.set_frozen(on),
            "history.next-same": lambda _: self._go(1),
            "history.previous-same": lambda _: self._go(-1),
            "history.copy-csv": lambda _: self._copy_csv(),
            "history.copy-json": lambda _: self._copy_json(),
        }

    def _go(self, step: int) -> None:
        self._window.history.go_same(step)

    def _copy_csv(self) -> None:
        from .copying import as_csv

        QApplication.clipboard().setText(as_csv(self._window.history.chosen()))

    def _copy_json(self) -> None:
        from .copying import as_json

        QApplication.clipboard().setText(as_json(self._window.history.chosen()))

    def show_checks(self) -> None:
        self._window.actions_by_id["history.freeze"].setChecked(self._window.history.model.frozen)
