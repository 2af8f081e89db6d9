"""Updates what depends on everything that is open: counters, the state line, the centre, and which actions are enabled.

Each update goes through every file object; during a run it happens four times a second, not once a frame.
"""

from PySide6.QtCore import QObject

from selcore.history.store import Change

from ..actions.action_table import ActionTable
from ..bridge.bridge import Bridge
from ..kit.throttle import Rarely
from .centre import Centre
from .panels import Panels


class Overview(QObject):
    """Belongs to one window."""

    def __init__(self, bridge: Bridge, panels: Panels, centre: Centre, actions: ActionTable, parent: QObject):
        super().__init__(parent)
        self._bridge, self._panels, self._centre, self._actions = bridge, panels, centre, actions
        self._objects = False
        self._soon = Rarely(self.look_around, self)

    def fold(self, change: Change) -> None:
        """A batch has arrived: update now, or soon if it only added rows to a run."""
        self._objects = self._objects or bool(change.objects or change.gone)
        if change.entries or change.status or change.gone or self._bridge.state not in ("running", "spinning"):
            self._look(change)
        else:
            self._soon()

    def look_around(self) -> None:
        """Update everything."""
        self._look(Change())

    def _look(self, change: Change) -> None:
        panels, status = self._panels, self._bridge.store.status
        panels.counts.refresh(objects=self._objects)
        self._objects = False
        panels.state_line.show_state()
        if change.status and status is not None:
            panels.selector.show_backend(status.backend)
            panels.why.show_backend(status.backend)
        self.show_state()

    def show_state(self) -> None:
        """The worker's state has changed: choose what the centre shows and which actions are enabled."""
        self._panels.why.set_live(self._bridge.is_live)
        self._centre.choose()
        self._actions.refresh()
