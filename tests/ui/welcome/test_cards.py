"""The cards of an empty window are walked with arrows and chosen with Enter."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.user import User
from ui.focus.focus_ring import FocusRing
from ui.kit import theme
from ui.welcome.cards import cards
from ui.welcome.recent import file_link


def test_cards_are_walked_with_arrows_and_chosen_with_enter(user: User) -> None:
    card = user.find(QWidget, "card.scenario.pair")
    card.setFocus()
    user.qtbot.keyClick(card, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is user.find(QWidget, "card.scenario.echo")
    user.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    user.qtbot.keyClick(card, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_card_with_the_keyboard_is_tinted_and_edged(user: User, name: str) -> None:
    user.window.activateWindow()
    user.do(f"view.{name}")
    card, other = user.find(QWidget, "card.scenario.pair"), user.find(QWidget, "card.scenario.echo")
    user.wait_until(user.window.isActiveWindow)
    other.setFocus()
    resting = colours(card)
    card.setFocus()
    focused = colours(card)
    assert resting["edge"] not in (resting["ground"], theme.colour("accent"))
    assert focused == {"edge": theme.colour("accent"), "ground": theme.tint("accent")}
    ring = user.window.findChild(FocusRing)
    assert ring is None or not ring.isVisible()


def colours(card: QWidget) -> dict[str, QColor]:
    """Of its edge at the left, and of its ground beside the words."""
    picture = card.grab().toImage()
    ratio = picture.devicePixelRatio()
    middle = picture.height() // 2
    return {"edge": picture.pixelColor(0, middle), "ground": picture.pixelColor(round(6 * ratio), middle)}


def five() -> tuple[tuple[str, str, str, str], ...]:
    """One more than there are."""
    return (*cards(), ("experiment.open", "note", "A lesson", "Say what select() will return, and call it"))


@pytest.fixture
def full(open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    """A window with five cards and four recent files, on a screen that may be smaller than it."""
    monkeypatch.setattr("ui.shell.screen_fit.ScreenFit._fit", lambda self: None)
    monkeypatch.setattr("ui.welcome.cards.cards", five)
    user = open_window()
    files = [file_link(f"/home/somebody/experiments/{number}.json") for number in range(4)]
    user.window.cards.ask_recent(lambda: files, list)
    return user


def places(user: User, widgets: Sequence[QWidget]) -> list[QRect]:
    view = user.window.cards.viewport()
    return [QRect(one.mapTo(view, QPoint(0, 0)), one.size()) for one in widgets]


@pytest.mark.parametrize("size, columns", [((1024, 640), 2), ((1280, 800), 3)])
def test_five_cards_links_and_recent_files_are_all_in_sight(full: User, size: tuple[int, int], columns: int) -> None:
    shown = full.window.cards
    full.window.resize(*size)
    full.window.docks.reset()
    full.wait_until(lambda: shown.grid.columns == columns and not shown.verticalScrollBar().maximum())
    found = places(full, shown.focus_chain())
    assert len(found) == 5 + 2 + 4
    assert all(shown.viewport().rect().contains(place) for place in found)
    assert not any(one.intersects(other) for place, one in enumerate(found) for other in found[:place])


def test_what_is_written_around_the_cards_begins_where_they_do(full: User) -> None:
    full.window.resize(1280, 800)
    full.wait_until(lambda: full.window.cards.grid.columns == 3)
    title, lead = (label for label in (full.window.cards._title, full.window.cards._lead))
    lefts = {place.left() for place in places(full, [title, lead, full.window.cards.links[0]])}
    assert lefts == {places(full, full.window.cards.cards[:1])[0].left()}
    assert "padding: 2px 8px 2px 0" in full.window.cards.links[0].styleSheet()


def test_above_the_history_no_card_is_cut(open_window: Callable[..., User]) -> None:
    user = open_window()
    user.do("scenario.pair")
    for name in ("pair.a", "pair.b"):
        user.select(name)
        user.do("fileobject.close")
    area, content = user.window.cards, user.window.cards.widget()

    def is_whole() -> bool:
        places = [QRect(card.mapTo(content, QPoint()), card.size()) for card in area.cards]
        cut = [place for place in places if place.top() < area.height() <= place.bottom()]
        return area.isVisible() and places[0].top() == 0 and not cut

    for high in (800, 640, 560):
        user.window.resize(1280, high)
        user.wait_until(is_whole)
