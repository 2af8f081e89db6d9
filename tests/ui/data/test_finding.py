"""Words and hexadecimal digits are found, forwards and backwards, going round."""

from selcore.values.traffic import Moved
from ui.data.finding import find_piece, wanted_bytes

PIECES = [
    Moved("a", False, at, 100 * at, len(data), data)
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


def test_half_a_pair_of_surrogates_is_found_nowhere() -> None:
    assert wanted_bytes("\ud83d") == () and find_piece(PIECES, "\ud83d", 0, 1) == -1
    assert wanted_bytes("\udcff") == (b"\xff",)


def test_what_goes_on_in_the_next_piece_of_its_direction() -> None:
    pieces = [
        Moved("a", False, 0, 0, 3, b"hel"),
        Moved("a", True, 1, 0, 2, b"lo"),
        Moved("a", False, 2, 3, 1, b"l"),
        Moved("a", False, 3, 4, 0, b""),
        Moved("a", False, 4, 4, 7, b"o hello"),
    ]
    assert [find_piece(pieces, "hello", start, 1) for start in range(5)] == [0, 4, 4, 4, 4]
    assert [find_piece(pieces, "hello", start, -1) for start in range(5)] == [0, 0, 0, 0, 4]
    assert find_piece(pieces, "6c 6f", 0, 1) == 1 and find_piece(pieces, "hello o", 0, 1) == -1


def test_nothing_is_found_across_what_was_not_kept() -> None:
    for first in (Moved("a", False, 0, 0, 9, b"hel"), Moved("a", False, 0, 0, 3, b"hel", cut=2)):
        assert find_piece([first, Moved("a", False, 1, first.size, 2, b"lo")], "hello", 0, 1) == -1
    gap = [Moved("a", False, 0, 0, 3, b"hel"), Moved("a", False, 1, 5, 2, b"lo")]
    assert find_piece(gap, "hello", 0, 1) == -1


def test_any_kind_of_space_may_stand_between_digits() -> None:
    """Python's ``bytes.fromhex`` knows six of them, and raised for the others."""
    for space in (" ", "\u2003", "\x1c", "\u00a0\t"):
        assert wanted_bytes(f"6a{space}6b")[-1] == b"jk"
