"""Buttons of the comparison window: actions with an id and keys, one of them with a menu."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ..kit.labels import set_tip


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


def menu_button(name: str, words: str, menu: QMenu) -> QToolButton:
    """A button that pops up a menu. A menu of its own, ``setMenu``, would be waited for in ``click()``."""
    made = QToolButton()
    made.setObjectName(name)
    made.setText(f"{words} ▾")
    made.setAccessibleName(words)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.clicked.connect(lambda: menu.popup(made.mapToGlobal(QPoint(0, made.height()))))
    return made
