"""A box in which a name is chosen: one that has no room is cut in its middle, and its tooltip has all of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from selcore.wording.unseen import coded

from ..kit.labels import plain_tip, set_tip


class NameBox(QComboBox):
    """Names and addresses; their ends tell them apart. ``tip`` is what the box is for."""

    def __init__(self, tip: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self._tip = tip
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.currentTextChanged.connect(lambda _: self._tell())
        self._tell()

    def offer(self, words: str, value: object = None) -> None:
        """One more."""
        self.addItem(words, value)
        self.setItemData(self.count() - 1, plain_tip(words), Qt.ItemDataRole.ToolTipRole)

    def _tell(self) -> None:
        set_tip(self, "\n".join(filter(None, [self.currentText(), self._tip])))

    def paintEvent(self, event: QPaintEvent) -> None:
        """As the style does it, which cuts at the end and says nothing of it."""
        if self.isEditable():
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        modes = Qt.TextElideMode
        option.currentText = option.fontMetrics.elidedText(coded(option.currentText), modes.ElideMiddle, room.width())
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
