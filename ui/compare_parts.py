"""Buttons of the comparison's window, which are actions with an id and keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from .labels import set_tip


def button(owner: QWidget, id: str, words: str, tip: str, keys: str, do: Callable[[], None]) -> QToolButton:
    """An action of ``owner`` under that id, and its button, ``ID.button``."""
    action = QAction(words, owner)
    action.setObjectName(id)
    action.setShortcut(QKeySequence(keys))
    set_tip(action, f"{tip} ({keys})" if keys else tip)
    action.triggered.connect(lambda _=False: do())
    owner.addAction(action)
    made = QToolButton()
    made.setObjectName(f"{id}.button")
    made.setDefaultAction(action)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
