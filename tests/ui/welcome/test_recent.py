"""Files that were opened before stand beside the cards, and open at a click."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tests.ui.user import User


def test_nothing_was_opened_yet(open_window: Callable[..., User]) -> None:
    user = open_window()
    assert not user.find(QWidget, "recent").isVisible()


def test_the_newest_come_first_and_open_at_a_click(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    user.do("scenario.pair")
    for number in range(6):
        assert user.save(tmp_path / f"<b>{number}.json")
    user.do("experiment.new")
    shown = [user.find(QPushButton, f"recent.{number}") for number in range(4)]
    assert all(link.isVisible() for link in shown)
    assert [link.text().split("  ·  ")[0] for link in shown] == [f"<b>{number}.json" for number in (5, 4, 3, 2)]
    assert "&lt;b&gt;5." in shown[0].toolTip() and "<b>" not in shown[0].toolTip()
    user.qtbot.mouseClick(shown[1], Qt.MouseButton.LeftButton)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"] and user.window.document.path == tmp_path / "<b>4.json"
    user.wait_until(lambda: not user.find(QWidget, "cards").isVisible())
