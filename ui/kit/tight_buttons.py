"""Buttons whose words give way where there is no room for them: what they mean is in their tooltips and icons."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QToolButton, QWidget

WORDS, ICONS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly


class TightButtons(QObject):
    """Watches how wide a panel is: ``beside`` are the widgets that stand in the row with the buttons."""

    def __init__(self, panel: QWidget, buttons: Sequence[QToolButton], beside: Sequence[QWidget], margin: int):
        super().__init__(panel)
        self._panel, self._buttons, self._beside, self._margin = panel, buttons, beside, margin
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and watched is self._panel:
            self._choose()
        return False

    def _choose(self) -> None:
        style = WORDS if self._panel.width() >= self._wide() else ICONS
        for button in self._buttons:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def _wide(self) -> int:
        """How wide the row is with all the words; a button's own hint is of the style that it has now."""
        others = sum(widget.minimumSizeHint().width() for widget in self._beside if not widget.isHidden())
        return others + sum(map(self._with_words, self._buttons)) + self._margin

    def _with_words(self, button: QToolButton) -> int:
        words = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
        return words + button.iconSize().width() + 24
