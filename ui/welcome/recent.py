"""The files that were opened or saved last, and the programs that were run, beside the cards of an empty window."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from selcore.values.text import in_short

from ..kit import theme
from ..kit.labels import caption, label, set_tip

MOST = 4
"""Files that are shown; the File menu has more."""
LINK = "QPushButton {{ color: {colour}; border: none; padding: 2px 8px 2px 0; text-align: left; }}"
"""A style sheet: its words begin where the cards do."""
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


class PathLink(QPushButton):
    """Where it has no room for all of its words their end gives way: the name stands at the beginning."""

    def __init__(self, words: str):
        super().__init__(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words = words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        right = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._words, right, self.width() - 10))


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
        button = PathLink(caption(words, 3 * LONGEST))
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
            theme.sheet(link, LINK.format(colour=colour))


Recent = Callable[[], Sequence[RecentLink]]
"""What is recent at the moment, the newest first."""
