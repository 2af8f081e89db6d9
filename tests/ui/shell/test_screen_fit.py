"""The whole window can be seen: with a window manager's frame, and whatever is shown in it, at 1024 by 640."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QExposeEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from selcore.experiment.file import FORMAT, Experiment, save
from selcore.values.commands import AnyCommand, Close, Note, Register
from selcore.values.outcomes import Refused
from selcore.values.text import Text
from tests.ui.user import User
from ui.kit import text_size
from ui.shell.screen_fit import ScreenFit

ROOM = (1000, 600)
"""Of 1024 by 640 what a title bar and a frame leave."""


class Framed(QWidget):
    """Its frame is known as late as on X11."""

    title = 0

    def frameGeometry(self) -> QRect:
        return self.geometry() + QMargins(1, self.title, 1, 1)


def test_a_frame_that_comes_late_does_not_push_it_off_the_screen(qtbot: QtBot) -> None:
    window = Framed()
    qtbot.addWidget(window)
    ScreenFit(window)
    room = window.screen().availableGeometry()
    window.resize(room.width() * 2, room.height() * 2)
    handle = _shown(window)
    assert window.width() == room.width() - 2
    window.title = 24
    QApplication.sendEvent(handle, QExposeEvent(QRegion(window.rect())))
    assert window.height() == room.height() - 25


def test_what_its_user_makes_of_it_later_is_left_alone(qtbot: QtBot) -> None:
    window = Framed()
    qtbot.addWidget(window)
    ScreenFit(window)
    window.resize(300, 200)
    handle = _shown(window)
    QApplication.sendEvent(handle, QExposeEvent(QRegion(window.rect())))
    assert (window.width(), window.height()) == (300, 200)
    window.resize(3000, 2000)
    QApplication.sendEvent(handle, QExposeEvent(QRegion(window.rect())))
    assert (window.width(), window.height()) == (3000, 2000)


def _shown(window: QWidget) -> object:
    """Shown as far as the program sees it, and not yet by a window manager."""
    window.winId()
    handle = window.windowHandle()
    window.show()
    return handle


def test_cards_above_notes_and_a_timeline_leave_the_window_on_a_small_screen(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    file = tmp_path / "notes.json"
    notes: tuple[AnyCommand, ...] = tuple(Note(text=f"note {n}") for n in range(5))
    save(file, Experiment(format=FORMAT, version=1, title="notes", commands=notes))
    user = open_window(experiment=file)
    user.wait_until(lambda: not user.window.document.is_playing)
    user.window.resize(*ROOM)
    user.action("view.timeline").trigger()
    user.settle()
    assert user.window.cards.isVisible() and user.history.isVisible() and user.window.late["timeline"].isVisible()
    _fits(user)
    user.window.cards.cards[0].setFocus()
    user.qtbot.keyClick(user.window.cards.cards[0], Qt.Key.Key_Right)
    assert user.window.cards.cards[1].hasFocus()
    user.window.resize(1280, 800)
    cards = user.window.cards
    user.wait_until(lambda: cards.height() < cards.cards[0].height() + 2 * cards.links[0].height() + 20)


def test_a_refused_port_leaves_the_window_on_a_small_screen(user: User, taken_port: int) -> None:
    user.window.resize(*ROOM)
    user.do("scenario.echo")
    assert user.window.files.refusal.isVisible()
    _fits(user)


def test_a_refusal_of_many_words_leaves_the_window_on_a_small_screen(user: User) -> None:
    user.window.resize(*ROOM)
    words = "x" * 60 + " word" * 1000
    user.window.files.refusal.show_refusal(
        Register(name="n" * 64, events=("read",), data=words),
        Refused(type="OSError", message=words, hint=Text(words), remedy=Close(name="n" * 64)),
    )
    user.settle()
    _fits(user)


def _fits(user: User) -> None:
    """The window is not larger than it was made, and nothing at the bottom of its left side is cut."""
    user.window.docks["kernel"].raise_()  # the widest at the right
    QApplication.processEvents()
    least, size = user.window.minimumSizeHint(), user.window.size()
    assert least.width() <= ROOM[0] and least.height() <= ROOM[1]
    assert (size.width(), size.height()) == ROOM
    for button in user.window.files.buttons:
        below = button.mapTo(user.window.files, QPoint(0, button.height()))
        assert below.y() <= user.window.files.height()


SMALL = (640, 400)
"""What a screen of 1280 by 800 has at a scale of 200 %."""


@pytest.fixture
def small(open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    monkeypatch.setattr(ScreenFit, "room", lambda self: QRect(0, 0, *SMALL))
    user = open_window()
    user.wait_until(lambda: _is_within(user))
    yield user
    text_size.apply(0)


def _is_within(user: User) -> bool:
    size = user.window.size()
    return size.width() <= SMALL[0] and size.height() <= SMALL[1]


def test_with_every_panel_and_large_text_it_is_no_larger_than_a_screen_at_200_percent(small: User) -> None:
    small.do("example.half-read")
    small.wait_until(lambda: not small.window.document.is_playing)
    for name, dock in small.window.docks.docks.items():
        dock.show()
        dock.raise_()
        small.wait_until(lambda: _is_within(small))
        assert dock.minimumSizeHint().width() <= 200, name
    for _ in range(4):
        small.do("view.larger")
    small.wait_until(lambda: _is_within(small))
    small.wait_until(lambda: QSize(*SMALL).expandedTo(small.window.minimumSizeHint()) == QSize(*SMALL))


def test_on_a_low_screen_an_experiment_stands_behind_the_list_and_on_a_high_one_beneath_it(
    small: User, open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def behind(user: User) -> bool:
        docks = user.window.docks
        return docks["experiment"] in user.window.tabifiedDockWidgets(docks["fileobjects"])

    small.do("example.half-read")
    small.wait_until(lambda: behind(small) and _is_within(small))
    assert small.window.late["experiment"].isVisible(), "it stands in front"
    monkeypatch.undo()
    large = open_window()
    large.do("example.half-read")
    large.settle()
    assert not behind(large)
