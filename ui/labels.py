"""Words in the window as plain text: they may hold what a stranger has written, which is never read as markup."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def label(name: str, words: str = "", *, spoken: str = "", wraps: bool = True, selectable: bool = False) -> QLabel:
    """A label under that name; ``spoken`` is what a screen reader calls it, where its words do not say it."""
    made = QLabel(words)
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
