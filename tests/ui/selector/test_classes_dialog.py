"""Help and the selector box lead to the tree of classes."""

import selectors

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QTextBrowser

from selcore.reference.classes import class_tree
from tests.ui.user import User


def lines(said: str) -> str:
    return said.replace("\u2028", "\n")


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
    for one in class_tree():  # in words, and where it is here as Python prints it
        assert " > ".join([one.name, *one.bases]) in said
        if not one.source:
            assert f">>> selectors.{one.name}.__mro__\n{getattr(selectors, one.name).__mro__!r}" in lines(said)
    assert f">>> selectors.DefaultSelector\n{selectors.DefaultSelector!r}" in lines(said)
    assert "OSError: [Errno 9] Bad file descriptor" in said and "EBADF" not in said
    assert "OSError: [WinError 10038]" in said and "Recorded elsewhere: the documentation of select.select()" in said
    user.find(QDialog, "classes").reject()


def test_the_selector_box_offers_it(user: User) -> None:
    box: QComboBox = user.find(QComboBox, "backend")
    assert box.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    (action,) = box.actions()
    action.trigger()
    user.find(QDialog, "classes").reject()
