"""A line that has no room ends in an ellipsis; what it says, and what is copied, is whole."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.selector.one_line import OneLine

WORDS = "Busy loop: pair.a is always writable. 97,817 calls/s, 27 % of a CPU core"


def test_a_figure_is_not_cut_in_its_middle(qtbot: QtBot) -> None:
    line = OneLine(WORDS)
    line.select_by_mouse()
    qtbot.addWidget(line)
    whole = line.fontMetrics().horizontalAdvance(WORDS)
    line.resize(whole + 4, 28)
    assert line.shown() == WORDS
    wide = line.grab().toImage()
    line.resize(whole // 2, 28)
    assert line.shown().endswith("…") and WORDS.startswith(line.shown()[:-1])
    narrow = line.grab().toImage()
    cut = line.fontMetrics().horizontalAdvance(line.shown()[:-1])
    dots = [(x, y) for x in range(cut, narrow.width()) for y in range(narrow.height())]
    assert any(narrow.pixel(*at) != wide.pixel(*at) for at in dots), "the ellipsis is painted"
    line.actions()[0].trigger()
    assert line.text() == QApplication.clipboard().text() == WORDS
