"""A form begins with what is selected, and with the key that is there."""

from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from selcore.values.commands import Modify, Open, Register
from tests.ui.forms.test_command_form import Form as CommandForm
from tests.ui.forms.test_open_form import Form
from tests.ui.user import User

PAIR = Open(kind="socketpair", name="pair")


def give(user: User, *commands: Any) -> None:
    for command in commands:
        user.window.bridge.send(command)
        user.settle()


def shown(form: Any, option: str) -> str:
    field = form.dialog.findChild(QWidget, f"option.{option}")
    assert isinstance(field, QComboBox | QLineEdit)
    return field.currentText() if isinstance(field, QComboBox) else field.text()


@pytest.mark.parametrize(
    ("key", "events", "callback", "data"),
    [
        ({"events": ("read", "write"), "data": {"who": [1, "é"]}}, "both", "none", '{"who": [1, "é"]}'),
        ({"events": ("write",), "callback": "drain"}, "write", "drain", ""),
        ({"events": ("read",), "callback": "forward", "options": {"to": "pair.b"}}, "read", "forward", ""),
    ],
)
def test_modify_begins_with_the_key_as_it_is_and_changes_nothing_by_itself(
    user: User, key: dict[str, Any], events: str, callback: str, data: str
) -> None:
    give(user, PAIR, Register(name="pair.a", **key))
    before = user.window.store.objects["pair.a"]
    user.select("pair.a")
    form = CommandForm(user, "key.modify-with")
    assert [shown(form, option) for option in ("events", "callback", "data")] == [events, callback, data]
    form.submit()
    after = user.window.store.objects["pair.a"]
    assert (after.asked, after.callback, after.options, after.data) == (
        before.asked, before.callback, before.options, before.data,
    )  # fmt: skip


def test_modify_begins_with_a_mask_of_nothing_as_its_number(user: User) -> None:
    user.backend("poll")
    give(user, PAIR, Register(name="pair.a", events=("read",)), Modify(name="pair.a", events=4))
    user.select("pair.a")
    form = CommandForm(user, "key.modify-with")
    assert shown(form, "events") == "4"
    form.dialog.reject()


def test_what_is_not_registered_begins_with_read(user: User) -> None:
    give(user, PAIR)
    user.select("pair.a")
    form = CommandForm(user, "key.modify-with")
    assert (shown(form, "events"), shown(form, "data")) == ("read", "")
    form.dialog.reject()


def test_a_client_goes_to_the_listener_that_is_selected(user: User) -> None:
    give(user, *(Open(kind="tcp-listener", name=name) for name in ("one", "two")))
    give(user, Open(kind="unix-listener", name="local"))
    user.select("two")
    form = Form(user, "tcp-client")
    assert shown(form, "to") == "two" and "connect_ex(two.getsockname())" in form.line()
    box = form.dialog.findChild(QComboBox, "option.to")
    assert [box.itemText(place) for place in range(box.count())] == ["", "one", "two"]  # where it can go
    port = form.dialog.findChild(QLineEdit, "option.port")
    assert not port.isEnabled()  # it is not asked for
    form.type("to", "")
    assert port.isEnabled()
    form.type("to", "two")
    form.open()
    assert user.window.store.objects["client"].peer == "two"


def test_a_client_goes_to_the_only_listener_and_a_duplicate_is_of_what_is_selected(user: User) -> None:
    give(user, Open(kind="unix-listener", name="local"), PAIR)
    user.select("pair.b")
    form = Form(user, "unix-client")
    assert shown(form, "to") == "local"
    form.dialog.reject()
    user.select("pair.b")
    form = Form(user, "dup")
    assert shown(form, "of") == "pair.b"
    form.dialog.reject()
    form = Form(user, "buffered-reader")  # alone it is of more use
    assert shown(form, "of") == ""
    form.dialog.reject()


def test_one_that_is_connected_by_hand_is_offered_what_is_open(user: User) -> None:
    give(user, Open(kind="tcp-listener", name="server"), Open(kind="tcp-socket", name="fresh"))
    user.select("fresh")
    form = CommandForm(user, "fileobject.connect-to")
    box = form.dialog.findChild(QComboBox, "option.to")
    assert [box.itemText(place) for place in range(box.count())] == ["", "server"]
    form.type("to", "server")
    form.submit()
    assert user.rows()[-1]["error"] in (None, "BlockingIOError")
