"""F1 explains what has the keyboard, in a dialog too; Shift+F1 what is clicked next."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from tests.ui.help.test_popup import close, popup, titles
from tests.ui.user import User


def test_f1_explains_the_field_that_has_the_keyboard(user: User) -> None:
    box: QComboBox = user.find(QComboBox, "timeout")
    box.setFocus()
    user.qtbot.keyClick(box, Qt.Key.Key_F1)
    assert titles(user) == ["Timeout", "Selector"]
    close(user)
    assert box.hasFocus() or box.lineEdit().hasFocus()


def test_f1_in_a_table_explains_the_column_too(user: User) -> None:
    user.do("scenario.pair")
    user.files.setFocus()
    user.files.setCurrentIndex(user.cell("pair.a", "read"))
    user.qtbot.keyClick(user.files, Qt.Key.Key_F1)
    assert titles(user) == ["R (file objects)", "File objects"]
    close(user)


def test_f1_once_more_closes_what_it_has_opened(user: User) -> None:
    box: QComboBox = user.find(QComboBox, "timeout")
    box.setFocus()
    for _ in range(2):
        user.action("help.context").trigger()  # as the key does it: a shortcut goes past the popup
        popup(user)
        user.action("help.context").trigger()
        assert QApplication.activePopupWidget() is None


def test_f1_works_in_a_dialog(user: User) -> None:
    user.do("app.settings")
    dialog = next(one for one in user.window.findChildren(QDialog) if one.isVisible())
    box = dialog.findChild(QWidget, "settings.capacity")
    assert box is not None
    box.setFocus()
    user.wait_until(lambda: user.action("help.context") in dialog.actions())
    user.qtbot.keyClick(box, Qt.Key.Key_F1)
    assert titles(user) == ["Rows of the history kept", "Settings"]
    close(user)
    dialog.reject()


def test_what_is_pointed_at_is_explained(user: User) -> None:
    user.do("scenario.pair")
    user.action("help.point").trigger()
    target = user.find(QWidget, "status.words")
    event = QHelpEvent(QEvent.Type.WhatsThis, QPoint(2, 2), target.mapToGlobal(QPoint(2, 2)))
    QApplication.sendEvent(target, event)
    assert titles(user)[0] == "What the selector does"
    close(user)
