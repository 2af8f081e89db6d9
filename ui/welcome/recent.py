"""The files that were opened or saved last, and the programs that were run, beside the cards of an empty window."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from selcore.values.text import in_short

from ..kit import theme
from ..kit.labels import caption, label, set_tip

MOST = 4
"""Files that are shown; the File menu has more."""
LONGEST = 40
"""Characters of a name, and of the folder behind it: the middle gives way."""


class RecentLink(NamedTuple):
    """One of them: its name, where it is, all of it, and what is chosen with it."""

    name: str
    where: str
    tip: str
    value: Any


def file_link(path: str) -> RecentLink:
    """A file, by its path."""
    return RecentLink(Path(path).name, str(Path(path).parent), path, Path(path))


class RecentFiles(QWidget):
    """``chosen(value)`` of the link; without any it takes no room. ``name`` is also how those of its links begin."""

    chosen = Signal(object)

    def __init__(self, name: str, title: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(name)
        self.links: list[QPushButton] = []
        self._title = label(f"{name}.title", title, wraps=False)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._title)
        self.hide()

    def show_links(self, links: Sequence[RecentLink]) -> None:
        """These, the newest first."""
        for link in self.links:
            link.deleteLater()
        self.links = [self._link(number, link) for number, link in enumerate(links[:MOST])]
        self.setVisible(bool(self.links))
        self.apply_theme()

    def _link(self, number: int, link: RecentLink) -> QPushButton:
        words = f"{in_short(link.name, LONGEST)}  ·  {in_short(link.where, LONGEST)}"
        button = QPushButton(caption(words, 3 * LONGEST))
        button.setObjectName(f"{self.objectName()}.{number}")
        button.setAccessibleName(button.text())
        button.setFlat(True)
        set_tip(button, link.tip)
        button.clicked.connect(lambda: self.chosen.emit(link.value))
        self._layout.addWidget(button)
        return button

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        theme.ink(self._title, "quiet")
        colour = theme.colour("accent").name()
        for link in self.links:
            theme.sheet(link, f"QPushButton {{ color: {colour}; padding: 3px 8px; text-align: left; }}")


Recent = Callable[[], Sequence[RecentLink]]
"""What is recent at the moment, the newest first."""
