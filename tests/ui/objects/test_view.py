"""Ticks, Register with…, Modify… and Unregister act on all that are selected."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from selcore.values.commands import Open
from tests.ui.user import User
from ui.forms.command_form import CommandForm


def three(user: User) -> None:
    """Three event counters, all selected."""
    user.window.bridge.send(*(Open(kind="eventfd", name=name) for name in "abc"))
    user.settle()
    user.files.selectAll()


def events(user: User) -> list[tuple[bool, bool]]:
    return [(bool(row["read"]), bool(row["write"])) for row in user.objects()]


def selected(user: User) -> int:
    return len(user.files.selectionModel().selectedRows())


def test_a_click_on_a_tick_asks_for_all_that_are_selected_and_leaves_them_so(user: User) -> None:
    three(user)
    user.tick("b", "read")
    assert events(user) == [(True, False)] * 3 and selected(user) == 3
    user.tick("c", "write")
    assert events(user) == [(True, True)] * 3
    user.tick("a", "read")
    assert events(user) == [(False, True)] * 3


def test_a_click_on_the_tick_of_another_row_is_of_that_row(user: User) -> None:
    three(user)
    user.select("a")
    user.tick("c", "read")
    assert events(user) == [(False, False), (False, False), (True, False)]


def test_those_that_are_asked_for_already_stay_as_they_are(user: User) -> None:
    three(user)
    user.select("b")
    user.tick("b", "read")
    user.files.selectAll()
    before = len(user.rows())
    user.do("key.read") if not user.action("key.read").isChecked() else user.tick("a", "read")
    assert events(user) == [(True, False)] * 3 and len(user.rows()) == before + 2


def test_the_form_registers_and_modifies_all_of_them_and_unregister_too(user: User) -> None:
    three(user)
    for action, words, expected in (
        ("key.register-with", "both", (True, True)),
        ("key.modify-with", "write", (False, True)),
    ):
        user.action(action).trigger()
        form: QDialog = user.find(QDialog, f"form.{action}")
        assert form.windowTitle().endswith("3 file objects")
        line: QLineEdit = form.findChild(QLineEdit, "option.events")  # type: ignore[assignment]
        line.setText(words)
        user.qtbot.keyClick(line, Qt.Key.Key_Return)
        user.settle()
        assert events(user) == [expected] * 3
        user.wait_until(lambda: user.window.findChild(CommandForm) is None)
    user.do("key.unregister")
    assert events(user) == [(False, False)] * 3


def test_a_refusal_of_one_keeps_the_form(user: User) -> None:
    three(user)
    user.select("b")
    user.tick("b", "read")
    user.files.selectAll()
    user.action("key.register-with").trigger()
    form: QDialog = user.find(QDialog, "form.key.register-with")
    user.qtbot.keyClick(form.findChild(QLineEdit, "option.events"), Qt.Key.Key_Return)
    user.settle()
    assert events(user) == [(True, False)] * 3 and form.isVisible()
    assert "already registered" in form.findChild(QLabel, "form.error").text()  # type: ignore[union-attr]
    form.reject()


def test_ticking_through_the_model_is_true_and_does_nothing_twice(user: User) -> None:
    """As automated tests do it."""
    three(user)
    user.select("a")
    index = user.cell("a", "read")
    for _ in range(2):
        assert user.files.model().setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
        user.settle()
    assert events(user)[0] == (True, False)
    assert [row["command"] for row in user.rows()].count("register") == 1
