"""One explanation: what it is about, and what it means in a sentence or two."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


class Meaning(NamedTuple):
    """Both are plain words in the user's language."""

    title: str
    words: str

    def spoken(self) -> str:
        """All of it, for whoever hears it."""
        return f"{self.title}: {self.words}"


def tr(source: str) -> str:
    return QCoreApplication.translate("Help", source)
