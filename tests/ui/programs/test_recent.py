"""Programs that were run before are in the menu and beside the cards; what never ran from here is asked about once."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QPushButton

from tests.ui.programs.test_actions import program, run, watched
from tests.ui.user import User

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")


@pytest.mark.parametrize("choice", ["run", "cancel"])
def test_what_a_list_names_is_asked_about_once(open_window: Callable[..., User], tmp_path: Path, choice: str) -> None:
    asked: list[str] = []

    def ask(id: str, words: str, choices: list[str]) -> str:
        asked.append(f"{id}: {words}")
        return choice

    user = open_window(ask=ask)
    given = program(tmp_path)
    user.window.handlers.programs.recent.run(given)
    user.settle()
    assert (
        len(asked) == 1 and asked[0].startswith("program.trust: echo.py has not been run") and given.target in asked[0]
    )
    if choice == "cancel":
        assert user.window.bridge.is_live
        return
    user.wait_until(lambda: user.window.bridge.program is not None)
    user.window.handlers.programs.recent.run(given)
    user.settle()
    assert len(asked) == 1


def test_recent_ones_are_in_the_menu_and_beside_the_cards(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window()
    given = program(tmp_path)
    run(user, given._replace(arguments=("a b",)))
    user.do("program.close")
    menu: QMenu = user.window.menus["file.programs"]
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["echo.py 'a b'"]
    link = user.find(QPushButton, "programs.0")
    assert link.isVisible() and link.text().startswith("echo.py 'a b'  ·  ")
    link.click()
    user.wait_until(lambda: user.window.bridge.program is not None)
    assert watched(user).state.name == "echo.py 'a b'"
