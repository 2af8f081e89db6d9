"""What the actions of every room have in common: they build commands and send them, and touch nothing live."""

from collections.abc import Mapping

from ..actions.action_table import Do
from ..actions.conditions import Condition
from .context import ActionContext
from .panel import Listener


class RoomActions(Listener):
    """Registered in the table of actions, which finds by an action's id what is to be done."""

    def __init__(self, context: ActionContext):
        self._context = context

    def table(self) -> Mapping[str, Do]:
        """What each action does, by its id; ``do(checked)``."""
        return {}

    def more(self) -> Mapping[str, Do]:
        """The same for the actions that are made last (``actions.more_actions``)."""
        return {}

    def conditions(self) -> Mapping[str, Condition]:
        """What actions need that this room knows, by the name that their rows have for it."""
        return {}

    def checks(self) -> Mapping[str, bool]:
        """Which of the actions that are on or off are on now, by their ids."""
        return {}

    def subjects(self) -> Mapping[str, str]:
        """What some of the conditions speak of at this moment: the name of the selected file object, for "current"."""
        return {}
