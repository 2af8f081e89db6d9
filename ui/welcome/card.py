"""One thing that can be begun with: a large button with a picture, a title and a sentence, as high as its words are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from ..kit import theme
from ..kit.labels import label
from ..kit.text_size import scaled

SIDE, ABOVE, GAP = 14, 10, 6
"""Pixels around what stands in it and between title and sentence."""
PICTURE = 24


class ScenarioCard(QPushButton):
    """``id`` is the action that it stands for."""

    shows_own_focus = True

    def __init__(self, id: str, icon: str, title: str, about: str):
        super().__init__()
        self.setObjectName(f"card.{id}")
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(1)  # its grid knows how narrow it may be
        self._icon_name = icon
        self._icon, self._title, self._about = label(), label(words=title, wraps=False), label(words=about)
        for part in (self._icon, self._title, self._about):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(SIDE, ABOVE, SIDE, ABOVE)
        parts.setSpacing(GAP)
        parts.addLayout(head)
        parts.addWidget(self._about, 1, Qt.AlignmentFlag.AlignTop)

    def height_at(self, width: int) -> int:
        """How high it has to be where it is that wide."""
        head = max(PICTURE, self._title.sizeHint().height())
        return 2 * ABOVE + head + GAP + self._about.heightForWidth(max(width - 2 * SIDE, 1))

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        self._icon.setPixmap(theme.picture(self._icon_name, "accent", PICTURE))
        # The application's palette, not the widget's own: that one may still be of the theme before.
        ground = QGuiApplication.palette().color(QPalette.ColorRole.Base)
        edge = theme.mix(theme.colour("quiet"), ground, 0.6).name()
        accent, base, tint = theme.colour("accent").name(), ground.name(), theme.tint("accent").name()
        theme.sheet(
            self,
            f"QPushButton {{ background: {base}; border: 1px solid {edge}; border-radius: 8px; text-align: left; }}"
            f"QPushButton:hover {{ border-color: {accent}; }}"
            f"QPushButton:focus {{ border: 2px solid {accent}; background: {tint}; }}",
        )
        theme.ink(self._title, bold=True)  # after the sheet: with another one labels get their old palettes back
        theme.ink(self._about, "quiet")


def least_width() -> int:
    """Pixels that a card is wide at least, in words of this size."""
    return scaled(170)
