"""A recording that is shown: nothing runs, and nothing of it can be looked at now."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QToolButton

from selcore.recording import Recorder
from selcore.values.commands import Run
from selcore.values.facts import RecordsLost
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.recorded import record
from tests.ui.recording.test_actions import choose, spin
from tests.ui.recording.test_badge import stop
from tests.ui.user import User


def test_it_opens_again_in_the_same_list_and_nothing_runs(user: User, tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    spin(user, path)
    stop(user)
    before, objects = user.rows(), user.names()
    choose(user, "recording.open", path)
    user.wait_until(lambda: "%" not in user.label("recording.words"))
    assert user.rows() == before and user.names() == objects
    assert user.label("recording.head").startswith("Recorded on ") and "with Python 3." in user.label("recording.head")
    assert user.window.property("state") == "idle" and not user.window.isWindowModified()
    for id in ("call.step", "loop.run", "fileobject.open.socketpair", "selector.close", "recording.start"):
        assert not user.action(id).isEnabled(), id
    user.click("recording.back")
    assert user.rows() == [] and user.names() == [] and user.action("fileobject.open.socketpair").isEnabled()
    assert not user.find(QLabel, "recording.head").isVisible()


def test_nothing_of_a_recording_can_be_looked_at_now(user: User, tmp_path: Path) -> None:
    path, look = tmp_path / "r.sqlite", user.find(QToolButton, "why.look")
    record(path, PAIR, WRITE_A, Run(calls=1, timeout=0))
    choose(user, "recording.open", path)
    user.wait_until(lambda: "%" not in user.label("recording.words"))
    row = next(place for place, row in enumerate(user.rows()) if row["returned"])
    user.history.setCurrentIndex(user.history.model().index(row, 0))
    user.settle()
    assert look.isVisibleTo(user.window.why) and not look.isEnabled() and "In a recording" in look.toolTip()
    assert not user.action("why.look-now").isEnabled()
    user.do("view.kernel")
    assert not user.action("kernel.refresh").isEnabled() and not user.find(QToolButton, "kernel.now").isEnabled()
    user.click("recording.back")
    assert look.isEnabled() and "beside select()" in look.toolTip()
    assert user.action("kernel.refresh").isEnabled() and user.find(QToolButton, "kernel.now").isEnabled()


def test_of_too_many_file_objects_it_is_said_how_many_are_shown(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path / "r.sqlite", PAIR)
    monkeypatch.setattr("selcore.recording.reader.OBJECTS", 1)
    choose(user, "recording.open", tmp_path / "r.sqlite")
    user.wait_until(lambda: "of its file objects 1 are shown" in user.label("recording.words"))
    user.settle()
    assert len(user.names()) == 1


def test_what_was_lost_of_a_program_is_said(user: User, tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    recorder = Recorder(path)
    recorder.start()
    recorder.begin((), "epoll", "watched: server.py")
    recorder.put(RecordsLost(5, 84_624))
    recorder.end()
    assert recorder.wait(10)
    choose(user, "recording.open", path)
    user.wait_until(lambda: "84,624 records of the program were lost" in user.label("recording.words"))
    user.wait_until(lambda: "84,624 not recorded" in user.label("counts.words"))
