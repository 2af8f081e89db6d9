"""The files that were opened or saved last, beside the cards of an empty window."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from selcore.values.text import in_short

from ..kit import theme
from ..kit.labels import caption, label, set_tip

MOST = 4
"""Files that are shown; the File menu has more."""
LONGEST = 40
"""Characters of a name, and of the folder behind it: the middle gives way."""


def tr(source: str) -> str:
    return QCoreApplication.translate("RecentFiles", source)


class RecentFiles(QWidget):
    """``chosen(path)``; without any it takes no room."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("recent")
        self.links: list[QPushButton] = []
        self._title = label("recent.title", tr("Opened before"), wraps=False)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._title)
        self.hide()

    def show_paths(self, paths: Sequence[str]) -> None:
        """These, the newest first."""
        for link in self.links:
            link.deleteLater()
        self.links = [self._link(number, path) for number, path in enumerate(paths[:MOST])]
        self.setVisible(bool(self.links))
        self.apply_theme()

    def _link(self, number: int, path: str) -> QPushButton:
        name, folder = Path(path).name, str(Path(path).parent)
        button = QPushButton(caption(f"{in_short(name, LONGEST)}  ·  {in_short(folder, LONGEST)}", 3 * LONGEST))
        button.setObjectName(f"recent.{number}")
        button.setAccessibleName(button.text())
        button.setFlat(True)
        set_tip(button, path)
        button.clicked.connect(lambda: self.chosen.emit(Path(path)))
        self._layout.addWidget(button)
        return button

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        theme.ink(self._title, "quiet")
        colour = theme.colour("accent").name()
        for link in self.links:
            theme.sheet(link, f"QPushButton {{ color: {colour}; padding: 3px 8px; text-align: left; }}")


Recent = Callable[[], Sequence[str]]
"""The paths of recent files, the newest first, at the moment."""
