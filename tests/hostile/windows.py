"""The window before a stranger's files: who answers its questions, what is dropped onto it, and what must stay true."""

from typing import Any

from PySide6 import QtGui
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

HIGHEST = 900
WIDEST = 1400
"""Pixels: a window of 1,280 does not become much wider by what is shown in it."""


class Asked:
    """Answers each question with the least: nothing is saved, allowed or lost that matters."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []

    def __call__(self, id: str, words: str, choices: list[str]) -> str:
        self.all.append((id, words))
        return "discard" if "discard" in choices else choices[-1]

    def said(self, id: str) -> str:
        """What was asked or told under this id; empty where nothing was."""
        return "\n".join(words for one, words in self.all if one == id)


def drop(window: Any, urls: list[str]) -> bool:
    """As the desktop does it: first the question whether it may be, then the drop; whether it was taken."""
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    actions, button, modifier = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(100, 100)
    entering = QDragEnterEvent(place.toPoint(), actions, mime, button, modifier)
    entering.setAccepted(False)
    QGuiApplication.sendEvent(window, entering)
    if not entering.isAccepted():
        return False
    QGuiApplication.sendEvent(window, QDropEvent(place, actions, mime, button, modifier))
    return True


def faults(window: Any) -> list[str]:
    """What is wrong with how it looks; nothing where it is as it should be."""
    found = [] if window.width() <= WIDEST else [f"it is {window.width()} pixels wide"]
    if window.findChild(QWidget, "crash") is not None:
        found.append("it reports a crash")
    if window.height() > HIGHEST:
        found.append(f"it is {window.height()} pixels high")
    for label in window.findChildren(QLabel):
        # A label that finds markup by itself shows a stranger's: those of ours say which kind they are.
        if label.textFormat() == Qt.TextFormat.AutoText and QtGui.Qt.mightBeRichText(label.text()):
            found.append(f"{label.objectName()} takes words for markup: {label.text()[:200]}")
    if window.state == "dead":
        found.append("its worker is dead")
    return found
