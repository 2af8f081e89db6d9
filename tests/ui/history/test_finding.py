"""Words are looked for in the history while the window goes on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
)

from tests.ui.history.test_panel import overflowing
from tests.ui.user import User


def test_words_that_are_nowhere_are_looked_for_while_the_window_goes_on(user: User) -> None:
    overflowing(user, 4000)
    user.do("loop.pause")
    user.wait_for("idle")
    user.do("history.find")
    box: QLineEdit = user.find(QLineEdit, "find")
    user.qtbot.keyClicks(box, "no such words")
    assert "rows left" in user.label("find.found")
    user.do("fileobject.open.pipe")  # meanwhile everything else is possible
    user.wait_until(lambda: user.label("find.found") == "not found")
    user.qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert user.label("find.found") == ""


def test_find_goes_from_row_to_row(user: User) -> None:
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.do("call.step")
    user.do("history.find")
    box: QLineEdit = user.find(QLineEdit, "find")
    user.qtbot.keyClicks(box, "nothing ready")
    user.wait_until(lambda: user.history.currentIndex().row() == 2)
    for place in (3, 2, 3):
        user.qtbot.keyClick(box, Qt.Key.Key_Return)
        user.wait_until(lambda place=place: user.history.currentIndex().row() == place)
