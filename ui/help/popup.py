"""Explanations beside what they are about, until a key or a click; the keyboard comes back to where it was."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ..kit import theme
from ..kit.labels import label
from ..kit.text_size import scaled
from .meaning import Meaning, tr

WIDE = 380
"""Pixels, where words have the system's size."""
MOST = 3
"""Explanations at once: of a field, its column and its panel."""


class HelpPopup(QFrame):
    """Deletes itself when it is closed. ``glossary()`` is what its button does; without, it has none."""

    def __init__(self, entries: Sequence[Meaning], parent: QWidget, glossary: Callable[[], object] | None = None):
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(". ".join(one.spoken() for one in entries[:MOST]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        for place, entry in enumerate(entries[:MOST]):
            self._add(layout, place, entry)
        self._glossary = glossary
        self._focus: QWidget = self
        if glossary is not None:
            self._focus = button = QPushButton(tr("Glossary"))
            button.setObjectName("help.glossary")
            button.setAccessibleName(tr("Glossary"))
            button.clicked.connect(self._open_glossary)
            layout.addSpacing(6)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFixedWidth(scaled(WIDE))

    def _add(self, layout: QVBoxLayout, place: int, entry: Meaning) -> None:
        if place:
            layout.addSpacing(6)
        title = label(f"help.title.{place}", entry.title)
        theme.ink(title, bold=True)
        layout.addWidget(title)
        layout.addWidget(label(f"help.words.{place}", entry.words))

    def show_at(self, at: QPoint) -> None:
        """With its upper left corner there, or where the screen has room for it."""
        self.adjustSize()
        self._place(at)
        self.show()
        self._place(at)  # with the style of its window its words have become higher
        self._focus.setFocus()

    def _place(self, at: QPoint) -> None:
        room = self.screen().availableGeometry()
        x = max(room.left(), min(at.x(), room.right() + 1 - self.width()))
        y = max(room.top(), min(at.y(), room.bottom() + 1 - self.height()))
        self.move(x, y)

    def _open_glossary(self) -> None:
        self.close()
        if self._glossary is not None:
            self._glossary()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 once more, or any key but those that press the button, is for who has read it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_glossary()
        elif event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Space):
            self.close()
