"""A session is begun, saved and opened: nothing is lost, and what is refused changes nothing."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.ui.user import User


def test_a_file_that_is_no_experiment_changes_nothing_and_says_why(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or choices[-1])
    user.do("scenario.pair")
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "selector-playground-experiment", "version": 1, "commands": [{"do": "fly"}]}')
    user.window.handlers.experiments.open_file(bad)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]
    assert "commands[0]" in said[-1] and "fly" in said[-1]


def test_a_new_session_begins_with_nothing(user: User) -> None:
    user.do("scenario.pair")
    user.do("experiment.new")
    assert user.names() == [] and user.rows() == []
    user.do("scenario.pair")
    assert user.object("pair.a")["fd"] == 100


def test_recent_experiments_are_in_the_menu_and_open_again(user: User, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMenu

    user.do("scenario.pair")
    user.save(tmp_path / "kept.json")
    user.do("experiment.new")
    menu: QMenu = user.find(QMenu, "menu.file.recent")
    menu.aboutToShow.emit()
    assert [action.toolTip() for action in menu.actions()] == [str(tmp_path / "kept.json")]
    menu.actions()[0].trigger()
    user.wait_until(lambda: user.names() == ["pair.a", "pair.b"])
    user.settle()


def test_a_selector_class_that_is_not_here_is_said_and_changes_nothing(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    from selcore.backends import BACKENDS

    absent = next(backend.id for backend in BACKENDS if backend.missing() is not None)
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or choices[-1])
    path = tmp_path / "absent.json"
    head = {"format": "selector-playground-experiment", "version": 1, "backend": absent}
    path.write_text(json.dumps(head | {"commands": [{"do": "note", "text": "x"}]}))
    user.window.handlers.experiments.open_file(path)
    user.settle()
    assert "exists on" in said[-1]
    assert user.window.property("state") == "idle" and user.rows() == []
