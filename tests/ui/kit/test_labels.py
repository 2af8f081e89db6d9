"""Words of a label: bounded, plain, copied whole."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.kit.labels import LINES, TIP_LINES, OneLine, label, plain_tip


def test_a_long_word_of_a_label_goes_on_below_and_is_copied_whole(qtbot: QtBot) -> None:
    made = label("long", "/" + "x" * 62, selectable=True)
    qtbot.addWidget(made)
    made.show()
    made.setSelection(0, len(QLabel.text(made)))
    qtbot.keyClick(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert made.minimumSizeHint().width() <= made.fontMetrics().horizontalAdvance("x" * 26)
    assert QGuiApplication.clipboard().text() == made.text() == "/" + "x" * 62


def test_words_of_many_lines_make_no_window_higher_than_a_screen(qtbot: QtBot) -> None:
    """A stranger's 500 lines made one of 8,000 pixels; all of them are still in the tooltip, as far as that goes."""
    few, many = label("few", "\n".join("x" * LINES)), label("many", "\n".join("x" * 500))
    for made in (few, many):
        qtbot.addWidget(made)
    assert few.text() == "\n".join("x" * LINES) and not few.toolTip()
    assert many.text() == "\n".join("x" * (LINES - 1)) + "\n…"
    assert many.sizeHint().height() <= few.sizeHint().height()
    assert many.toolTip().count("\n") == TIP_LINES - 1 and plain_tip("a\n" * 10) == "a\n" * 10


LONG_LINE = "Busy loop: pair.a is always writable. 97,817 calls/s, 27 % of a CPU core"


def test_a_figure_is_not_cut_in_its_middle(qtbot: QtBot) -> None:
    line = OneLine(LONG_LINE)
    line.select_by_mouse()
    qtbot.addWidget(line)
    whole = line.fontMetrics().horizontalAdvance(LONG_LINE)
    line.resize(whole + 4, 28)
    assert line.shown() == LONG_LINE
    wide = line.grab().toImage()
    line.resize(whole // 2, 28)
    assert line.shown().endswith("…") and LONG_LINE.startswith(line.shown()[:-1])
    narrow = line.grab().toImage()
    cut = line.fontMetrics().horizontalAdvance(line.shown()[:-1])
    dots = [(x, y) for x in range(cut, narrow.width()) for y in range(narrow.height())]
    assert any(narrow.pixel(*at) != wide.pixel(*at) for at in dots), "the ellipsis is painted"
    line.actions()[0].trigger()
    assert line.text() == QGuiApplication.clipboard().text() == LONG_LINE
