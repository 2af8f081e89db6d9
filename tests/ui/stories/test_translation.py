"""Every sentence that is shown goes through the translator: under a make-believe language no plain English is left."""

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QMenu, QTableView

from tests.ui.user import User

PLAIN = re.compile(r"[A-Za-z]{3}")


class MakeBelieve(QTranslator):
    """Puts every sentence of ours between brackets; its places stay what they are."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"⟦{source}⟧"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def foreign(qapp: QApplication) -> Iterator[None]:
    translator = MakeBelieve()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def left_plain(words: str) -> str:
    """What stands outside of brackets and could be English; keys, ids and Python names are no English."""
    outside = re.sub(r"⟦[^⟦⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", words))
    outside = re.sub(
        r"(Default|Select|Poll|Epoll|Devpoll|Kqueue)\w*Selector|EVENT_\w+|\bpair(_|\.)?[ab]?\b|fd \d+|select\(\)",
        "",
        outside,
    )
    return outside if PLAIN.search(outside) else ""


def test_nothing_is_shown_in_plain_english(foreign: None, open_window: Callable[..., User]) -> None:
    user = open_window()
    user.do("scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    user.settle()
    window = user.window
    found: dict[str, str] = {}
    for action in window.findChildren(QAction):
        if action.objectName().startswith("key.callback.") or not action.objectName():
            continue  # a callback's words are its id
        found[f"action {action.objectName()}"] = action.text()
        found[f"tip of {action.objectName()}"] = re.sub(r"⟧ \([^()]*\)$", "⟧", action.toolTip())
    for menu in window.findChildren(QMenu):
        found[f"menu {menu.objectName()}"] = menu.title()
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.objectName() not in ("refusal.line", "send.target"):
            found[f"label {label.objectName()} {label.text()[:20]}"] = label.text()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not button.objectName().startswith("qt_"):
            found[f"button {button.objectName()}"] = button.text()
    for box in window.findChildren(QComboBox):
        if box.isVisible():
            found[f"box {box.objectName()}"] = box.itemText(0)
    for view in window.findChildren(QTableView):
        for column in range(view.model().columnCount()):
            found[f"{view.objectName()} column {column}"] = str(
                view.model().headerData(column, Qt.Orientation.Horizontal) or ""
            )
    assert {where: left_plain(words) for where, words in found.items() if left_plain(words)} == {}
    user.do("call.stop")
    user.wait_for("idle")
