"""A presentation has large words and fewer panels, and shows what was pressed; afterwards all is as before."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMenu, QWidget

from tests.ui.user import User
from ui.appearance.presentation import HIDDEN
from ui.appearance.room import growth
from ui.history.cells import COLUMNS
from ui.kit import text_size
from ui.kit.table_view import heading_width
from ui.shell.main_window import MainWindow


@pytest.fixture(autouse=True)
def as_before(user: User) -> Iterator[None]:
    yield
    if user.action("view.presentation").isChecked():
        user.do("view.presentation")
    text_size.apply(0)


class Screen:
    """That of the window, and a window manager. Offscreen there is one screen, of a size that nothing changes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, window: MainWindow):
        self.size, self.before = QSize(1920, 1080), window.size()
        self.state = Qt.WindowState.WindowNoState
        monkeypatch.setattr(type(window.screen()), "size", lambda _: self.size)
        monkeypatch.setattr(type(window), "windowState", lambda _: self.state)
        monkeypatch.setattr(type(window), "setWindowState", lambda window, state: self._change(window, state))

    def _change(self, window: MainWindow, state: Qt.WindowState) -> None:
        if self.state == Qt.WindowState.WindowNoState:
            self.before = window.size()
        self.state = state
        window.resize(self.size if self.full else self.before)

    @property
    def full(self) -> bool:
        return Qt.WindowState.WindowFullScreen in self.state


@pytest.fixture
def screen(as_before: None, user: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    made = Screen(monkeypatch, user.window)
    yield made
    user.window.resize(made.before)


def hidden(user: User) -> dict[str, bool]:
    return {name: user.find(QDockWidget, f"dock.{name}").isHidden() for name in (*HIDDEN, "details", "fileobjects")}


def key(user: User) -> QLabel:
    found: QLabel = user.find(QLabel, "presentation.key")
    return found


def test_the_whole_screen_larger_words_and_fewer_panels_until_it_ends(user: User, screen: Screen) -> None:
    user.find(QDockWidget, "dock.data").hide()
    user.do("view.timeline")
    window = user.window
    before, points, size = hidden(user), QApplication.font().pointSizeF(), window.size()
    user.do("view.presentation")
    assert screen.full and window.size() == screen.size
    assert QApplication.font().pointSizeF() == points + text_size.steps_for(growth(1920, 1080)) > points + 4
    assert [name for name, away in hidden(user).items() if away] == [*HIDDEN]
    user.do("view.presentation")
    user.wait_until(lambda: hidden(user) == before and window.size() == size)
    assert not screen.full and QApplication.font().pointSizeF() == points
    user.find(QDockWidget, "dock.data").show()
    user.do("view.timeline")


def test_what_drives_the_selector_stays_and_a_small_screen_has_fewer_panels(user: User, screen: Screen) -> None:
    user.do("scenario.pair")
    user.do("view.timeline")
    for wide, high, gone in ((1920, 1080, []), (1280, 800, []), (1024, 640, ["details", "timeline"])):
        screen.size = QSize(wide, high)
        points = QApplication.font().pointSizeF()
        user.do("view.presentation")
        user.wait_until(lambda wide=wide: user.window.width() == wide)
        user.window.repaint()
        assert QApplication.font().pointSizeF() > points
        for name in ("button.call.step", "button.loop.run"):
            assert user.find(QWidget, name).isVisible(), (wide, name)
        assert [name for name in ("details", "timeline") if user.find(QDockWidget, f"dock.{name}").isHidden()] == gone
        command = COLUMNS.index("command")
        assert user.history.columnWidth(command) >= heading_width(user.history, command)  # type: ignore[arg-type, attr-defined]
        row = user.files.verticalHeader().defaultSectionSize()  # type: ignore[attr-defined]
        assert user.files.viewport().height() >= 2 * row
        user.do("view.presentation")
        user.wait_until(lambda: not user.find(QDockWidget, "dock.details").isHidden())
    user.do("view.timeline")


def test_escape_ends_it_and_a_clicker_runs_nothing(user: User) -> None:
    user.do("scenario.pair")
    user.do("view.presentation")
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        user.qtbot.keyClick(user.files, Qt.Key.Key_F5, held)
        user.settle()
        assert user.window.state == "idle" and user.window.store.totals.calls == 0
    assert "runs nothing" in key(user).text()
    user.timeout("None")
    user.do("call.step")
    user.wait_for("waiting")
    user.qtbot.keyClick(user.files, Qt.Key.Key_Escape)
    user.wait_for("idle")
    assert user.window.isFullScreen(), "it has ended the call"
    user.qtbot.keyClick(user.files, Qt.Key.Key_Escape)
    assert not user.window.isFullScreen() and not user.action("view.presentation").isChecked()


def test_a_window_manager_that_refuses_gives_it_what_it_has(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Qt.WindowState] = []
    monkeypatch.setattr(type(user.window), "setWindowState", lambda _, state: asked.append(state))
    user.do("view.presentation")
    user.wait_until(lambda: len(asked) > 1)
    assert Qt.WindowState.WindowFullScreen in asked[0]
    assert Qt.WindowState.WindowMaximized in asked[1] and Qt.WindowState.WindowFullScreen not in asked[1]
    before = hidden(user)["data"]
    user.do("view.presentation")
    user.wait_until(lambda: hidden(user)["data"] != before)
    assert asked[2] == Qt.WindowState.WindowNoState


def test_what_was_pressed_is_shown_and_what_is_typed_is_not(user: User) -> None:
    user.do("view.presentation")
    user.qtbot.keyClick(user.files, Qt.Key.Key_F10)
    assert key(user).isVisible() and key(user).text() == "F10"
    user.settle()
    user.qtbot.keyClick(user.files, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert key(user).text() == "Ctrl+1"
    user.settle()
    for typed in (Qt.Key.Key_A, Qt.Key.Key_Shift):
        user.qtbot.keyClick(user.files, typed)
    assert key(user).text() == "Ctrl+1"
    user.settle()
    user.do("view.presentation")
    assert not key(user).isVisible()


def test_buttons_menus_and_ticks_that_are_clicked_are_shown(user: User) -> None:
    user.do("scenario.pair")
    user.do("view.presentation")
    user.timeout("0")
    user.click("button.call.step")
    assert key(user).isVisible() and key(user).text() == "select() once"
    user.tick("pair.b", "write")
    assert key(user).text().startswith("pair.b WRITE")
    user.select("pair.a")
    assert key(user).text().startswith("pair.b WRITE"), "to choose a row is no press of anything"
    menu = user.find(QMenu, "menu.selector")
    menu.popup(user.window.mapToGlobal(user.window.rect().center()))
    at = menu.actionGeometry(user.action("selector.get-map")).center()
    user.qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)
    assert key(user).text() == "get_map()"
    user.settle()
    user.do("view.presentation")
    assert not key(user).isVisible()


def test_all_is_as_before_when_it_ends(user: User, screen: Screen) -> None:
    """Heads, heights of rows, and columns for which there was no room meanwhile."""

    def look() -> list[object]:
        found: list[object] = []
        for view in (user.files, user.history):
            head, count = view.horizontalHeader(), view.model().columnCount()
            found += [head.height(), head.font().pointSizeF(), head.viewport().font().pointSizeF()]
            found += [view.verticalHeader().defaultSectionSize(), *map(view.columnWidth, range(count))]
        return found

    user.do("view.reset")
    user.do("scenario.pair")
    before = look()
    user.do("view.presentation")
    assert look() != before
    user.do("view.presentation")
    user.wait_until(lambda: look() == before)
