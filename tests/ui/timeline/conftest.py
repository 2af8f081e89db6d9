"""A timeline alone, with two objects and three calls."""

import pytest
from pytestqt.qtbot import QtBot

from selcore.timeline.feed import TimelineFeed
from selcore.timeline.lanes import Lanes
from selcore.values.commands import Open
from selcore.values.facts import Entry, ObjectState
from selcore.values.outcomes import Done
from tests.ui.timeline.seer import MS, READS, WRITES, Seer, call
from ui.kit import theme
from ui.timeline.timeline import Timeline


@pytest.fixture
def seer(qtbot: QtBot) -> Seer:
    theme.apply("light")
    lanes = Lanes()
    view = Timeline(lanes, lambda serial: None)
    qtbot.addWidget(view)
    view.resize(900, 260)
    found = Seer(view, lanes, TimelineFeed(lanes))
    opened = Done({"opened": [{"name": "a", "fd": 100}, {"name": "b", "fd": 101}]})
    found.tell(
        Entry(0, Open(kind="socketpair", name="pair"), opened, 1000 * MS),
        call(1, 1010, 1020, READS, served=0.010),
        call(2, 1040, 1050, WRITES),
        call(3, 1060, 1080, READS, WRITES, served=0.005),
        objects=(ObjectState("a", "socket", 100, "open", registered=1), ObjectState("b", "socket", 101, "open")),
    )
    view.show()
    view.fit()
    return found
