"""The five moments of a session without a mouse: an empty window, opening, one call, a busy loop, a comparison.

Wherever the keyboard comes something is said aloud, and Tab goes as one reads.
"""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMenu, QPlainTextEdit, QTableView, QToolButton, QWidget

from tests.ui.user import User
from tests.ui.why.test_panel import text

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
K = Qt.Key


class Keys:
    """Presses keys, each where the keyboard is, and hears what is said there."""

    def __init__(self, user: User):
        self.user = user
        user.window.activateWindow()
        user.window.cards.cards[0].setFocus()

    @property
    def at(self) -> QWidget:
        if QApplication.focusWidget() is None:  # the offscreen platform activates nothing when a dialog is closed
            self.user.window.activateWindow()
            self.user.wait_until(lambda: QApplication.focusWidget() is not None)
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def __call__(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.activePopupWidget() or self.at, key, modifiers)
        QApplication.processEvents()
        if QApplication.activePopupWidget() is None and QApplication.focusWidget() is not None:
            assert said(self.at), f"nothing is said at {self.at.objectName() or self.at}"

    def type(self, words: str) -> None:
        QTest.keyClicks(self.at, words)

    def tab_to(self, name: str, most: int = 40, back: bool = False) -> list[str]:
        """Tab until the keyboard is there; what was on the way."""
        passed = []
        for _ in range(most):
            if self.at.objectName() == name:
                return passed
            passed.append(self.at.objectName())
            self(K.Key_Backtab if back else K.Key_Tab, SHIFT if back else NONE)
        raise AssertionError(f"{name} is not reached: {passed}")


def said(widget: QWidget) -> str:
    """What a screen reader says first of it."""
    if widget.accessibleName():
        return widget.accessibleName()
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


@pytest.fixture
def keys(user: User) -> Keys:
    return Keys(user)


def test_an_empty_window(user: User, keys: Keys) -> None:
    cards = ["Socket pair", "Echo server", "Pipe and file"]
    heard = [said(keys.at)]
    for key in (K.Key_Right, K.Key_Right, K.Key_Left, K.Key_Left):
        keys(key)
        heard.append(said(keys.at))
    assert heard == [*cards, cards[1], cards[0]]
    assert keys.at.accessibleDescription() == "Two ends; what one sends the other can read"
    keys(K.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"] and keys.at.objectName() == "send"
    assert "press F10 to call select() once" in user.state_words()


def test_opening(user: User, keys: Keys) -> None:
    user.backend("epoll")
    keys(K.Key_O, CTRL | SHIFT)
    assert keys.at.objectName() == "new.search" and said(keys.at) == "search"
    keys.type("text file")
    keys(K.Key_Return)
    user.wait_until(lambda: user.names() == ["file"])
    user.settle()
    assert keys.at is user.files and user.files.currentIndex() == user.cell("file", "read"), "its tick is next"
    keys(K.Key_Space)
    user.settle()
    assert not user.object("file")["read"] and "PermissionError" in user.label("refusal.words")
    assert "PermissionError: [Errno 1]" in text(user), "Why follows it"
    assert keys.tab_to("refusal.remedy") == ["fileobjects"]
    assert said(keys.at) == "Switch to poll"
    keys(K.Key_Space)
    user.wait_until(lambda: user.object("file")["read"])
    assert user.backend_shown() == "poll"


def test_a_form_and_what_is_wrong_in_it(user: User, keys: Keys) -> None:
    user.do("fileobject.open.socketpair")
    keys(K.Key_O, CTRL | SHIFT)
    keys.type("socketpair")
    keys(K.Key_Return, SHIFT)
    form = keys.at.window()
    assert isinstance(form, QDialog) and form.objectName() == "form.socketpair"
    keys.tab_to("option.name")
    keys(K.Key_A, CTRL)
    keys.type("pair")
    keys(K.Key_Return)
    user.settle()
    assert keys.at.objectName() == "option.name", "the keyboard is where something is wrong"
    keys(K.Key_A, CTRL)
    keys.type("other")
    keys(K.Key_Return)
    user.wait_until(lambda: "other.a" in user.names())


def test_one_call(user: User, keys: Keys) -> None:
    keys(K.Key_Return)  # the card of the pair
    user.settle()
    keys.tab_to("timeout", back=True)
    assert said(keys.at).startswith("timeout")
    keys.type("nothing")
    assert not user.action("call.step").isEnabled()
    for _ in "nothing":
        keys(K.Key_Backspace)
    keys.type("0")
    assert user.find(QComboBox, "timeout").currentText() == "0"
    keys(K.Key_F10)
    user.settle()
    assert user.rows()[-1]["returned"] == [] and "Nothing was returned in call 1" in text(user)
    keys.tab_to("send")
    keys.type("hello")
    keys(K.Key_Return)
    user.settle()
    keys(K.Key_F10)
    user.settle()
    assert user.results()[-1] == ("pair.a", ["read"]) and "READ because 5 bytes are waiting" in text(user)
    # A row of before is chosen, and Why stays at it until its key is pressed.
    keys(K.Key_F6)
    assert keys.at is user.history
    keys(K.Key_End)
    for _ in range(2):
        keys(K.Key_Up)
    user.settle()
    assert "Nothing was returned in call 1" in text(user)
    pin: QToolButton = user.find(QToolButton, "why.pin")
    assert pin.accessibleName().startswith("Row 3 · pinned")
    keys.tab_to("why.pin")
    keys(K.Key_Space)
    user.settle()
    assert said(keys.at).startswith("Following the newest result") and "READ because" in text(user)
    keys(K.Key_Space)
    keys(K.Key_End, ALT)
    user.settle()
    assert said(keys.at).startswith("Following the newest result")


def test_a_busy_loop(user: User, keys: Keys) -> None:
    keys(K.Key_Return)
    user.settle()
    keys.tab_to("fileobjects", back=True)
    keys(K.Key_Up)
    user.settle()
    assert user.window.files.current_name() == "pair.a"
    keys(K.Key_2, CTRL)
    user.settle()
    assert user.object("pair.a")["write"]
    keys(K.Key_F5)
    user.wait_for("spinning")
    assert "Busy loop" in user.state_words()
    keys.tab_to("cure.stop-watching", back=True)
    assert said(keys.at) == "Stop watching WRITE on pair.a"
    keys(K.Key_Space)
    user.wait_until(lambda: user.object("pair.a")["write"] is False)
    user.wait_until(lambda: user.window.property("state") == "running")
    keys(K.Key_F5)
    user.wait_for("idle")


def test_a_comparison(user: User, keys: Keys) -> None:
    user.do("scenario.pipe-file")
    keys(K.Key_C, CTRL | SHIFT)
    dialog: Any = next(one for one in user.window.findChildren(QDialog) if one.isVisible())
    user.wait_until(lambda: dialog.comparison is not None and dialog.comparison.ended)
    # Not "differ so far": while two of three have answered, another cell is the odd one.
    user.wait_until(lambda: dialog.anew.defaultAction().isEnabled())
    assert "differ" in user.label("compare.headline")
    keys(K.Key_F8)
    table = keys.at
    assert isinstance(table, QTableView) and said(table)
    assert "PermissionError" in dialog.findChild(QPlainTextEdit).toPlainText(), "the whole answer of that cell"
    keys(K.Key_F8, SHIFT)
    assert table.currentIndex().isValid()
    keys(K.Key_Escape)
    user.wait_until(lambda: not any(one.isVisible() for one in user.window.findChildren(QDialog)))
    keys(K.Key_Tab)


def test_tab_goes_as_one_reads(user: User, keys: Keys) -> None:
    """Once around: the selector, what is open, what is sent to it, what was returned, why, what moved."""
    keys(K.Key_Return)
    user.settle()
    keys.type("hello")
    keys(K.Key_Return)
    user.settle()
    keys(K.Key_F10)
    user.settle()
    keys.tab_to("backend")
    seen = [keys.at.objectName()]
    for _ in range(60):
        keys(K.Key_Tab)
        if keys.at.objectName() == "backend":
            break
        seen.append(keys.at.objectName())
    wanted = ["backend", "timeout", "button.call.step", "fileobjects", "send", "filter", "history", "why.pin", "why"]
    assert [name for name in seen if name in wanted] == wanted, "\n".join(seen)
    assert keys.at.objectName() == "backend", "the walk is closed"
    place = seen.index("why")
    assert seen[place - 1 : place + 2] == ["why.pin", "why", "why.printed"] and "why.panel" not in seen
    keys.tab_to("why")
    bar = user.window.why.verticalScrollBar()
    assert bar.maximum() > 0 and bar.value() == 0
    keys(K.Key_PageDown)
    assert bar.value() > 0, "what is long is read by keys"


def test_a_menu_is_left_as_it_was_entered(user: User, keys: Keys) -> None:
    keys(K.Key_Return)
    user.settle()
    before = keys.at
    keys(K.Key_V, ALT)
    user.wait_until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    keys(K.Key_Escape)
    user.window.activateWindow()
    user.wait_until(lambda: user.window.focusWidget() is before)
