"""How many actions the usual things take: a click, a key, a line that is typed and entered, an item of a menu."""

import shutil
import socket
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLineEdit, QWidget

from selcore.values.commands import Open
from tests.ui.data.test_panel import marked
from tests.ui.user import User
from tests.ui.why.test_panel import text


class Hands:
    """Acts through the window alone, and counts what it does. Keys go to whatever has the keyboard."""

    def __init__(self, user: User):
        self.user, self.actions = user, 0
        user.window.activateWindow()

    def click(self, name: str) -> None:
        """A widget of that name."""
        self.actions += 1
        self.user.click(name)

    def click_cell(self, view: QAbstractItemView, row: int, column: int) -> None:
        """A cell that is in sight."""
        self.actions += 1
        at = view.visualRect(view.model().index(row, column)).center()
        assert view.viewport().rect().contains(at)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.user.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.actions += 1
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifiers)
        QApplication.processEvents()

    def line(self, words: str) -> None:
        """Typed where the keyboard is, and entered."""
        self.actions += 1
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        focused.selectAll()
        QTest.keyClicks(focused, words)
        QTest.keyClick(focused, Qt.Key.Key_Return)

    def menu(self, *names: str) -> None:
        """An item of the bar of menus: each menu on the way has the next in it."""
        self.actions += 1
        *menus, last = names
        for name, inner in zip(menus, [*menus[1:], ""], strict=True):
            menu = self.user.window.menus[name]
            within = [action.menu().objectName() for action in menu.actions() if action.menu() is not None]
            assert not inner or f"menu.{inner}" in within
        action: QAction = self.user.action(last)
        assert action.isEnabled()
        action.trigger()
        QApplication.processEvents()


@pytest.fixture
def hands(user: User) -> Hands:
    user.window.cards.cards[0].setFocus()
    return Hands(user)


def test_the_first_read_takes_three(user: User, hands: Hands) -> None:
    hands.click("card.scenario.pair")
    hands.line("hello")
    user.settle()
    hands.key(Qt.Key.Key_F10)
    user.wait_until(lambda: user.results() == [("pair.a", ["read"])])
    user.settle()
    assert hands.actions == 3
    assert "READ because 5 bytes are waiting" in text(user), "and it is explained without a fourth"


def test_a_call_that_waits_takes_three_too(user: User, hands: Hands) -> None:
    hands.click("card.scenario.pair")
    hands.key(Qt.Key.Key_F10)
    user.wait_for("waiting")
    user.wait_until(user.find(QWidget, "cure.end-wait").isVisible)
    hands.click("cure.end-wait")
    user.wait_until(lambda: user.results() == [("pair.a", ["read"])])
    assert hands.actions == 3


@pytest.fixture
def netcat(free_port: int) -> Iterator["Netcat"]:
    client = Netcat(free_port)
    yield client
    client.close()


class Netcat:
    """``nc`` in a terminal; where there is none, what it would do."""

    def __init__(self, port: int):
        self._port = port
        self._program = shutil.which("nc") or shutil.which("ncat")
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def start(self) -> None:
        if self._program is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            return
        command = [self._program, "127.0.0.1", str(self._port)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def type(self, line: bytes) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(line)
        elif self._socket is not None:
            self._socket.sendall(line)

    def answer(self, size: int) -> bytes:
        if self._process is not None and self._process.stdout is not None:
            return self._process.stdout.read(size)
        assert self._socket is not None
        return self._socket.recv(size)

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        if self._socket is not None:
            self._socket.close()


def test_an_echo_with_nc_takes_four(user: User, hands: Hands, netcat: Netcat) -> None:
    hands.menu("object", "object.start", "scenario.echo-server")
    user.settle()
    hands.click("button.loop.run")
    user.wait_for("running")
    netcat.start()
    netcat.type(b"hello\n")
    hands.actions += 2  # in the terminal
    user.wait_until(lambda: user.window.store.totals.results >= 2)
    assert netcat.answer(6) == b"HELLO\n"
    assert hands.actions == 4
    user.do("loop.pause")
    user.wait_for("idle")


def test_two_hundred_clients_are_registered_in_three(user: User, hands: Hands, free_port: int) -> None:
    user.do("scenario.echo-server")
    before = user.window.store.status.watched  # type: ignore[union-attr]
    hands.menu("object", "object.open-with", "fileobject.open-with.tcp-client")
    form = next(one for one in user.window.findChildren(QDialog) if one.isVisible())
    form.findChild(QLineEdit, "option.count").setFocus()
    hands.line("200")
    user.wait_until(lambda: not any(one.isVisible() for one in user.window.findChildren(QDialog)))
    user.settle()
    row = user.files.currentIndex().row()
    hands.click_cell(user.files, row, user.cell("server", "read").column())
    user.wait_until(lambda: user.window.store.status.watched == before + 200)  # type: ignore[union-attr]
    assert hands.actions == 3


def test_the_bytes_of_one_result_are_found_by_one_click(user: User, hands: Hands, free_port: int) -> None:
    user.do("scenario.echo")
    user.action("loop.run").trigger()
    for number in range(20):
        user.type("send", f"line {number}")
        user.do("fileobject.send")
        user.wait_until(lambda number=number: user.window.store.objects["client"].received >= 6 * (number + 1))
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    served = [place for place, row in enumerate(user.rows()) if row["object"] == "server.1" and row["returned"]]
    user.history.scrollTo(user.history.model().index(served[12], 2))
    hands.click_cell(user.history, served[12], 2)
    data = user.find(QAbstractItemView, "data")
    places = marked(data)
    pieces = [data.model().index(place, 3).data(Qt.ItemDataRole.UserRole) for place in places]
    assert pieces == [b"line 12", b"LINE 12"] and hands.actions == 1
    for place in places:
        assert data.viewport().rect().intersects(data.visualRect(data.model().index(place, 0)))


def test_a_lost_object_is_found_by_two_keys(user: User, hands: Hands) -> None:
    user.do("fileobject.open.pipe")
    user.window.bridge.send(Open(kind="socketpair", name="many", options={"count": 100}))
    user.settle()
    user.files.scrollToBottom()
    user.window.history.view.setFocus()
    index = user.cell("pipe.r", "name")
    assert not user.files.viewport().rect().intersects(user.files.visualRect(index))
    hands.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    hands.key(Qt.Key.Key_P)
    user.settle()
    assert user.window.files.current_name() == "pipe.r" and hands.actions == 2
    assert user.files.viewport().rect().contains(user.files.visualRect(index).center())
    assert user.window.why.name == "pipe.r", "and everything beside it tells of it"
