"""HTML is made of our own tags; whatever else is in it came through ``escape``, and nothing that it names is loaded."""

from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QLabel, QTextBrowser

from selcore.wording.unseen import coded

LONGEST = 4000
"""Characters of a stranger's words in a text."""
_NO_IMAGE = QImage(1, 1, QImage.Format.Format_ARGB32)
_NO_IMAGE.fill(0)


def escape(words: str) -> str:
    """These words in HTML, at most LONGEST characters of them, with the codes of what cannot be seen.

    (``html.escape`` brings tables of entities with it.)
    """
    if len(words) > LONGEST:
        words = f"{words[: LONGEST - 1]}…"
    words = coded(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return words.replace('"', "&quot;").replace("'", "&#x27;")


def escape_whole(words: str) -> str:
    """All of these words in HTML: of what is bounded by whoever made it."""
    return "".join(escape(words[place : place + LONGEST]) for place in range(0, len(words), LONGEST))


class Page(QTextBrowser):
    """Shows HTML of ours; no link is opened and no resource read, whatever stands in it."""

    def __init__(self, name: str, spoken: str):
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setOpenLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        # Something, and of an image one that can be drawn: else Qt looks for a file of that name, and reads it.
        return _NO_IMAGE if kind == QTextDocument.ResourceType.ImageResource.value else QByteArray(b" ")


def rich_label(name: str, html: str = "") -> QLabel:
    """A label of HTML: of ours, and of what was escaped."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(html)
    made.setObjectName(name)
    made.setWordWrap(True)
    return made
