"""Enter means the default button wherever Tab has gone; messages are not cut; each field has a key of its own."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from tests.ui.user import User
from ui.kit.form_dialog import with_mnemonics


def the_form(user: User, action: str, name: str) -> QDialog:
    user.action(action).trigger()
    form: QDialog = user.find(QDialog, f"form.{name}")
    return form


def tab_to(user: User, form: QDialog, name: str, key: Qt.Key) -> None:
    """Press Tab, or Shift+Tab, until that widget has the focus."""
    form.activateWindow()
    for _ in range(20):
        focused = form.focusWidget()
        if focused is not None and focused.objectName() == name:
            return
        back = Qt.KeyboardModifier.ShiftModifier if key == Qt.Key.Key_Backtab else Qt.KeyboardModifier.NoModifier
        user.qtbot.keyClick(focused or form, key, back)
    raise AssertionError(f"{name} is not reached")


def test_enter_means_the_default_button_after_tab_over_cancel(user: User) -> None:
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        form = the_form(user, "fileobject.open-with.eventfd", "eventfd")
        default: QPushButton = user.find(QPushButton, "form.open")
        assert default.isDefault()
        tab_to(user, form, "form.cancel", key)
        before = len(user.names())
        user.qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
        user.settle()
        assert len(user.names()) == before + 1, key
        user.wait_until(lambda: user.window.findChild(QDialog, "form.eventfd") is None)


def test_a_long_refusal_is_not_cut_and_the_title_names_the_object(user: User, free_port: int) -> None:
    user.do("scenario.echo")
    user.select("client")
    form = the_form(user, "key.register-with", "key.register-with")
    assert form.windowTitle() == "Register with — client"
    user.qtbot.keyClick(user.find(QLineEdit, "option.events"), Qt.Key.Key_Return)
    user.settle()
    error: QLabel = user.find(QLabel, "form.error")
    assert "already registered" in error.text()
    user.wait_until(lambda: error.height() >= error.heightForWidth(error.width()))
    form.reject()


@given(st.lists(st.text(st.sampled_from("abcd &(:"), max_size=8), max_size=6))
def test_each_field_has_a_letter_of_its_own(titles: list[str]) -> None:
    marked = with_mnemonics(titles, "Open")
    assert [one.replace("&&", "\0").replace("&", "").replace("\0", "&") for one in marked] == titles
    plain = [one.replace("&&", "") for one in marked]
    letters = [one[one.index("&") + 1].lower() for one in plain if "&" in one]
    assert len(set(letters)) == len(letters) and "o" not in letters
