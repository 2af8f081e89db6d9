"""Each warning about a program has a title, and says what to do."""

import re

from selcore.lints import find_lint
from selcore.programs.warning_words import WORDS, shown, title_of
from selcore.values.text import text
from selcore.watching.warnings import ProgramWarning
from tests import ROOT


def test_each_that_the_docs_list_has_words() -> None:
    table = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "watch.md").read_text(), re.M)
    assert table and set(table) <= WORDS.keys()
    assert [id for id in WORDS if title_of(id) is None] == [] and title_of("none") is None


def test_it_is_shown_with_what_to_do() -> None:
    found = shown(ProgramWarning("long-turn", 7, "serve", text("so"), 1), "[7] serve")
    assert (found.lint, found.name, str(found.message)) == ("long-turn", "[7] serve", "so") and found.what_to_do
    assert find_lint("long-turn") is None
