"""The window's title: the name of its document."""

from PySide6.QtCore import QCoreApplication

from selcore.wording.unseen import coded

from ..kit.labels import cut
from ..session.document import Document

LONGEST = 100
"""Characters of a document's name."""


def window_title(document: Document) -> str:
    """With Qt's mark ``[*]`` for what is not saved; in a name that mark is only two brackets and a star."""
    untitled = QCoreApplication.translate("MainWindow", "untitled")
    name = document.path.name if document.path else document.title or untitled
    return f"{cut(coded(name), LONGEST).replace('[*]', '[*][*]')}[*] — Selector Playground"
