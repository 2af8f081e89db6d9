"""Measuring what a call costs: the window is made, and pyqtgraph imported, when it is asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow
    from .dialog import ScalingDialog


class ScalingHandlers:
    """The action, and the window it opens."""

    def __init__(self, window: "MainWindow"):
        self._window = window
        self._dialog: ScalingDialog | None = None

    def table(self) -> dict[str, Callable[[bool], None]]:
        return {"selector.scaling": lambda _: self._open()}

    def _open(self) -> None:
        from .dialog import ScalingDialog

        self._dialog = dialog = ScalingDialog(self._disturbed, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._finished)
        dialog.open()

    def _disturbed(self) -> bool:
        return self._window.bridge.state in ("running", "spinning")

    def _finished(self) -> None:
        self._dialog = None

    def close(self) -> None:
        """The window ends: no child may outlive it."""
        if self._dialog is not None:
            self._dialog.reject()
