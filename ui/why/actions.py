"""Why, and what was refused: looks at an object, their answers, and what the panels offer."""

from typing import TYPE_CHECKING, Any

from selcore.history.store import Row
from selcore.values.commands import Command

from ..actions.action_table import Do
from ..session.context import ActionContext
from ..session.end_of_wait import command_of
from ..session.panel import Deferred, SessionBegun
from ..session.room_actions import RoomActions
from .panel import WhyPanel

if TYPE_CHECKING:
    from selcore.explain.why_not import End

    from .refusals_panel import RefusalsPanel


class WhyActions(RoomActions):
    """The panels' questions to the worker, its answers to the panels."""

    def __init__(self, context: ActionContext, panel: WhyPanel):
        super().__init__(context)
        self._panel = panel
        self.refusals = Deferred(_make_refusals, self._connect_refusals)
        panel.look.connect(lambda name: context.bridge.look(name, silent=True))
        panel.end_wanted.connect(self._end_wait)
        panel.remedy.connect(self.remedy)
        panel.compare.connect(lambda: context.actions.trigger("experiment.compare"))
        context.bridge.looked.connect(panel.show_looked)

    def table(self) -> dict[str, Do]:
        return {"why.look-now": lambda _: self._panel.ask_now()}

    def begin(self, begun: SessionBegun) -> None:
        if not begun.keeps_history:
            self._context.navigate.raise_dock("details")

    def remedy(self, row: Row, command: Command) -> None:
        """In place of what was refused; or, of something ready, by itself."""
        given: Any = command
        if row.error is not None and row.command is not None:
            self._context.sequences.remedy(row.command, given)
        else:
            self._context.bridge.send(given)

    def _end_wait(self, end: "End") -> None:
        command = command_of(self._context.store, end)
        if command is not None:
            self._context.bridge.send(command)  # type: ignore[arg-type]

    def _connect_refusals(self, panel: "RefusalsPanel") -> None:
        navigate = self._context.navigate
        panel.chosen.connect(navigate.show_row)
        panel.counted.connect(lambda count: navigate.show_count("refusals", count))
        panel.cramped.connect(lambda: navigate.give_room("refusals"))


def _make_refusals() -> "RefusalsPanel":
    from .refusals_panel import RefusalsPanel

    return RefusalsPanel()
