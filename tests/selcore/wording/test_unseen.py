"""Whatever cannot be seen is shown by its code, and what can be seen stays as it is."""

import unicodedata

from selcore.wording.unseen import coded

SEEN = {"\u0600", "\u0601", "\u0602", "\u0603", "\u0604", "\u0605", "\u06dd", "\u070f", "\u0890", "\u0891", "\u08e2"}
"""Marks of Arabic and Syriac that have a shape, though Unicode counts them among the formats."""


def test_no_control_and_no_turn_of_direction_is_left() -> None:
    planes = [*range(0x10000), *range(0xE0000, 0xE1000)]
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    found = {chr(one) for one in planes if unicodedata.category(chr(one)) in kinds} - SEEN - {"\n", "\t"}
    assert not found & set(coded("".join(sorted(found))))
    assert coded("\u202egnp.exe\u200b\x1b\ufeff\U000e0041") == r"\u202egnp.exe\u200b\x1b\ufeff\U000e0041"


def test_words_that_can_be_seen_are_the_same_object() -> None:
    for words in ("", "plain\ttext\n", "héllo … \xa0→ ✕", "שלום مرحبا", "日本語 🎉"):
        assert coded(words) is words
