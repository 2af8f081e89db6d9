"""A Qt object that is garbage is destroyed by the window's thread, whichever thread allocates."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from playground.garbage import Collector, collect_what_is_due


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    was = gc.isenabled()
    gc.collect()
    yield
    (gc.enable if was else gc.disable)()


class Cycle(QObject):
    """Nobody but itself holds it, and its timer runs."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.timer = QTimer(self, interval=60_000)
        self.timer.start()


def make_garbage(count: int) -> None:
    """Cycles, so many that the automatic collector would have looked for them."""
    for _ in range(count):
        cycle: list[object] = []
        cycle.append(cycle)


def in_a_thread_of_its_own(count: int) -> None:
    thread = threading.Thread(target=make_garbage, args=(count,))
    thread.start()
    thread.join()


def test_what_another_thread_allocates_destroys_no_qt_object(qtbot: QtBot) -> None:
    parent = QObject()
    Collector(parent)
    ended: list[int] = []
    cycle = Cycle()
    weakref.finalize(cycle, lambda: ended.append(threading.get_ident()))
    del cycle
    in_a_thread_of_its_own(50 * gc.get_threshold()[0])
    assert not ended
    gc.collect()
    assert ended == [threading.get_ident()]
    parent.deleteLater()


def test_what_is_due_is_collected_while_the_window_goes_on(qtbot: QtBot) -> None:
    parent = QObject()
    Collector(parent)
    in_a_thread_of_its_own(2 * gc.get_threshold()[0])
    assert gc.get_count()[0] > gc.get_threshold()[0]
    qtbot.waitUntil(lambda: gc.get_count()[0] <= gc.get_threshold()[0])
    parent.deleteLater()


def test_an_older_generation_is_collected_when_its_turn_has_come() -> None:
    gc.disable()
    before = gc.get_stats()[1]["collections"]
    for _ in range(gc.get_threshold()[1] + 2):
        make_garbage(2 * gc.get_threshold()[0])  # some come from a free list, and are not counted
        collect_what_is_due()
    assert gc.get_stats()[1]["collections"] > before
