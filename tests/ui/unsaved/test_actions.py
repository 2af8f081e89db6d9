"""What a killed program had kept stands in the empty window until somebody decides, and is never played by itself."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from selcore.experiment.file import FORMAT, Experiment
from selcore.unsaved.found import newest_unsaved
from selcore.unsaved.kept_session import NAME, KeptSession
from selcore.values.commands import AnyCommand, Note, Open, Register, Run
from tests.playground.shell import posix
from tests.ui.user import User
from ui.unsaved.actions import _words

pytestmark = posix
PAIR: tuple[AnyCommand, ...] = (Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("read",)))
PROCESS = Open(kind="process", name="process", options={"argv": "true"})


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    return tmp_path / "storage"


def leave(storage: Path, *commands: AnyCommand, when: float = 1e9) -> Path:
    """What a program that was killed had kept."""
    kept = KeptSession(storage / "unsaved")
    kept.keep(Experiment(format=FORMAT, version=1, commands=commands))
    kept.leave()
    file = max((storage / "unsaved").rglob(NAME), key=lambda one: one.stat().st_mtime)
    os.utime(file, (when, when))
    return file


def kept(storage: Path) -> list[Path]:
    return sorted((storage / "unsaved").rglob(NAME))


def offered(user: User) -> str:
    """The line in the empty window."""
    line = user.find(QWidget, "unsaved")
    return user.label("unsaved.words") if line.isVisible() else ""


def listed(user: User) -> list[AnyCommand]:
    return [*user.window.context.stepper.commands]


def test_it_says_when_and_how_much_and_plays_nothing(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, *PAIR)
    user = open_window(recover=True)
    assert offered(user).startswith("Not saved when the program ended, 2001-09-0")
    assert offered(user).endswith(": 2 commands.") and user.names() == [] and user.rows() == []
    assert user.action("unsaved.restore").isEnabled() and not user.window.isWindowModified()


def test_what_was_given_while_a_run_waited_counts_too(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, Run(calls=1, during=PAIR), Run(calls=6))
    assert offered(open_window(recover=True)).endswith(": 2 commands, 7 calls of runs.")


def test_nobody_who_did_not_ask_for_it_is_offered_anything(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, *PAIR)
    user = open_window()
    assert offered(user) == "" and not user.action("unsaved.restore").isEnabled()
    assert len(kept(storage)) == 1


def test_restored_it_waits_and_is_no_file_s(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, *PAIR)
    user = open_window(recover=True)
    user.click("card.unsaved.restore")
    assert listed(user) == [*PAIR] and user.names() == [] and offered(user) == ""
    assert user.window.isWindowModified() and user.window.document.path is None
    user.do("experiment.play")
    assert user.names() == ["pair.a", "pair.b"] and user.object("pair.a")["read"]


def test_what_was_restored_is_kept_again_before_it_is_removed(open_window: Callable[..., User], storage: Path) -> None:
    old = leave(storage, *PAIR)
    user = open_window(recover=True)
    user.do("unsaved.restore")
    user.wait_until(lambda: kept(storage) != [old] and not old.exists())
    (new,) = kept(storage)
    assert new.read_bytes().count(b'"do"') == 2
    user.do("experiment.new")  # its question is answered with "discard"
    user.wait_until(lambda: not (storage / "unsaved").exists())
    assert offered(user) == ""


def test_what_asks_for_trust_asks_and_stays_where_that_is_refused(
    open_window: Callable[..., User], storage: Path
) -> None:
    leave(storage, PROCESS)
    asked: list[tuple[str, str]] = []
    answers = ["cancel", "allow"]

    def ask(id: str, words: str, choices: list[str]) -> str:
        asked.append((id, words))
        return answers.pop(0) if id == "experiment.trust" else choices[0]

    user = open_window(recover=True, ask=ask)
    user.do("unsaved.restore")
    assert [id for id, _ in asked] == ["experiment.trust"] and "Restore it?" in asked[0][1]
    assert listed(user) == [] and offered(user) != ""
    user.do("unsaved.restore")
    assert listed(user) == [PROCESS] and user.names() == []


def test_to_discard_it_is_asked_first_and_then_it_is_gone(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, *PAIR)
    answers = ["cancel", "discard"]
    user = open_window(recover=True, ask=lambda id, words, choices: answers.pop(0))
    user.click("card.unsaved.discard")
    assert len(kept(storage)) == 1 and offered(user) != ""
    user.click("card.unsaved.discard")
    assert offered(user) == "" and not (storage / "unsaved").exists()
    assert not user.action("unsaved.discard").isEnabled()


def test_one_after_the_other_the_newest_first(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, *PAIR, when=1e9)
    leave(storage, Note(text="new"), when=1.1e9)
    user = open_window(recover=True)
    assert ": 1 command. 1 earlier session after this one." in offered(user)
    user.do("unsaved.discard")
    assert offered(user).endswith(": 2 commands.")
    user.do("unsaved.discard")
    assert offered(user) == ""


def test_what_nobody_decides_about_is_offered_again(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, *PAIR)
    first, second = open_window(recover=True), open_window(recover=True)
    assert offered(first) != "" and offered(second) == "", "two windows offer one thing once"
    first.window.close()
    assert offered(open_window(recover=True)) != ""


def test_what_is_damaged_is_refused_in_one_line_and_can_be_discarded(
    open_window: Callable[..., User], storage: Path
) -> None:
    leave(storage, *PAIR).write_bytes(b"{")
    user = open_window(recover=True)
    assert "cannot be restored: line 1, column 2: " in offered(user) and "\n" not in offered(user)
    assert not user.find(QPushButton, "card.unsaved.restore").isVisible()
    assert not user.action("unsaved.restore").isEnabled()
    user.click("card.unsaved.discard")
    assert offered(user) == ""


def test_its_words_are_plain_and_no_wider_than_the_window(open_window: Callable[..., User], storage: Path) -> None:
    text = '{"format": "<img src=x>' + "W" * 5000 + '"}'
    leave(storage, *PAIR).write_text(text)
    user = open_window(recover=True)
    line = user.find(QLabel, "unsaved.words")
    assert line.width() < user.window.width() and offered(user) != ""


def test_a_session_that_is_played_is_asked_about_before_it_is_replaced(
    open_window: Callable[..., User], storage: Path
) -> None:
    leave(storage, *PAIR)
    asked: list[str] = []
    user = open_window(recover=True, ask=lambda id, words, choices: asked.append(id) or "cancel")
    user.do("fileobject.open.pipe")
    assert offered(user) == "", "the cards are gone"
    user.do("unsaved.restore")
    assert asked == ["experiment.unsaved"] and listed(user) == [] and len(kept(storage)) == 1


def test_what_was_not_read_in_time_is_let_go(open_window: Callable[..., User], storage: Path) -> None:
    leave(storage, *PAIR)
    user = open_window()
    user.window.handlers.unsaved.look()
    user.window.close_now()
    QApplication.processEvents()
    again = newest_unsaved(storage / "unsaved")
    assert again is not None
    again.close()


@pytest.mark.parametrize("when", [1e12, -1e12, 2.0**63])
def test_a_time_that_is_no_date_is_said_to_be_none(when: float) -> None:
    found: Any = SimpleNamespace(when=when, why="why", others=0, experiment=None)
    assert "ended on a day that no calendar has cannot be restored: why" in _words(found)
