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
