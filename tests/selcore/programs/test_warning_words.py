"""Each warning about a program has a title, and says what to do."""

import re

from selcore.lints import find_lint
from selcore.programs.warning_words import WORDS, news_of, title_of
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry
from selcore.values.outcomes import Done
from selcore.values.text import text
from selcore.values.watched import ProgramWarning
from tests import ROOT


def test_each_that_the_docs_list_has_words() -> None:
    table = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "watch.md").read_text(), re.M)
    assert table and set(table) <= WORDS.keys()
    assert [id for id in WORDS if title_of(id) is None] == [] and title_of("none") is None


def test_it_is_shown_with_what_to_do() -> None:
    told = [ProgramWarning(lint, 7, "[7] serve", text("so"), 1) for lint in ("long-turn", "nobody-knows")]
    entries = [Entry(0, Note(text="so"), Done(), 1, about=one) for one in (*told, None)]
    found, unknown = news_of(Batch(facts=tuple(entries))).warnings
    assert str(unknown.what_to_do) == "" and (unknown.lint, str(unknown.message)) == ("nobody-knows", "so")
    assert (found.lint, found.name, str(found.message)) == ("long-turn", "[7] serve", "so") and found.what_to_do
    assert find_lint("long-turn") is None
