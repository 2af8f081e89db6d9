"""What the documents say is so. As a program this writes docs/actions.md: ``python -m tests.ui.actions.test_docs``."""

import re
from typing import Any, get_args

from pytestqt.qtbot import QtBot

from selcore.experiment.file import parse
from selcore.values.commands import AnyCommand
from tests import ROOT
from ui.actions.actions import Action, all_actions
from ui.actions.menus import SUBMENUS, titles

DOCS = ROOT / "docs"
TARGET = DOCS / "actions.md"
HEAD = """# Actions

Everything a user can trigger: the id (for automated tests: the `objectName` of its `QAction`), its words, its keys, its
menu. Ctrl+Shift+P finds each by its words.

| id | action | keys | menu |
|---|---|---|---|
"""


def menu_words(row: Action) -> str:
    words, menu = titles(), row.menu
    parts = [words[menu]]
    while menu in SUBMENUS:
        menu = SUBMENUS[menu][0]
        parts.insert(0, words[menu])
    return " → ".join(part.replace("&", "") for part in parts)


def document() -> str:
    lines = (f"| `{row.id}` | {row.text} | {', '.join(row.keys)} | {menu_words(row)} |" for row in all_actions())
    return HEAD + "\n".join(lines) + "\n"


def test_the_list_of_actions_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "write it anew: python -m tests.ui.actions.test_docs"


def block(name: str, language: str) -> str:
    """The first code of that language in a document."""
    found = re.search(rf"```{language}\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_of_a_test_passes(qtbot: QtBot) -> None:
    space: dict[str, Any] = {}
    exec(block("automation.md", "python"), space)
    space["test_a_pair_is_readable"](qtbot)


def test_the_example_of_an_experiment_is_read() -> None:
    assert len(parse(block("experiment-file.md", "json").encode()).commands) == 9


def test_every_command_and_each_of_its_fields_is_told() -> None:
    words = (DOCS / "experiment-file.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z, -]+) \| (.+) \|$", words, re.MULTILINE)
    told = {verb: set(re.findall(r"[a-z]+", fields)) for verbs, fields in rows for verb in verbs.split(", ")}
    for command in get_args(AnyCommand):
        fields = set(command.__struct_encode_fields__)
        assert fields <= told[command.__struct_config__.tag], command


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
