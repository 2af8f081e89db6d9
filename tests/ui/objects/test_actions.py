"""What one does to file objects: each action on the current one or on all that are selected."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.user import User


@pytest.mark.parametrize(("id", "states"), [("fileobject.close", [None, None]), ("fileobject.close-only", ["closed"])])
def test_several_are_closed_at_once(user: User, id: str, states: list[str]) -> None:
    user.do("scenario.pair")
    user.files.selectAll()
    user.do(id)
    assert [row["state"] for row in user.objects()] == ["closed", "closed"]
    still = user.shown("pair.a", "state")
    assert ("still registered" in still) is (id == "fileobject.close-only")


def test_filling_and_draining_and_shutting_down(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.b")
    user.do("fileobject.fill")
    user.select("pair.a")
    user.do("fileobject.drain")
    answers = {row["command"]: row for row in user.rows()}
    assert answers["fill"]["error"] is None and answers["drain"]["error"] is None
    user.select("pair.b")
    user.do("fileobject.shutdown.write")
    user.timeout("1")
    user.do("call.step")
    user.wait_for("idle")
    assert ("pair.a", ["read"]) in user.results()


def test_a_listener_accepts_what_connects(user: User) -> None:
    user.do("fileobject.open.tcp-listener")
    user.select("server")
    user.do("fileobject.connect")
    user.select("server")
    user.do("fileobject.accept")
    assert user.names() == ["server", "client", "server.1"]


def test_keys_and_map_are_asked_for(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.a")
    user.do("key.get")
    user.do("selector.get-map")
    assert [row["command"] for row in user.rows()[-2:]] == ["get-key", "get-map"]


def test_the_callback_is_chosen_and_shown(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.a")
    user.do("key.callback.echo-upper")
    assert user.object("pair.a")["callback"] == "echo-upper"
    user.select("pair.b")
    user.type("send", "hi")
    user.do("fileobject.send")
    user.do("call.step")
    user.do("fileobject.receive")
    assert user.data()[-1] == ("received", b"HI")


def test_what_is_received_is_forwarded_to_another(user: User) -> None:
    from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton

    user.do("scenario.pair")
    user.do("fileobject.open.socketpair")
    user.select("pair.a")
    user.action("key.callback.forward").trigger()
    dialog = user.find(QDialog, "form.key.callback.forward")
    to = dialog.findChild(QComboBox, "option.to")
    assert "pair2.a" in [to.itemText(place) for place in range(to.count())]
    to.setEditText("pair2.a")
    assert dialog.findChild(QLabel, "form.line").text() == "sel.modify(pair_a, EVENT_READ, forward(to=pair2_a))"
    dialog.findChild(QPushButton, "form.open").click()
    user.settle()
    assert user.object("pair.a")["callback"] == "forward"
    user.select("pair.b")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.do("call.step")
    user.select("pair2.b")
    user.do("fileobject.receive")
    assert user.data()[-1] == ("received", b"hello")


def test_what_is_sent_can_be_sent_again(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.b")
    user.type("send", "again")
    user.do("fileobject.send")
    user.click("data.again")
    assert user.data() == [("sent", b"again"), ("sent", b"again")]


def test_the_data_tell_who_sent_a_datagram_and_what_was_lost_of_it(user: User) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractItemView

    from selcore.values.commands import Receive, Send
    from ui.data.view import PIECE, head_of

    user.do("fileobject.open.udp")
    user.do("fileobject.open.udp")
    sender = user.object("udp2")["address"]
    user.window.bridge.send(Send(name="udp2", text="hello", to="udp"), Receive(name="udp", size=2))
    user.settle()
    user.select("udp")
    model = user.find(QAbstractItemView, "data").model()
    words = head_of(model.index(0, 0).data(PIECE))
    assert words == f"received 2 bytes · offset 0 · from {sender} · 3 bytes lost"
    assert model.index(0, 3).data() == "'he'  · 3 bytes lost"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == f"received from {sender}"


def test_a_note_stands_in_the_history(user: User) -> None:
    from PySide6.QtWidgets import QInputDialog

    user.do("history.note")
    dialog: QInputDialog = user.find(QInputDialog, "note")
    dialog.setTextValue("look here")
    dialog.accept()
    user.settle()
    assert user.history.model().index(0, 2).data().startswith("# look here")


def test_the_history_is_cleared_and_counts_stay(user: User) -> None:
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.do("history.clear")
    assert user.rows() == [] and "1 call ·" in user.label("counts.words")


def test_commands_are_hidden_and_shown_again(user: User) -> None:
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.do("history.hide-commands")
    assert [row["command"] for row in user.rows()] == ["select"]
    user.do("history.hide-commands")
    assert len(user.rows()) == 3


def test_a_new_session_says_nothing_of_the_old_one(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.a")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.do("experiment.new")
    assert user.data() == [] and user.label("send.target") == ""
    assert QApplication.focusWidget() is not None


def test_nothing_is_sent_to_or_received_from_a_listener_or_what_is_closed(user: User, free_port: int) -> None:
    def can(name: str) -> list[bool]:
        user.select(name)
        user.type("send", "x")
        return [user.action(f"fileobject.{id}").isEnabled() for id in ("send", "receive")]

    user.do("scenario.echo")
    assert can("client") == [True, True]
    assert can("server") == [False, False]
    user.select("client")
    user.do("fileobject.close-only")
    assert can("client") == [False, False]
