"""What a program prints is plain text: stderr in a colour, a prompt beside the line for stdin, all of it bounded."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from selcore.history.store import Change
from selcore.programs import output_lines
from selcore.programs.output_lines import OutputLines
from ui.kit import theme
from ui.programs import output_panel
from ui.programs.output_panel import OutputPanel
from ui.session.panel import SessionBegun


class Streams:
    takes_input = True


class Prints:
    """As a program is for the panel."""

    def __init__(self) -> None:
        self.lines, self.streams, self.alive = OutputLines(), Streams(), True


@pytest.fixture
def prints() -> Prints:
    return Prints()


@pytest.fixture
def panel(prints: Prints, qtbot: QtBot) -> OutputPanel:
    made = OutputPanel(lambda: prints)  # type: ignore[arg-type, return-value]
    qtbot.addWidget(made)
    made.show()
    return made


def colours(panel: OutputPanel) -> list[Any]:
    block, found = panel.text.document().firstBlock(), []
    while block.isValid():
        fragment = block.begin().fragment()
        found.append(fragment.charFormat().foreground().color().name())
        block = block.next()
    return found


def test_lines_are_added_and_nothing_of_them_is_markup(panel: OutputPanel, prints: Prints) -> None:
    prints.lines.add(b"<b>bold</b>\n\x1b[31mred\x1b[0m\n\xe2\x80\xaeturned\n", False, 1)
    panel.fold(Change())
    assert panel.text.toPlainText() == "<b>bold</b>\nred\n\\u202eturned"
    prints.lines.add(b"wrong\n", True, 2)
    prints.lines.say("SIGINT is sent", 3)
    panel.fold(Change())
    error, quiet = theme.colour("error").name(), theme.colour("quiet").name()
    assert colours(panel)[3:] == [error, quiet] and panel.text.toPlainText().endswith("wrong\nSIGINT is sent")
    panel.apply_theme()
    assert colours(panel)[3:] == [error, quiet]


def test_a_prompt_stands_beside_the_line(panel: OutputPanel, prints: Prints) -> None:
    panel.fold(Change())
    assert panel.prompt.text() == "stdin" and panel.input.isEnabled()
    prints.lines.add(b"name? ", False, 1)
    panel.fold(Change())
    assert panel.prompt.text() == "name? "
    sent: list[str] = []
    panel.sent.connect(sent.append)
    panel.input.setText("me")
    panel.send.click()
    assert sent == ["me"] and panel.input.text() == "me"
    panel.taken()
    assert panel.input.text() == ""


def test_who_reads_no_more_gets_nothing(panel: OutputPanel, prints: Prints) -> None:
    prints.alive = False
    panel.fold(Change())
    assert not panel.input.isEnabled() and not panel.send.isEnabled() and not panel.end.isEnabled()


def test_what_went_is_counted_and_another_program_begins_anew(
    panel: OutputPanel, prints: Prints, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_lines, "MOST", 3)
    prints.lines = OutputLines()
    prints.lines.add(b"1\n2\n3\n4\n5\n", False, 1)
    panel.fold(Change())
    assert panel.words.text() == "2 oldest lines removed" and panel.words.isVisible()
    prints.lines = OutputLines()
    panel.begin(SessionBegun("default", watches=True))
    assert panel.text.toPlainText() == "" and not panel.words.isVisible()


def test_who_reads_further_up_stays_there(panel: OutputPanel, prints: Prints) -> None:
    prints.lines.add(b"".join(b"%d\n" % n for n in range(500)), False, 1)
    panel.fold(Change())
    bar = panel.text.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    bar.setValue(3)
    prints.lines.add(b"more\n", False, 2)
    panel.fold(Change())
    assert bar.value() == 3


def test_who_prints_faster_than_it_can_be_shown_is_shown_without_a_gap(
    panel: OutputPanel, prints: Prints, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_lines, "MOST_WORDS", 40_000)
    monkeypatch.setattr(output_panel, "AT_ONCE", 8000)
    numbers = iter(range(1000))
    for _ in range(3):
        prints.lines.add(b"".join(b"%d %s\n" % (next(numbers), b"x" * 1000) for _ in range(60)), False, 1)
        panel.fold(Change())
        shown = [int(line.split()[0]) for line in panel.text.toPlainText().splitlines()]
        assert 0 < len(shown) <= 8 and shown == list(range(shown[0], shown[0] + len(shown)))
    qtbot.waitUntil(lambda: panel.text.toPlainText().endswith("179 " + "x" * 1000))
    assert panel.text.document().blockCount() == 180 - prints.lines.removed < 40
    assert panel.words.text() == f"{prints.lines.removed} oldest lines removed"


def test_an_empty_line_is_one(panel: OutputPanel, prints: Prints) -> None:
    prints.lines.add(b"\n\nthird\n", False, 1)
    panel.fold(Change())
    assert panel.text.toPlainText() == "\n\nthird"
