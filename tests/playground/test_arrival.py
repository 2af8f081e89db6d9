"""A window that is shown before it is whole: it becomes what it would have been, and what is asked for is there."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from playground.arrival import Arrival
from playground.compose import build_window
from tests.ui.conftest import nothing_is_left, warm  # noqa: F401
from ui.shell.deferred_panels import NAMES
from ui.shell.main_window import MainWindow


@pytest.fixture
def early(qtbot: QtBot) -> Iterator[MainWindow]:
    """Built as the program builds it; not shown yet."""
    window = build_window(at_once=False)
    yield window
    window.close_now()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: bool(window.property("settled")), timeout=20_000)


def names(window: MainWindow) -> set[str]:
    """Everything that can be found by its name."""
    kinds = (QAction, QMenu, QWidget)
    found = {child.objectName() for kind in kinds for child in window.findChildren(kind)}
    return {name for name in found if not name.startswith("qt_")}


def test_it_becomes_the_window_that_is_built_at_once(early: MainWindow, qtbot: QtBot) -> None:
    whole = build_window()
    try:
        whole.show()
        settle(qtbot, whole)
        early.show()
        assert early.cards.isVisible() and not early.history.isVisible()
        settle(qtbot, early)
        assert early.cards.isVisible() and not early.history.isVisible()
        assert names(early) == names(whole)
        assert list(early.actions_by_id) == list(whole.actions_by_id)
        assert all(
            action.icon().isNull() == early.actions_by_id[id].icon().isNull()
            for id, action in whole.actions_by_id.items()
        )
    finally:
        whole.close_now()
        whole.deleteLater()


def test_nothing_is_settled_before_the_worker_was_asked(early: MainWindow, qtbot: QtBot) -> None:
    assert not early.property("settled") and early.property("state") == "idle"
    early.show()
    settle(qtbot, early)
    early.actions_by_id["call.step"].trigger()
    qtbot.waitUntil(lambda: early.property("state") == "waiting")


def test_what_is_asked_for_early_is_there_and_done(early: MainWindow, qtbot: QtBot) -> None:
    early.actions_by_id["fileobject.open.pipe"].trigger()
    assert early.late["kernel"].view.objectName() == "kernel" and early.menus["object.callback"].actions()
    early.show()
    settle(qtbot, early)
    assert early.files.model.rowCount() == 2


def test_it_may_be_closed_before_it_is_whole(early: MainWindow) -> None:
    early.show()
    early.close_now()
    QApplication.processEvents()
    assert early.bridge.closed and not early.isVisible()
    assert "arrival" not in {thread.name for thread in threading.enumerate()}


def test_a_window_that_nobody_sees_becomes_whole_too(early: MainWindow, qtbot: QtBot) -> None:
    early.showMinimized()
    settle(qtbot, early)
    qtbot.waitUntil(lambda: not early.findChildren(Arrival), timeout=20_000)
    assert list(early.late.made()) == list(NAMES)


def test_what_begins_a_session_of_its_own_in_the_first_moment_is_not_begun_twice(
    early: MainWindow, qtbot: QtBot
) -> None:
    early.show()
    early.findChild(QAction, "experiment.new").trigger()
    settle(qtbot, early)
    qtbot.waitUntil(lambda: not early.findChildren(Arrival), timeout=20_000)
    early.findChild(QAction, "scenario.pair").trigger()
    settle(qtbot, early)
    assert list(early.store.objects) == ["pair.a", "pair.b"]


def test_what_opens_an_experiment_and_explains_its_result_is_there_before_it_is_wanted(
    early: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the window stands still for that long at the first example."""
    imported = list[str]()
    monkeypatch.setattr("playground.arrival.import_module", imported.append)
    early.show()
    qtbot.waitUntil(lambda: "selcore.experiment.file" in imported, timeout=20_000)
    settle(qtbot, early)
    assert {"selcore.explain.why_ready", "selcore.explain.why_not"} <= set(imported)
