"""The list of file objects: ticks, the cursor, what is closed."""

from PySide6.QtCore import QItemSelectionModel, Qt

from tests.ui.user import User


def test_space_ticks_the_current_cell(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.files.setCurrentIndex(user.cell("pair.a", "read"))
    user.qtbot.keyClick(user.files, Qt.Key.Key_Space)
    user.settle()
    assert user.object("pair.a")["read"]
    user.qtbot.keyClick(user.files, Qt.Key.Key_Space)
    user.settle()
    assert not user.object("pair.a")["read"]


def test_the_cursor_alone_does_not_choose_what_is_acted_on(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.b")
    user.files.selectionModel().setCurrentIndex(user.cell("pair.a", "name"), QItemSelectionModel.SelectionFlag.NoUpdate)
    user.do("fileobject.close")
    assert [row["state"] for row in user.objects()] == ["connected", "closed"]


def test_a_click_on_a_tick_makes_its_object_current(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.select("pair.a")
    user.tick("pair.b", "write")
    assert user.object("pair.b")["write"]
    assert user.files.currentIndex().row() == 1
    assert user.label("send.target") == "pair.b:"


def test_closed_ones_are_hidden_and_shown_again(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.b")
    user.do("fileobject.close")
    user.do("fileobjects.hide-closed")
    assert user.names() == ["pair.a"]
    user.select("pair.a")
    user.do("fileobject.close")
    assert user.names() == []
    user.do("fileobjects.hide-closed")
    assert user.names() == ["pair.a", "pair.b"]


def test_delete_closes_in_the_list_and_nowhere_else(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.b")
    user.history.setFocus()
    user.qtbot.keyClick(user.history, Qt.Key.Key_Delete)
    user.settle()
    assert user.object("pair.b")["state"] == "connected"
    user.files.setFocus()
    user.qtbot.keyClick(user.files, Qt.Key.Key_Delete)
    user.wait_until(lambda: user.object("pair.b")["state"] == "closed")
    user.settle()


def test_what_has_no_descriptor_shows_none(user: User) -> None:
    user.do("fileobject.open.queue")
    (name,) = (one["name"] for one in user.objects())
    assert (user.cell(name, "fd").data(), user.object(name)["fd"]) == ("–", None)
    user.select(name)
    assert "no descriptor" in user.label("fileobjects.detail")
    opened = user.rows()[-1]
    assert opened["fd"] is None and "-1" not in user.history.model().index(0, 2).data()


def test_an_exception_stands_for_the_state_until_something_else_is_done(user: User) -> None:
    user.do("fileobject.open.socketpair")
    user.select("pair.a")
    user.do("fileobject.receive")
    assert user.shown("pair.a", "state") == "BlockingIOError"
    user.timeout("0")
    user.do("call.step")
    assert user.shown("pair.a", "state") == "BlockingIOError"  # the call returned nothing: it is so still
    user.select("pair.b")
    user.do("fileobject.fill")
    assert user.shown("pair.a", "state") == "connected"  # there is something to be received now


def test_with_nothing_chosen_what_is_sent_begins_where_its_kind_does(user: User) -> None:
    box, mode = user.window.files.send_box, user.window.files.mode
    user.wait_until(lambda: box.x() == mode.x())
    user.do("scenario.pair")
    user.select("pair.a")
    user.wait_until(lambda: box.x() > mode.x())
