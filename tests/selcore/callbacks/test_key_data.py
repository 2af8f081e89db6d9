"""A key's data in place of a callback: any JSON value, and no more of it than a row of the history can show."""

from typing import Any

import pytest

from selcore.callbacks.key_data import CHARACTERS, DEEPEST, refused_data


def nested(levels: int) -> Any:
    found: Any = 1
    for level in range(levels):
        found = [found] if level % 2 else {"in": found}
    return found


@pytest.mark.parametrize("data", [None, True, 0, -1.5, "", "who", [], {}, [1, None, "x"], {"who": {"a": [1]}}])
def test_any_value_of_json_is_taken(data: Any) -> None:
    assert refused_data(data) is None


def test_the_longest_is_taken_and_one_character_more_is_not() -> None:
    assert refused_data("x" * (CHARACTERS - 2)) is None  # its quotes count, as Python prints them
    assert (
        str(refused_data("x" * (CHARACTERS - 1))) == f"data has {CHARACTERS + 1:,} characters; at most {CHARACTERS:,}"
    )


def test_the_deepest_is_taken_and_one_level_more_is_not() -> None:
    assert refused_data(nested(DEEPEST)) is None
    assert str(refused_data(nested(DEEPEST + 1))) == f"data is nested deeper than {DEEPEST} levels"


def test_a_row_beside_a_deep_one_does_not_hide_it() -> None:
    assert refused_data([[], nested(DEEPEST), 1]) is not None
