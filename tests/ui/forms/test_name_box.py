"""A name that has no room in its box is cut in the middle; the tooltip has all of it."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.forms.name_box import NameBox

LONG = "a-listener-with-a-very-long-name-"


def test_names_that_differ_at_their_ends_look_different(qtbot: QtBot) -> None:
    box = NameBox("where to")
    qtbot.addWidget(box)
    for end in "ab":
        box.offer(LONG * 3 + end, end)
    box.setFixedWidth(120)
    pictures = []
    for place in range(2):
        box.setCurrentIndex(place)
        pictures.append(box.grab().toImage())
        assert box.toolTip() == f"{LONG * 3}{'ab'[place]}\nwhere to"
    assert pictures[0] != pictures[1]
    assert box.view().textElideMode() == Qt.TextElideMode.ElideMiddle
    assert box.itemData(1, Qt.ItemDataRole.ToolTipRole) == LONG * 3 + "b"
