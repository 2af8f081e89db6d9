"""What depends on all that is open: counters, the state in words, what stands in the centre, what can be done now.

Each look goes through every file object, so under a run it is for four times a second and not for each frame.
"""

from PySide6.QtCore import QObject

from selcore.history.store import Change

from ..actions.action_table import ActionTable
from ..bridge.bridge import Bridge
from ..kit.throttle import Rarely
from .centre import Centre
from .panels import Panels


class Overview(QObject):
    """Of one window, to which it belongs."""

    def __init__(self, bridge: Bridge, panels: Panels, centre: Centre, actions: ActionTable, parent: QObject):
        super().__init__(parent)
        self._bridge, self._panels, self._centre, self._actions = bridge, panels, centre, actions
        self._soon = Rarely(self.look_around, self)

    def fold(self, change: Change) -> None:
        """A batch has changed something: look at once, or soon where only more of the same was added."""
        if change.entries or change.status or change.gone or self._bridge.state not in ("running", "spinning"):
            self._look(change)
        else:
            self._soon()

    def look_around(self) -> None:
        """Look at all of it."""
        self._look(Change())

    def _look(self, change: Change) -> None:
        panels, status = self._panels, self._bridge.store.status
        panels.counts.refresh(objects=bool(change.objects or change.gone))
        panels.state_line.show_state()
        if change.status and status is not None:
            panels.selector.show_backend(status.backend)
            panels.why.show_backend(status.backend)
        self.show_state()

    def show_state(self) -> None:
        """The worker's state is another: what stands in the centre, and what can be done."""
        self._panels.why.set_live(self._bridge.playback is None)
        self._centre.choose()
        self._actions.refresh()
