"""The names of the language: every one that is suggested is one, and the history's own ids are understood."""

import pytest

from selcore.filters import BadFilter, parse
from selcore.filters.names import ALIASES, EVENTS, MEANT, TYPES, column


def test_a_column_goes_by_its_name_and_by_its_id_in_the_window() -> None:
    assert (column("name"), column("object"), column("do"), column("command")) == ("name", "name", "do", "do")
    assert column("colour") is None
    assert not ALIASES.keys() & TYPES.keys()


@pytest.mark.parametrize("word", MEANT)
def test_a_word_that_people_use_is_refused_and_the_right_one_suggested(word: str) -> None:
    assert MEANT[word] in TYPES or MEANT[word] in EVENTS
    with pytest.raises(BadFilter) as caught:
        parse(f"{word} == 1")
    assert MEANT[word] in str(caught.value.message)
