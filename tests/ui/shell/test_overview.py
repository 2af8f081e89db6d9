"""What goes through all file objects: at once when something has changed, seldom under a busy loop."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject

from selcore.history.store import Change
from selcore.values.commands import Note
from selcore.values.facts import Entry, Status
from selcore.values.outcomes import Done
from tests.ui.user import User
from ui.shell.overview import Overview

ADDED = Change(added=100)
ENTRY = Entry(0, Note(text="n"), Done(), 5)


class Around:
    """What stands around an overview, and a note of each look at it."""

    def __init__(self, state: str):
        self.looks = 0
        self.backends: list[str] = []
        self.counted: list[bool] = []
        store = SimpleNamespace(status=Status("idle", "poll", "PollSelector", 5))
        self.bridge = SimpleNamespace(state=state, store=store, is_live=True)
        self.panels = SimpleNamespace(
            counts=SimpleNamespace(refresh=lambda objects: self.counted.append(objects)),
            state_line=SimpleNamespace(show_state=lambda: None),
            selector=SimpleNamespace(show_backend=self.backends.append),
            why=SimpleNamespace(show_backend=self.backends.append, set_live=lambda on: None),
        )
        self.centre = SimpleNamespace(choose=self._look)
        self.actions = SimpleNamespace(refresh=lambda: None)

    def _look(self) -> None:
        self.looks += 1

    def overview(self) -> Overview:
        self.parent = QObject()
        given: list[Any] = [self.bridge, self.panels, self.centre, self.actions]
        return Overview(*given, self.parent)


@pytest.mark.parametrize("state", ["running", "spinning"])
def test_under_a_run_what_only_adds_rows_is_looked_at_seldom(qapp: object, state: str) -> None:
    around = Around(state)
    overview = around.overview()
    for _ in range(50):
        overview.fold(ADDED)
    assert around.looks == 1


def test_objects_that_changed_under_a_run_are_counted_when_it_is_looked(qapp: object) -> None:
    around = Around("running")
    overview = around.overview()
    overview.fold(ADDED)
    overview.fold(Change(objects=("a",)))
    overview.fold(ADDED)
    assert around.counted == [False]
    overview.look_around()
    overview.look_around()
    assert around.counted == [False, True, False]


@pytest.mark.parametrize("state", ["idle", "waiting", "dead"])
def test_without_a_run_each_change_is_looked_at(qapp: object, state: str) -> None:
    around = Around(state)
    overview = around.overview()
    for _ in range(3):
        overview.fold(ADDED)
    assert around.looks == 3


@pytest.mark.parametrize("change", [Change(entries=(ENTRY,)), Change(gone=("a",)), Change(status=True)])
def test_a_command_a_status_and_what_is_gone_are_looked_at_at_once(qapp: object, change: Change) -> None:
    around = Around("spinning")
    overview = around.overview()
    for _ in range(3):
        overview.fold(change)
    assert around.looks == 3


def test_the_selector_class_is_shown_with_a_new_status_only(qapp: object) -> None:
    around = Around("idle")
    overview = around.overview()
    overview.fold(ADDED)
    assert around.backends == []
    overview.fold(Change(status=True))
    assert around.backends == ["poll", "poll"]


def test_file_objects_are_counted_anew_where_one_has_changed(qapp: object) -> None:
    around = Around("idle")
    overview = around.overview()
    for change in (ADDED, Change(objects=("a",)), Change(gone=("a",))):
        overview.fold(change)
    assert around.counted == [False, True, True]


def test_in_a_window_the_last_change_of_a_loop_is_never_left_out(user: User) -> None:
    user.spin()
    user.action("loop.pause").trigger()
    user.wait_for("idle")
    user.settle()
    assert user.action("call.step").isEnabled() and not user.action("loop.pause").isEnabled()
