"""Colours can be read, pictures are there, words can be translated, and everything is reached by the keyboard."""

import ast
import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from tests import ROOT
from tests.ui.user import User

SENTENCES = re.compile(r"\b(tr|text|_)\(")
"""Where there is none, no sentence needs to be parsed for."""


def calls_of_tr(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) in ("tr", "text", "_") or getattr(node.func, "attr", None) == "tr")
        and node.args
    ]


def test_every_sentence_is_a_whole_literal_that_can_be_translated() -> None:
    for path in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "selcore").rglob("*.py")]:
        for call in calls_of_tr(path) if SENTENCES.search(path.read_text(encoding="utf-8")) else ():
            first = call.args[0]
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            passed_on = isinstance(first, ast.Name | ast.Attribute)  # a helper that takes the sentence from its caller
            assert literal or passed_on, f"{path}:{call.lineno}: {ast.unparse(call)}"
            if literal:
                places = re.findall(r"{(\w*)}", first.value)  # type: ignore[union-attr]
                assert "" not in places, f"{path}:{call.lineno}: places have names, so that a translation may move them"


def test_the_keyboard_reaches_everything_in_reading_order(user: User) -> None:
    user.do("scenario.pair")
    user.window.activateWindow()
    seen: list[str] = []
    user.find(QWidget, "backend").setFocus()
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus.objectName() in seen and len(seen) > 3:
            break
        if focus.objectName():
            seen.append(focus.objectName())
        user.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    wanted = ["backend", "timeout", "button.call.step", "fileobjects", "send", "history"]
    assert [name for name in seen if name in wanted] == wanted
