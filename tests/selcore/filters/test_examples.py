"""Each example that is offered is a valid expression."""

import pytest

from selcore.filters import parse
from selcore.filters.examples import EXAMPLES


@pytest.mark.parametrize("words", [words for words, _ in EXAMPLES])
def test_the_examples_are_valid(words: str) -> None:
    assert parse(words).text == words
