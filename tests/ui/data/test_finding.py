"""Words and hexadecimal digits are found, forwards and backwards, going round."""

from selcore.values.traffic import Moved
from ui.data.finding import find_piece, wanted_bytes

PIECES = [
    Moved("a", False, at, 0, len(data), data)
    for at, data in enumerate((b"hello", "世界".encode(), b"\x00\xff", b"hello again"))
]


def test_words_and_digits() -> None:
    assert find_piece(PIECES, "世", 0, 1) == 1
    assert find_piece(PIECES, "00 ff", 0, 1) == find_piece(PIECES, "0x00ff", 0, 1) == 2
    assert find_piece(PIECES, "nothing", 0, 1) == find_piece([], "hello", 0, 1) == -1


def test_forwards_backwards_and_round() -> None:
    assert [find_piece(PIECES, "hello", start, 1) for start in range(5)] == [0, 3, 3, 3, 0]
    assert [find_piece(PIECES, "hello", start, -1) for start in (3, 2, 0, -1)] == [3, 0, 0, 3]


def test_what_may_be_meant() -> None:
    assert wanted_bytes("6869") == (b"6869", b"hi") and wanted_bytes("hi") == (b"hi",)
