"""What is set in the dialog is kept, and in force at once."""

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QSpinBox,
)

from tests.ui.user import User


def test_settings_are_kept_and_in_force(user: User) -> None:
    user.do("app.settings")
    dialog: QDialog = user.find(QDialog, "settings")
    user.find(QSpinBox, "settings.receive").setValue(2)
    user.find(QSpinBox, "settings.capacity").setValue(1234)
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    user.do("scenario.pair")
    user.select("pair.b")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.select("pair.a")
    user.do("fileobject.receive")
    assert user.data() == [("received", b"he")]
    assert user.window.preferences.capacity == 1234
