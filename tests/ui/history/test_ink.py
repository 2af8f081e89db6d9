"""The texts of the history are laid out once, and what is no longer drawn is not kept."""

import pytest
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.history import ink as history_ink
from ui.history.ink import Ink


def kept(ink: Ink) -> int:
    return len(ink._pieces.keys() | ink._before.keys())


def test_a_row_that_grows_for_hours_keeps_few_texts_and_the_others_stay(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_ink, "KEPT", 16)
    ink, picture, pieces = Ink(qapp.font()), QPixmap(300, 20), set()
    for number in range(200):
        with QPainter(picture) as painter:
            ink.begin(painter, 20)
            for text in ("sel.register(a, EVENT_READ)", f"sel.select(None) ×{number:,}"):
                ink.draw(0, 0, 280, text, "command", ink.pens["quiet"], False)
            ink.end()
        assert kept(ink) <= 32
        pieces |= {id(ink._pieces[key]) for key in ink._pieces if key[0].startswith("sel.register")}
    assert len(pieces) == 1


def test_a_cell_shows_the_codes_of_what_cannot_be_seen(qtbot: QtBot, qapp: QApplication) -> None:
    ink, picture = Ink(qapp.font()), QPixmap(300, 20)
    with QPainter(picture) as painter:
        ink.begin(painter, 20)
        ink.draw(0, 0, 280, "\u202egnp.exe", "object", ink.pens["quiet"], False)
        ink.end()
    assert [piece.text() for piece, _, _ in ink._pieces.values()] == [r"\u202egnp.exe"]
