"""The code is shown, copied and saved; a line of it is the step that it does, and a row of the history its lines."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from selcore.history.row import Row
from selcore.history.store import Change

from ..actions.action_table import Do
from ..kit.saying import counted
from ..questions.files import choose_target
from ..session.context import ActionContext
from ..session.panel import Deferred, SessionBegun
from ..session.room_actions import RoomActions
from ..session.saving import say_saving
from ..session.selection import Selection
from .following import CodeFollower

if TYPE_CHECKING:
    from .panel import CodePanel

DOCK = "code"


def tr(source: str) -> str:
    return QCoreApplication.translate("CodeActions", source)


class CodeActions(RoomActions):
    """Its panel is made when it is first needed."""

    def __init__(self, context: ActionContext):
        super().__init__(context)
        self.following = CodeFollower(context.document, context.bridge, context.parent)
        self.panel = Deferred(self._make, self._connect)

    def table(self) -> dict[str, Do]:
        return {
            "view.code": lambda _: self._context.navigate.show_dock(DOCK),
            "code.copy": lambda _: self._copy(),
            "code.save": lambda _: self._choose_target(),
        }

    def fold(self, change: Change) -> None:
        self.following.fold(change)

    def begin(self, begun: SessionBegun) -> None:
        self.following.begin(begun)

    # What is chosen.

    def show_selection(self, selection: Selection) -> None:
        """Mark the lines of the chosen row."""
        if self.panel.made is not None:
            row = self._context.store.row(selection.serial) if selection.about == "row" else None
            self.panel.made.mark(None if row is None else _step(row))

    def _chosen(self, step: int) -> None:
        serial = self._context.store.serial_of(step)
        if serial is not None:
            self._context.selection.row(self._context.store.row(serial))

    # Taking it away.

    def _copy(self) -> None:
        def copied(source: str) -> None:
            QGuiApplication.clipboard().setText(source)
            lines = source.count("\n")
            self._context.say(counted(tr("{n} {n:line|lines} of Python copied."), n=f"{lines:,}"))

        whole = self.following.whole()
        self._context.reader.look(lambda: whole.script().source(), copied)

    def _choose_target(self) -> None:
        name, files = "session.py", tr("Python (*.py)")
        choose_target(self._context.parent, "code.target", tr("Save as Python"), name, files, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write it there, all that was done until now."""
        context, whole = self._context, self.following.whole()

        def done(error: BaseException | None) -> None:
            if error is not None:
                context.say("")
                context.questions.inform(tr("Not saved: {error}").format(error=f"{type(error).__name__}: {error}"))
            else:
                context.say(tr("Saved into {path}.").format(path=path))

        say_saving(context, path)
        context.writer.write(path, lambda: whole.script().source().encode(), done)

    # Its panel.

    def _make(self) -> "CodePanel":
        from .panel import CodePanel

        return CodePanel(self.following)

    def _connect(self, panel: "CodePanel") -> None:
        actions = self._context.actions
        actions.draw(id for id in actions.by_id if id.startswith("code."))  # it may be in sight before them
        panel.fill(actions.by_id)
        panel.chosen.connect(self._chosen)
        self.show_selection(self._context.selection.value)

    def close(self) -> None:
        """The window ends."""
        self.following.close()


def _step(row: Row) -> int:
    """Of what was given during a call, that call's: its lines stand there."""
    return row.step if row.parent is None else row.parent
