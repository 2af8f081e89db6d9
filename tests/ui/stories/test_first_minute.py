"""What a newcomer does first: a card, a call, a line typed. Through the window only."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from selcore.values.commands import Bind, Listen, Open, Set
from tests.ui.user import User
from ui.session.remedy_words import remedy_words


def test_the_empty_window_invites_and_the_cards_come_back_when_all_is_closed(user: User) -> None:
    assert user.find(QWidget, "cards").isVisible()
    user.click("card.scenario.pair")
    assert not user.find(QWidget, "cards").isVisible()
    user.select("pair.a")
    user.do("fileobject.close")
    user.select("pair.b")
    user.do("fileobject.close")
    assert user.find(QWidget, "cards").isVisible()


def test_the_pair_card_opens_a_pair_watches_one_end_and_calls_nothing(user: User) -> None:
    user.click("card.scenario.pair")
    assert user.names() == ["pair.a", "pair.b"]
    assert user.object("pair.a")["read"] and not user.object("pair.a")["write"]
    assert not user.object("pair.b")["read"]
    assert user.results() == []
    assert "F10" in user.state_words()


def test_a_call_waits_says_so_and_returns_when_the_other_end_sends(user: User) -> None:
    user.click("card.scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    assert "Waiting" in user.state_words() and "pair.b" in user.state_words()
    assert not user.action("call.step").isEnabled() and not user.action("loop.run").isEnabled()
    user.select("pair.b")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.wait_for("idle")
    assert user.results() == [("pair.a", ["read"])]
    assert user.shown("pair.a", "last") == "R · call 1"
    user.select("pair.a")
    user.do("fileobject.receive")
    answers = [row for row in user.rows() if row["command"] == "receive"]
    assert len(answers) == 1 and answers[0]["error"] is None
    assert user.object("pair.a")["state"] == "connected"


def test_two_clicks_and_a_typed_line_show_an_echo(user: User, free_port: int) -> None:
    user.click("card.scenario.echo")
    user.settle()
    assert user.names() == ["server", "client"]
    user.click("button.loop.run")
    box: QLineEdit = user.find(QLineEdit, "send")
    assert user.window.focusWidget() is box
    user.qtbot.keyClicks(box, "hello")
    user.qtbot.keyClick(box, Qt.Key.Key_Return)
    user.wait_until(lambda: ("client", ["read"]) in user.results())
    user.wait_until(lambda: user.data() == [("sent", b"hello"), ("received", b"HELLO")])
    did = [row["did"] for row in user.rows() if row["object"] == "server.1" and row["returned"]]
    assert did == ["5 in, 5 out"]
    user.do("loop.pause")
    user.wait_for("idle")


def test_the_pipe_and_file_card_shows_a_refusal_in_its_own_words_and_the_way_out(user: User) -> None:
    user.backend("epoll")
    user.click("card.scenario.pipe-file")
    user.settle()
    refused = user.find(QWidget, "refusal")
    assert refused.isVisible()
    assert user.label("refusal.words") == "PermissionError: [Errno 1] Operation not permitted"
    assert "not about file permissions" in user.label("refusal.hint")
    assert user.shown("file", "state") == "PermissionError" and not user.object("file")["read"]
    user.click("refusal.remedy")
    assert user.backend_shown() == "poll"
    user.wait_until(lambda: user.object("file")["read"])
    assert user.label("refusal.line") == "sel.register(file, EVENT_READ)"
    user.timeout("0")
    user.do("call.step")
    assert ("file", ["read"]) in user.results()


def test_a_taken_port_is_named_and_the_free_one_that_is_offered_works(user: User, taken_port: int) -> None:
    user.do("scenario.echo")
    assert user.label("refusal.words") == "OSError: [Errno 98] Address already in use"
    assert str(taken_port) in user.label("refusal.hint")
    user.click("refusal.remedy")
    user.wait_until(lambda: "client" in user.names())
    user.settle()
    assert user.object("server")["state"] == "listening"
    assert not user.object("server")["address"].endswith(f":{taken_port}")
    user.timeout("1")
    user.do("call.step")
    user.wait_for("idle")
    assert ("server", ["read"]) in user.results()


def test_each_row_has_its_actions_at_hand(user: User) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QMenu

    user.do("scenario.pair")
    user.select("pair.b")
    rect = user.files.visualRect(user.cell("pair.b", "name"))
    user.qtbot.mouseClick(user.files.viewport(), Qt.MouseButton.LeftButton, pos=rect.topRight() + QPoint(-8, 12))
    menu: QMenu = user.find(QMenu, "menu.object")
    assert menu.isVisible()
    menu.close()


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        (Open(kind="udp", name="u", options={"port": 7}), "Use port 7"),
        (Open(kind="tcp-listener", name="s", options={"port": 7, "reuse": "before"}), "Use port 7 with SO_REUSEADDR"),
        (Bind(name="s", host="127.0.0.1", port=7), "Bind it to port 7"),
        (Bind(name="s", path=""), "Use a temporary path"),
        (Open(kind="unix-listener", name="s", options={"path": ""}), "Use a temporary path"),
        (Set(name="s", option="SO_REUSEADDR", value=1), "Set SO_REUSEADDR"),
        (Listen(name="s", anywhere=True), "Listen on every interface"),
    ],
)
def test_the_button_of_a_remedy_says_what_it_does(remedy: Any, words: str) -> None:
    assert remedy_words(remedy) == words


def test_a_datagram_is_sent_where_it_is_told(user: User) -> None:
    from PySide6.QtWidgets import QComboBox

    user.do("fileobject.open.udp")
    user.do("fileobject.open.udp")
    user.select("udp2")
    to: QComboBox = user.find(QComboBox, "send.to")
    assert to.isVisible() and to.itemText(0) == "udp"
    to.setEditText("udp")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.select("udp")
    user.do("fileobject.receive")
    assert user.data() == [("received", b"hello")]
    sender = user.object("udp2")["address"]
    assert to.itemText(0) == sender, "whoever sent it can be answered"
    to.setEditText(sender)
    user.type("send", "there")
    user.do("fileobject.send")
    user.select("udp2")
    user.do("fileobject.receive")
    assert user.data()[-1] == ("received", b"there")
    user.do("fileobject.open.socketpair")
    user.select("pair.a")
    assert not to.isVisible()
