"""Tab reaches only what is in sight: the panels behind the one in front of a stack are left out."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QWidget
from shiboken6 import isValid


class TabStops(QObject):
    """Takes the focus policies of a dock's widgets away while another stands before it, and gives them back."""

    def __init__(self, dock: QDockWidget):
        super().__init__(dock)
        self._dock = dock
        self._policies: dict[QWidget, Qt.FocusPolicy] = {}
        # Qt hides a tabbed dock only by moving it away: its widgets stay in the chain, and the focus goes out of sight.
        dock.visibilityChanged.connect(self._seen)
        self._in_sight = True

    def renew(self) -> None:
        """The dock has another widget."""
        self._seen(self._in_sight)

    def _seen(self, in_sight: bool) -> None:
        self._in_sight = in_sight
        if in_sight:
            for widget, policy in self._policies.items():
                if isValid(widget):  # it may be gone since
                    widget.setFocusPolicy(policy)
            self._policies = {}
            return
        panel: QWidget | None = self._dock.widget()
        if panel is None:
            return
        for widget in (panel, *panel.findChildren(QWidget)):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                self._policies[widget] = widget.focusPolicy()
                widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
