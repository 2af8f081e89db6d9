"""Several file objects are selected: what can be done to each is done to all of them."""

from PySide6.QtCore import QItemSelectionModel

from tests.ui.user import User


def select_all(user: User) -> None:
    user.files.selectAll()
    first = user.files.model().index(0, 0)
    user.files.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
    user.settle()


def test_send_and_receive_go_to_each(user: User) -> None:
    user.do("fileobject.open.socketpair")
    select_all(user)
    user.type("send", "hi")
    assert user.label("send.target") == "2 objects:"
    user.do("fileobject.send")
    user.do("fileobject.receive")
    said = [(row["command"], row["object"]) for row in user.rows()][1:]
    assert said == [("send", "pair.a"), ("send", "pair.b"), ("receive", "pair.a"), ("receive", "pair.b")]


def test_a_callback_is_given_to_each(user: User) -> None:
    user.do("fileobject.open.socketpair")
    select_all(user)
    user.do("key.callback.drain")
    assert [row["callback"] for row in user.objects()] == ["drain", "drain"]


def test_connect_opens_the_client_that_fits_the_listener(user: User) -> None:
    user.do("fileobject.open.unix-listener")
    user.do("fileobject.connect")
    assert user.objects()[-1]["kind"] == "unix-client"
