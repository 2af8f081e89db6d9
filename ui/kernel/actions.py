"""What the kernel watches is asked of the selector's own thread, beside what it does."""

from typing import TYPE_CHECKING

from ..actions.action_table import Do
from ..session.context import ActionContext
from ..session.panel import Deferred
from ..session.room_actions import RoomActions
from ..session.selection import Selection

if TYPE_CHECKING:
    from .panel import KernelPanel


class KernelActions(RoomActions):
    """Looks, and their answers."""

    def __init__(self, context: ActionContext):
        super().__init__(context)
        self.panel = Deferred(self._make, self._connect)

    def table(self) -> dict[str, Do]:
        return {"view.kernel": lambda _: self._show(), "kernel.refresh": lambda _: self.panel().ask()}

    def show_selection(self, selection: Selection) -> None:
        """What the kernel watches of the chosen object."""
        if self.panel.made is not None and selection.name:
            self.panel.made.show_chosen(selection.name)

    def _show(self) -> None:
        self._context.navigate.show_dock("kernel")
        self.panel().ask()

    def _make(self) -> "KernelPanel":
        from .panel import KernelPanel

        return KernelPanel(self._context.store)

    def _connect(self, panel: "KernelPanel") -> None:
        bridge = self._context.bridge
        panel.look.connect(lambda inside: bridge.look(kernel=True, inside=inside))
        panel.chosen.connect(lambda name: self._context.selection.objects((name,)))
        bridge.looked.connect(panel.show_looked)
        self.show_selection(self._context.selection.value)
