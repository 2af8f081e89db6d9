"""The program's own dialogs can be shown, and what they say copied."""

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QTreeWidget,
)

from tests.ui.user import User


def test_keys_about_and_the_doctor_report_can_be_shown_and_copied(user: User) -> None:
    user.do("help.keys")
    tree: QTreeWidget = user.find(QTreeWidget, "keys.list")
    keys = {key for row in range(tree.topLevelItemCount()) for key in tree.topLevelItem(row).text(0).split(", ")}
    assert {"F10", "F5", "F6", "Shift+F5", "Esc", "Space"} <= keys
    user.find(QDialog, "keys").reject()
    user.do("help.about")
    user.find(QDialog, "about").reject()
    user.do("help.doctor")
    assert "selectors.DefaultSelector is" in QApplication.clipboard().text()
