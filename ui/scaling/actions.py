"""Measuring the cost of a call. The window is made, and pyqtgraph imported, only on request."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from ..actions.action_table import Do
from ..session.context import ActionContext
from ..session.room_actions import RoomActions

if TYPE_CHECKING:
    from .dialog import ScalingDialog


def tr(source: str) -> str:
    return QCoreApplication.translate("ScalingView", source)


class ScalingActions(RoomActions):
    """The action, and the window it opens."""

    def __init__(self, context: ActionContext):
        super().__init__(context)
        self._dialog: ScalingDialog | None = None

    def table(self) -> dict[str, Do]:
        return {"selector.scaling": lambda _: self._open()}

    def _open(self) -> None:
        from .dialog import ScalingDialog

        self._dialog = dialog = ScalingDialog(self._write, self._disturbed, self._context.parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._finished)
        dialog.open()

    def _write(self, path: Path, data: bytes) -> None:
        def done(error: BaseException | None) -> None:
            if error is not None:
                words = tr("Not saved: {error}").format(error=f"{type(error).__name__}: {error}")
            else:
                words = tr("Saved: {path}").format(path=path)
            say = self._context.say if self._dialog is None else self._dialog.say  # it may be closed by then
            say(words)

        self._context.writer.write(path, lambda: data, done)

    def _disturbed(self) -> bool:
        return self._context.bridge.state in ("running", "spinning")

    def _finished(self) -> None:
        self._dialog = None

    def close(self) -> None:
        """The window ends: no child may outlive it."""
        if self._dialog is not None:
            self._dialog.reject()
