"""docs/filter.md: every expression in it is valid, every column is in its table."""

import re

import pytest

from selcore.filters import BadFilter, parse
from selcore.history.fields import FIELDS
from tests import ROOT

TEXT = (ROOT / "docs" / "filter.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.S)
VALID = [line.partition("  #")[0] for block in BLOCKS for line in block.splitlines() if line.strip()]
REFUSED = re.findall(r"^\| `([^`]+)` \| refused:", TEXT, re.M)


@pytest.mark.parametrize("words", VALID)
def test_every_example_is_valid(words: str) -> None:
    assert parse(words).text == words


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_said_to_be_refused_is_refused(words: str) -> None:
    with pytest.raises(BadFilter):
        parse(words)


def test_there_are_examples_and_every_column_is_there() -> None:
    assert len(VALID) > 15 and len(REFUSED) > 3
    assert [field.id for field in FIELDS if f"\n| `{field.id}`" not in TEXT] == []
