"""Every button can be clicked by a program: ``click()`` returns, whatever comes up then."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QMenu, QWidget
from shiboken6 import isValid

from tests.ui.user import User
from ui.compare.dialog import CompareDialog

DIALOGS = (
    *("app.palette", "app.settings", "help.words", "help.keys", "help.about", "history.note", "fileobject.new"),
    *("fileobject.open-with.tcp-listener", "key.register-with", "experiment.compare"),
)


@pytest.fixture
def held() -> Iterator[list[str]]:
    """What a click waited for: whatever is still up two seconds after it is closed, and named here."""
    found: list[str] = []
    yield found
    assert found == []


def buttons(of: QWidget) -> list[QAbstractButton]:
    """Ours that can be clicked now: a file dialog is Qt's."""
    return [one for one in of.findChildren(QAbstractButton) if one.isEnabled() and not one.isHidden()
            and not one.objectName().startswith("qt_")]  # fmt: skip


def click(button: QAbstractButton, owner: QWidget, held: list[str]) -> None:
    """As a test does it; what came up is put away again."""
    name, returned = button.objectName(), list[bool]()

    def give_up() -> None:
        if not returned:
            held.append(name)
            put_away(owner)

    QTimer.singleShot(2000, button, give_up)
    button.click()
    returned.append(True)
    put_away(owner)


def put_away(owner: QWidget | None = None) -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog | QFileDialog) and one.isVisible() and one is not owner:
            one.reject()


def each(owner: QWidget, held: list[str]) -> list[str]:
    """Click each that was there, for as long as it is."""
    clicked = []
    for one in buttons(owner):
        if isValid(one) and one.isEnabled() and owner.isVisible():
            clicked.append(one.objectName())
            click(one, owner, held)
    return clicked


@pytest.mark.leaves  # a file dialog: Qt keeps the table of MIME types open
def test_buttons_of_the_window(user: User, held: list[str]) -> None:
    first = each(user.window, held)
    user.settle()
    user.do("scenario.pair")
    user.do("history.find")
    user.do("fileobjects.find")
    for name in ("data", "kernel", "warnings", "refusals", "timeline"):
        user.window.docks[name].show()
    names = each(user.window, held)
    assert {"card.scenario.pair"} & set(first) or first
    assert {"kernel.now", "button.fileobject.send"} & set(names)
    user.settle()
    if user.action("loop.pause").isEnabled():
        user.do("loop.pause")
    user.do("view.reset")


@pytest.mark.parametrize("id", DIALOGS)
def test_buttons_of_a_dialog(user: User, held: list[str], id: str) -> None:
    user.do("fileobject.open.socketpair")
    user.action(id).trigger()
    dialogs = [one for one in user.window.findChildren(QDialog) if one.isVisible()]
    assert dialogs or QApplication.activePopupWidget()
    for dialog in dialogs:
        dialog.hide()  # a modal one would be in the way of what comes up
        dialog.show()
        each(dialog, held)
        if isValid(dialog):
            dialog.close()
    put_away()
    user.settle()


def test_what_came_from_outside_is_played_only_where_it_is_offered(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.action("experiment.compare").trigger()
    dialog: CompareDialog = user.find(CompareDialog, "compare")
    action = dialog.bytes.defaultAction()
    assert not action.isEnabled()
    dialog.bytes.click()
    dialog._play_bytes()
    played: list[int] = []
    dialog.offer(lambda: played.append(1))
    dialog.bytes.click()
    assert played == [1]
    dialog.source.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and menu.objectName() == "menu.compare"
    menu.close()
    dialog.end()
    user.wait_until(lambda: dialog.comparison is not None and dialog.comparison.ended)
    dialog.close()
