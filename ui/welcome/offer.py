"""One quiet line in an empty window: what a program that was killed had kept, to be restored or discarded."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ..kit import theme
from ..kit.labels import label

EDGE = 8
"""Pixels around it."""


def tr(source: str) -> str:
    return QCoreApplication.translate("UnsavedOffer", source)


class UnsavedOffer(QFrame):
    """``chosen(action id)``. With no words it takes no room; what cannot be restored can be discarded.

    ``appeared()`` when there is something to be decided.
    """

    chosen = Signal(str)
    appeared = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("unsaved")
        self.setAccessibleName(tr("what was not saved"))
        self._compact = False
        self._words = label("unsaved.words")
        self.restore = self._button("unsaved.restore", tr("Restore"))
        self.discard = self._button("unsaved.discard", tr("Discard…"))
        self.buttons = [self.restore, self.discard]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(EDGE + 4, EDGE, EDGE, EDGE)
        layout.setSpacing(EDGE)
        layout.addWidget(self._words, 1)
        for button in self.buttons:
            layout.addWidget(button)
        self.hide()

    def _button(self, id: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"card.{id}")
        button.clicked.connect(lambda: self.chosen.emit(id))
        return button

    def show_offer(self, words: str, can_be_restored: bool = True) -> None:
        """These words; none: nothing is offered."""
        self._words.setText(words)
        self.restore.setVisible(can_be_restored)
        self._show()
        if words:
            self.appeared.emit()

    def shown_buttons(self) -> list[QPushButton]:
        """Those that can be pressed."""
        return [] if self.isHidden() else [one for one in self.buttons if not one.isHidden()]

    def set_compact(self, compact: bool) -> None:
        """Above a history there is no room for it."""
        self._compact = compact
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._words.text()) and not self._compact)

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        ground = QGuiApplication.palette().color(QPalette.ColorRole.Base)
        edge = theme.mix(theme.colour("quiet"), ground, 0.6).name()
        theme.sheet(self, f"#unsaved {{ background: {ground.name()}; border: 1px solid {edge}; border-radius: 8px; }}")
        theme.ink(self._words)
