"""The glossary is one key further than an explanation."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from tests.ui.help.test_popup import popup
from tests.ui.user import User


def test_the_glossary_is_one_key_further(user: User) -> None:
    user.history.setFocus()
    user.action("help.context").trigger()
    user.qtbot.keyClick(popup(user), Qt.Key.Key_Return)
    user.wait_until(lambda: user.window.findChild(QDialog, "words") is not None)
    user.find(QDialog, "words").reject()
