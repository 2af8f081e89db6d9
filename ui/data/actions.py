"""The data of the current file object: its panel, which is made when first needed, and sending a piece again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from selcore.values.traffic import Moved

from ..session.context import ActionContext
from ..session.panel import Deferred
from ..session.room_actions import RoomActions

if TYPE_CHECKING:
    from .panel import DataPanel


class DataActions(RoomActions):
    """``current()`` is the name of the current file object; ``send_again(piece)`` sends from it."""

    def __init__(self, context: ActionContext, current: Callable[[], str | None], send_again: Callable[[Moved], None]):
        super().__init__(context)
        self._current, self._send_again = current, send_again
        self.panel = Deferred(self._make, self._connect)

    def show_object(self, name: str | None) -> None:
        """Another file object is current."""
        if self.panel.made is not None:
            self.panel.made.show_object(name)

    def _make(self) -> "DataPanel":
        from .panel import DataPanel

        return DataPanel(self._context.store)

    def _connect(self, panel: "DataPanel") -> None:
        panel.send_again.connect(self._send_again)
        panel.show_object(self._current())
