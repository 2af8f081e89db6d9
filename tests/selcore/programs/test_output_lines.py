"""Lines of a program are plain text, bounded, and counted."""

import pytest

from selcore.programs import output_lines
from selcore.programs.output_lines import OutputLine, OutputLines, plain


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;a title\x07here", "here"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("10 %\r50 %\r100 %", "100 %"),
        ("line\r", "line"),
        ("a\tb", "a\tb"),
        ("bell\x07", "bell\ufffd"),
        ("\x1b(Bx", "x"),
        ("", ""),
    ],
)
def test_codes_of_a_terminal_are_left_out(words: str, seen: str) -> None:
    assert plain(words) == seen


def test_lines_come_whole_however_they_were_cut() -> None:
    lines = OutputLines()
    data = "größe 世界\nnext\n".encode()
    for place in range(len(data)):
        lines.add(data[place : place + 1], False, place)
    count, found = lines.since(0)
    assert count == 2 and [one.words for one in found] == ["größe 世界", "next"]


def test_streams_are_told_apart_and_a_line_that_was_begun_is_seen() -> None:
    lines = OutputLines()
    lines.add(b"name? ", False, 1)
    lines.add(b"oops\n", True, 2)
    lines.say("SIGINT is sent", 3)
    assert lines.since(0)[1] == [OutputLine(2, "oops", True), OutputLine(3, "SIGINT is sent", said=True)]
    assert [one.words for one in lines.unended()] == ["name? "]
    lines.end(4)
    assert lines.since(2)[1] == [OutputLine(4, "name? ")] and lines.unended() == []
    assert lines.since(3) == (3, [])


def test_the_oldest_go_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output_lines, "MOST", 3)
    lines = OutputLines()
    lines.add(b"".join(b"%d\n" % n for n in range(10)), False, 1)
    assert [one.words for one in lines.since(0)[1]] == ["7", "8", "9"] and lines.removed == 7


def test_long_lines_are_kept_by_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output_lines, "MOST_WORDS", 30)
    lines = OutputLines()
    lines.add(b"".join(b"%d%s\n" % (n, b"x" * 9) for n in range(5)), False, 1)
    assert [one.words[0] for one in lines.since(0)[1]] == ["2", "3", "4"] and lines.removed == 2
    assert lines.since(3, 1) == (4, [OutputLine(1, "3xxxxxxxxx")])


def test_a_line_without_an_end_is_broken() -> None:
    lines = OutputLines()
    lines.add(b"x" * (2 * output_lines.LONGEST + 5), False, 1)
    lines.add(b"y" * (output_lines.LONGEST + 5) + b"\n", True, 1)
    found = [(one.error, len(one.words)) for one in lines.since(0)[1]]
    assert found == [(False, 4000), (False, 4000), (True, 4000), (True, 5)] and len(lines.unended()[0].words) == 5


def test_what_is_no_utf8_is_seen_as_such() -> None:
    lines = OutputLines()
    lines.add(b"\xff\xfe\n", False, 1)
    assert lines.since(0)[1][0].words == "\ufffd\ufffd"
