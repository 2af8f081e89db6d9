"""Every form of a command does its job, and a refusal keeps it open."""

from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton

from tests.ui.user import User


class Form:
    """The form of a command that is open."""

    def __init__(self, user: User, id: str):
        assert user.action(id).isEnabled()
        user.action(id).trigger()
        self.user = user
        self.dialog: QDialog = user.find(QDialog, f"form.{id}")

    def type(self, option: str, words: str) -> None:
        field = self.dialog.findChild(QLineEdit, f"option.{option}") or self.dialog.findChild(
            QComboBox, f"option.{option}"
        )
        field.setCurrentText(words) if isinstance(field, QComboBox) else field.setText(words)  # type: ignore[union-attr]

    def label(self, name: str) -> str:
        return str(self.dialog.findChild(QLabel, name).text())  # type: ignore[union-attr]

    def submit(self) -> None:
        self.dialog.findChild(QPushButton, "form.open").click()  # type: ignore[union-attr]
        self.user.settle()


def test_any_events_can_be_tried_and_the_refusal_keeps_the_form(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.select("pair.a")
    form = Form(user, "key.register-with")
    form.type("events", "4")
    assert form.label("form.line") == "sel.register(pair_a, 4)"
    form.submit()
    assert form.label("form.error").splitlines()[0] == "ValueError: Invalid events: 4"
    form.type("events", "sometimes")
    assert "read, write, both" in form.label("form.error")
    form.type("events", "both")
    form.submit()
    assert user.object("pair.a")["read"] and user.object("pair.a")["write"]


def test_an_option_is_set_and_the_kernel_answers(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.select("pair.a")
    form = Form(user, "fileobject.set")
    form.type("option", "SO_SNDBUF")
    form.type("value", "8192")
    form.submit()
    row = user.rows()[-1]
    assert (row["command"], row["error"]) == ("set", None)


def test_a_fresh_socket_is_bound_and_listens(user: User) -> None:
    user.do("fileobject.open.tcp-socket")
    form = Form(user, "fileobject.bind")
    assert form.label("form.line") == "tcp.bind(('127.0.0.1', 0))"
    form.type("port", "x")
    assert "whole number" in form.label("form.error")
    form.type("port", "")
    assert "any free one" in form.label("form.error")
    form.type("port", "0")
    form.submit()
    form = Form(user, "fileobject.listen")
    form.type("backlog", "5")
    assert form.label("form.line") == "tcp.listen(5)"
    form.submit()
    assert user.object("tcp")["state"] == "listening"
    user.do("fileobject.connect")
    user.select("tcp")
    user.do("fileobject.accept")
    assert "tcp.1" in user.names()


def test_what_has_no_address_is_refused_in_the_form_until_it_is_ticked(user: User) -> None:
    user.do("fileobject.open.tcp-socket")
    form = Form(user, "fileobject.listen")
    form.submit()
    assert "every interface" in form.label("form.error") and user.object("tcp")["state"] == "not connected"


def test_an_abstract_name_is_typed_with_an_at_sign(user: User) -> None:
    user.do("fileobject.open.unix-socket")
    form = Form(user, "fileobject.bind-path")
    assert form.label("form.line") == "usock.bind('usock.sock')"
    form.type("path", "@name")
    assert form.label("form.line") == r"usock.bind('\x00name')"
    form.type("path", "./@name")
    assert form.label("form.line") == "usock.bind('./@name')"
    form.type("path", "")
    form.submit()
    assert user.object("usock")["address"].endswith("usock.sock")


def test_a_fresh_socket_is_connected_renamed_and_reset(user: User) -> None:
    user.do("fileobject.open.tcp-listener")
    user.do("fileobject.open.tcp-socket")
    name = user.names()[-1]
    user.select(name)
    form = Form(user, "fileobject.connect-to")
    form.type("to", "server")
    form.submit()
    user.select("server")
    user.do("fileobject.accept")
    user.tick("server.1", "read")
    user.select(name)
    form = Form(user, "fileobject.rename")
    form.type("to", "caller")
    form.submit()
    assert "caller" in user.names()
    user.select("caller")
    user.do("fileobject.reset")
    user.timeout("1")
    user.do("call.step")
    user.wait_for("idle")
    user.select("server.1")
    user.do("fileobject.receive")
    assert user.label("refusal.words").startswith("ConnectionResetError: [Errno 104]")
