"""Help and the selector box lead to the tree of classes."""

import selectors

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QTextBrowser

from tests.ui.user import User


def test_the_tree_stands_in_the_window(user: User) -> None:
    user.do("help.classes")
    page: QTextBrowser = user.find(QTextBrowser, "classes.text")
    said = page.toPlainText()
    for name in ("BaseSelector", "_BaseSelectorImpl", "_PollLikeSelector", "SelectSelector", "KqueueSelector"):
        assert name in said
    assert f"another name of {selectors.DefaultSelector.__name__}" in said
    if not hasattr(selectors, "KqueueSelector"):
        assert "wraps select.kqueue · not here: this Python has no selectors.KqueueSelector" in said
        assert "recorded: Lib/selectors.py of CPython 3.11 to 3.14" in said
    assert "RuntimeError: Selector is closed" in said and "Recorded on Linux" in said
    user.find(QDialog, "classes").reject()


def test_the_selector_box_offers_it(user: User) -> None:
    box: QComboBox = user.find(QComboBox, "backend")
    assert box.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    (action,) = box.actions()
    action.trigger()
    user.find(QDialog, "classes").reject()
