"""Finding one file object among many: in a line of its own, or by typing the beginning of a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from selcore.values.commands import Close, Open, Unregister
from tests.ui.user import User

BOX = "fileobjects.find-box"


@pytest.fixture
def many(user: User) -> User:
    """Somebody with forty pairs and a listener open."""
    user.do("fileobject.open.tcp-listener")
    user.window.bridge.send(Open(kind="socketpair", name="many", options={"count": 40}))
    user.settle()
    return user


def current(user: User) -> str:
    index = user.files.currentIndex()
    return str(user.files.model().index(index.row(), 0).data(Qt.ItemDataRole.UserRole))


def found(user: User) -> str:
    return str(user.find(QLabel, f"{BOX}.found").text())


def test_what_is_typed_is_found_while_it_is_typed(many: User) -> None:
    box = many.find(QLineEdit, BOX)
    assert not box.isVisible()
    many.do("fileobjects.find")
    assert box.hasFocus()
    many.type(BOX, "MANY-33.b")
    assert current(many) == "many-33.b" and found(many) == ""
    many.type(BOX, "127.0.0.1")
    assert current(many) == "tcp" or many.object(current(many))["kind"] == "tcp-listener"
    many.type(BOX, "no such thing")
    assert found(many) == "not found"
    many.type(BOX, "")
    box.clear()
    assert found(many) == ""


def test_enter_goes_on_and_shift_enter_back_and_round_the_end(many: User) -> None:
    many.do("fileobjects.find")
    many.type(BOX, ".b")
    seen = [current(many)]
    for key, shift in ((Qt.Key.Key_Return, False), (Qt.Key.Key_Return, True), (Qt.Key.Key_Return, True)):
        modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(many.find(QLineEdit, BOX), key, modifiers)
        seen.append(current(many))
    assert seen == ["many-1.b", "many-2.b", "many-1.b", "many-40.b"]


def test_escape_and_the_cross_close_it_and_the_table_has_the_focus(many: User) -> None:
    box = many.find(QLineEdit, BOX)
    for close in (
        lambda: QTest.keyClick(box, Qt.Key.Key_Escape),
        lambda: many.click(f"{BOX}.close"),
    ):
        many.do("fileobjects.find")
        assert many.find(QToolButton, f"{BOX}.close").isVisible()
        close()
        assert not box.isVisible() and many.files.hasFocus()


def test_nothing_is_found_where_nothing_is_open(user: User) -> None:
    user.do("fileobjects.find")
    user.type(BOX, "pair")
    assert found(user) == "not found"


def test_the_beginning_of_a_name_typed_in_the_table_goes_there_whatever_the_column(many: User) -> None:
    many.files.setFocus()
    many.files.setCurrentIndex(many.cell("many-1.a", "write"))
    QTest.keyClicks(many.files, "many-27.b")
    assert current(many) == "many-27.b"
    assert many.files.currentIndex().column() == many.cell("many-1.a", "write").column()


def test_many_that_go_are_taken_out_in_few_pieces(many: User) -> None:
    many.do("fileobjects.hide-closed")
    taken: list[int] = []
    many.files.model().rowsRemoved.connect(lambda parent, first, last: taken.append(last - first + 1))
    names = [name for name in many.names() if name.startswith("many-")]
    many.window.bridge.send(*(Close(name=name) for name in names))
    many.settle()
    assert sum(taken) == 80 and len(taken) < 40
    assert not [name for name in many.names() if name.startswith("many-")]


def test_many_that_change_are_announced_in_few_pieces(many: User) -> None:
    told: list[tuple[int, int]] = []
    many.files.model().dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    names = [name for name in many.names() if name.startswith("many-")]
    many.window.bridge.send(*(Unregister(name=name) for name in names))
    many.settle()
    rows = {row for first, last in told for row in range(first, last + 1)}
    assert len(rows) >= 80 and len(told) < 80
    assert {row["name"] for row in many.objects() if not row["read"]} >= set(names)


def test_a_new_session_ends_the_search(many: User) -> None:
    many.do("fileobjects.find")
    many.type(BOX, ".b")
    many.do("experiment.new")
    assert not many.find(QLineEdit, BOX).isVisible()
