"""Bytes as lines: nothing is lost in them, and each character stands in the line that it begins in."""

from hypothesis import example, given
from hypothesis import strategies as st

from ui.data.lines import NOT_TEXT, lines_of


def test_text_beside_the_bytes() -> None:
    first, second = lines_of("grüße, 世界\nhi".encode(), 16, 16)
    assert (first.offset, first.hex) == (16, "67 72 c3 bc c3 9f 65 2c  20 e4 b8 96 e7 95 8c 0a")
    assert first.text == "grüße, 世界⏎" and (second.offset, second.text) == (32, "hi")


def test_a_character_over_two_lines_stands_where_it_begins() -> None:
    assert [line.text for line in lines_of("abc世d".encode(), 0, 4)] == ["abc世", "d"]


def test_what_is_no_text_and_what_would_turn_or_join_the_line() -> None:
    for data in (b"\xff\xfe", b"\xe4\xb8", "\u202e\u0301".encode(), b"\x00\x1b", "\u200b\ufeff".encode()):
        assert set("".join(line.text for line in lines_of(data, 0, 16))) == {NOT_TEXT}


@given(st.binary(max_size=100), st.sampled_from([4, 8, 16]), st.integers(0, 1 << 40))
@example("é".encode() * 9, 4, 0)
def test_every_byte_is_there_once(data: bytes, width: int, offset: int) -> None:
    lines = lines_of(data, offset, width)
    assert bytes.fromhex("".join(line.hex for line in lines)) == data
    assert [line.offset for line in lines] == [*range(offset, offset + len(data), width)]
    assert all(character.isprintable() for line in lines for character in line.text)
