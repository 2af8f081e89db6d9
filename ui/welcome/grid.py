"""The cards in as many columns as there is room for, all of one height; what goes with them has what is left."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from .card import ScenarioCard, least_width

GAP, BETWEEN_ROWS = 12, 8
"""Pixels between two cards: three rows have room in a small window."""
MOST = 3
"""Columns."""


class CardGrid(QWidget):
    """``cards`` in their order, and ``beside`` in the row that they do not fill, or in one of its own."""

    def __init__(self, cards: Sequence[ScenarioCard], beside: QWidget):
        super().__init__()
        self._cards, self._beside = cards, beside
        self.columns = self.row_height = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(BETWEEN_ROWS)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """In the room that there is, in words of the size that they have."""
        fit = min(max((self.width() + GAP) // (least_width() + GAP), 1), MOST)
        rows = -(-len(self._cards) // fit)
        columns = -(-len(self._cards) // rows)  # of as many rows no more columns than fill them: no card stands alone
        other = columns != self.columns
        if other:
            self._place(columns)
        wide = (self.width() - (columns - 1) * GAP) // columns
        self.row_height = max(card.height_at(wide) for card in self._cards)
        for card in self._cards:
            card.setFixedHeight(self.row_height)
        if other:
            self._grid.activate()

    def _place(self, columns: int) -> None:
        self.columns = columns
        top = Qt.AlignmentFlag.AlignTop
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns, top)
        rows, filled = divmod(len(self._cards), columns)
        self._grid.addWidget(self._beside, rows, filled, 1, columns - filled, top)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(least_width(), super().minimumSizeHint().height())
