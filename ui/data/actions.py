"""The data of the current file object: its panel, which is made when first needed; sending it again, and saving it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selcore.history.row import Row
from selcore.values.traffic import Moved

from ..kit.saying import counted
from ..questions.files import choose_target
from ..session.context import ActionContext
from ..session.panel import Deferred
from ..session.room_actions import RoomActions
from ..session.saving import say_saving
from ..session.selection import Selection

if TYPE_CHECKING:
    from .panel import DataPanel

LATER = 20_001
"""Rows that are looked through for the next call: one has so many results at most."""


def tr(source: str) -> str:
    return QCoreApplication.translate("DataActions", source)


class DataActions(RoomActions):
    """``send_again(piece)`` sends from the current file object."""

    def __init__(self, context: ActionContext, send_again: Callable[[Moved], None]):
        super().__init__(context)
        self._send_again = send_again
        self.panel = Deferred(self._make, self._connect)

    def show_selection(self, selection: Selection) -> None:
        """The data of the chosen object; what moved in the chosen row is marked."""
        panel = self.panel.made
        if panel is None:
            return
        if selection.name != (panel.name or ""):
            panel.show_object(selection.name or None)
        row = self._context.store.row(selection.serial) if selection.serial >= 0 else None
        panel.show_row(row, self._until(row) if row is not None else None)

    def _until(self, row: Row) -> int | None:
        """When the next call or command began; the rows of one call have one moment."""
        store, start = self._context.store, row.serial + 1
        if start < store.first_serial:
            kept = store.kept_columns()
            later = kept["time"][(kept["serial"] >= start) & (kept["time"] > row.at)]
            if len(later):
                return int(later[0])
        times = store.columns(max(start, store.first_serial), LATER)["time"]
        later = times[times > row.at]
        return int(later[0]) if len(later) else None

    def _save(self, sent: bool) -> None:
        panel, parent = self.panel(), self._context.parent
        title = tr("Save what {name} sent") if sent else tr("Save what {name} received")
        name = f"{panel.name}-{'sent' if sent else 'received'}.bin"
        choose_target(parent, "data.target", title.format(name=panel.name), name, "", partial(self._write, sent))

    def _write(self, sent: bool, path: Path) -> None:
        pieces, context = self.panel().kept(sent), self._context

        def done(error: BaseException | None) -> None:
            if error is not None:
                context.say("")
                context.questions.inform(tr("Not saved: {error}").format(error=f"{type(error).__name__}: {error}"))
            else:
                size = f"{sum(map(len, pieces)):,}"
                context.say(counted(tr("{n} {n:byte|bytes} saved into {path}."), n=size, path=str(path)))

        say_saving(context, path)
        context.writer.write(path, lambda: b"".join(pieces), done)

    def _make(self) -> "DataPanel":
        from .panel import DataPanel

        return DataPanel(self._context.store)

    def _connect(self, panel: "DataPanel") -> None:
        panel.send_again.connect(self._send_again)
        panel.save_wanted.connect(self._save)
        self.show_selection(self._context.selection.value)
