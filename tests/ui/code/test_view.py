"""A line is painted in its colours, whatever it holds, and only those in sight are."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from selcore.script.making import script_of
from selcore.values.commands import Note, Open, Register, Send
from ui.code.following import shown_of
from ui.code.model import CodeModel
from ui.code.view import CodeView
from ui.kit import theme


@pytest.fixture
def view(qtbot: QtBot) -> CodeView:
    made = CodeView(CodeModel(), "code")
    qtbot.addWidget(made)
    made.resize(400, 200)
    return made


def colours(view: CodeView) -> set[str]:
    image = view.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def hue(colour: QColor) -> int:
    """In steps of ten degrees, -1 of what is nearly grey: letters are smoothed, the thinner the paler."""
    return round(colour.hsvHue() / 10) if colour.hsvSaturation() > 40 else -1


def test_events_and_literals_have_their_colours(view: CodeView) -> None:
    commands = (
        Open(kind="socketpair", name="pair"),
        Register(name="pair.a", events=("read",)),
        Send(name="pair.b", text="hello"),
    )
    view._model.show(shown_of(script_of(commands), (), (0, 1, 2), 0))
    view.show()
    view.scrollToBottom()
    found = {hue(QColor(name)) for name in colours(view)}
    assert {hue(theme.colour("read")), hue(theme.colour("literal"))} <= found
    assert hue(theme.colour("write")) not in found


def test_of_very_many_lines_only_those_in_sight_are_asked_for(view: CodeView, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = tuple(Note(text=str(number)) for number in range(5000))
    view._model.show(shown_of(script_of(commands), (), tuple(range(5000)), 0))
    view.show()
    asked: set[int] = set()
    words = CodeModel.words
    monkeypatch.setattr(CodeModel, "words", lambda self, row: asked.add(row) or words(self, row))
    colours(view)
    assert 0 < len(asked) < 50
