"""A narrow toolbar gives up the words of its buttons before it gives up a button: their icons and tooltips tell."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QToolBar, QToolButton

from ..kit.tight_buttons import ICONS, WORDS

AFTER_ICON = 4
"""Pixels that Qt leaves between an icon and its words."""


class BarWords(QObject):
    """Watches how wide a bar is. The words of the first of ``groups`` go first, those of the last stay longest."""

    def __init__(self, bar: QToolBar, groups: Sequence[Sequence[QToolButton]]):
        super().__init__(bar)
        self._bar, self._groups = bar, groups
        bar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and watched is self._bar:
            self._choose()
        return False

    def _choose(self) -> None:
        wide = self._with_all_words()
        for group in self._groups:
            style = WORDS if wide <= self._bar.width() else ICONS
            for button in group:
                wide -= _words(button) if style == ICONS else 0
                if button.toolButtonStyle() != style:
                    button.setToolButtonStyle(style)

    def _with_all_words(self) -> int:
        """Its hint is of the words that it has now."""
        buttons = [button for group in self._groups for button in group if button.toolButtonStyle() == ICONS]
        return self._bar.sizeHint().width() + sum(map(_words, buttons))


def _words(button: QToolButton) -> int:
    """Pixels that a button's words take. To ask for both of its hints would have it laid out, and this asked, again."""
    metrics = button.fontMetrics()
    words = metrics.size(Qt.TextFlag.TextShowMnemonic, button.text()).width()
    return words + 2 * metrics.horizontalAdvance(" ") + AFTER_ICON
