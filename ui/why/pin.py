"""Says what Why shows, the newest result or what somebody chose, and leads back to the newest by a click."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from selcore.wording.unseen import coded

from ..kit import theme
from ..kit.labels import caption, set_tip
from ..session.selection import Selection

ICON = 16
EDGES = 22
"""Pixels beside the words: the icon has its own."""


def tr(source: str) -> str:
    return QCoreApplication.translate("WhyPin", source)


class Pin(QToolButton):
    """Down while something is pinned. ``wanted(bool)`` at a click: whether the newest result is to be followed."""

    wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("why.pin")
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(ICON, ICON))
        self._words = ""
        self.clicked.connect(self._clicked)
        self.show_selection(Selection())

    def _clicked(self) -> None:
        self.setChecked(not self.isChecked())  # what comes of the click says how it stands
        self.wanted.emit(self.isChecked())

    def show_selection(self, selection: Selection) -> None:
        """Which it is."""
        self._words = _words(selection)
        pinned = selection.about != "newest"
        self.setChecked(pinned)
        spoken = tr("{what}. Press to follow the newest result") if pinned else tr("{what}. Press to stay at this one")
        self.setAccessibleName(spoken.format(what=coded(self._words)))
        set_tip(self, spoken.format(what=self._words))
        self.apply_theme()
        self._fit()

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        self.setIcon(theme.icon("pin", "accent") if self.isChecked() else theme.icon("follow"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words that have no room end in an ellipsis; all of them are in the tip."""
        room = max(self.width() - ICON - EDGES, 40)
        shown = self.fontMetrics().elidedText(coded(self._words), Qt.TextElideMode.ElideMiddle, room)
        self.setText(caption(shown))

    def sizeHint(self) -> QSize:
        """With all of its words: how wide it becomes is for others to say."""
        width = self.fontMetrics().horizontalAdvance(coded(self._words)) + ICON + EDGES + 4
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())


def _words(selection: Selection) -> str:
    if selection.about == "row":
        return tr("Row {n} · pinned").format(n=f"{selection.serial + 1:,}")
    if selection.about == "object":
        return tr("{name} now · pinned").format(name=selection.name)
    return tr("Following the newest result")
