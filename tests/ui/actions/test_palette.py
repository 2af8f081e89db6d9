"""The palette finds an action by its words; what fits best stands first, and Enter means that one or nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget

from selcore.values.commands import Open, Register
from tests.ui.user import User


def search(user: User, words: str) -> list[str]:
    """The lines that stand in the palette when these words are typed."""
    user.do("app.palette")
    user.qtbot.keyClicks(user.find(QLineEdit, "palette.search"), words)
    found: QListWidget = user.find(QListWidget, "palette.list")
    return [found.item(row).text() for row in range(found.count())]


def enter(user: User) -> None:
    user.qtbot.keyClick(user.find(QLineEdit, "palette.search"), Qt.Key.Key_Return)
    user.settle()


def escape(user: User) -> None:
    user.qtbot.keyClick(user.find(QLineEdit, "palette.search"), Qt.Key.Key_Escape)
    user.wait_until(lambda: user.window.findChild(QLineEdit, "palette.search") is None)


def test_the_palette_finds_actions_by_their_words(user: User) -> None:
    assert search(user, "socket pair one end")[0] == "Start with: Socket pair, one end watched"
    enter(user)
    assert user.names() == ["pair.a", "pair.b"]


def test_unregister_unregisters_and_closes_nothing(user: User) -> None:
    user.do("scenario.pair")
    assert user.object("pair.a")["read"]
    user.select("pair.a")
    assert search(user, "Unregister")[0] == "Unregister pair.a"
    enter(user)
    assert not user.object("pair.a")["read"] and user.object("pair.a")["state"] != "closed"


def test_what_cannot_be_done_now_says_why_and_enter_does_nothing(user: User) -> None:
    commands = [command for n in "ab" for command in (Open(kind="eventfd", name=n), Register(name=n, events=("read",)))]
    user.window.bridge.send(*commands)
    user.settle()
    user.files.clearSelection()
    user.files.setCurrentIndex(user.files.rootIndex())
    first = search(user, "register with")[0]
    assert first.startswith("Register with…") and first.endswith("(no file object is selected)")
    enter(user)
    assert {user.object(name)["state"] for name in "ab"} == {"open"}
    escape(user)


def test_several_selected_are_counted(user: User) -> None:
    user.do("scenario.pair")
    user.files.selectAll()
    assert search(user, "unregister")[0] == "Unregister 2 file objects"
    escape(user)


def test_what_destroys_comes_after_what_fits_as_well(user: User) -> None:
    user.do("scenario.pair")
    user.select("pair.a")
    found = search(user, "clos")
    escape(user)
    assert found[0] == "Examples: Closed, and still registered"
    beginnings = [line.split("  ")[0] for line in found if line.startswith("Clos")]
    assert beginnings[0] == "Close pair.a" and beginnings[-1] == "Close recording"  # which is not possible now
    assert search(user, "close")[0].startswith("Close pair.a")
    escape(user)


def test_ids_find_too(user: User) -> None:
    assert search(user, "scenario.pipe-file") == ["Start with: Pipe and file"]
    escape(user)
    assert "Keyboard" in search(user, "help.keys")[0]
    escape(user)


def test_a_switch_says_that_it_is_one_and_how_it_stands(user: User) -> None:
    assert any("first command: off" in line for line in search(user, "open paused"))
    enter(user)
    assert user.action("experiment.open-paused").isChecked()
    assert any("first command: on" in line for line in search(user, "open paused"))
    enter(user)
    assert not user.action("experiment.open-paused").isChecked()
