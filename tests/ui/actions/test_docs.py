"""What the documents say is so. As a program this writes docs/actions.md: ``python -m tests.ui.actions.test_docs``."""

import re
import sys
from collections.abc import Iterator
from types import CodeType, FrameType
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


def blocks(name: str, language: str) -> list[str]:
    """The code of that language in a document."""
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)


EXAMPLES = compile("\n".join(blocks("automation.md", "python")), "automation.md", "exec")
"""The tests in the document, as one module."""


def codes(code: CodeType) -> Iterator[CodeType]:
    """It, and all that are written in it."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from codes(one)


def test_each_line_of_the_examples_of_tests_is_run(qtbot: QtBot) -> None:
    space: dict[str, Any] = {"__name__": "automation"}
    ran = set[int]()

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        if frame.f_code.co_filename != "automation.md":
            return None
        ran.add(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        exec(EXAMPLES, space)
        tests = [one for name, one in space.items() if name.startswith("test_")]
        for test in tests:
            test(qtbot)
    finally:
        sys.settrace(before)
    written = {line for code in codes(EXAMPLES) for _, _, line in code.co_lines() if line}
    assert len(tests) > 5 and written - ran == set()


def test_the_example_of_an_experiment_is_read() -> None:
    assert len(parse(blocks("experiment-file.md", "json")[0].encode()).commands) == 9


def test_every_command_and_each_of_its_fields_is_told() -> None:
    words = (DOCS / "experiment-file.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z, -]+) \| (.+) \|$", words, re.MULTILINE)
    told = {verb: set(re.findall(r"[a-z]+", fields)) for verbs, fields in rows for verb in verbs.split(", ")}
    for command in get_args(AnyCommand):
        fields = set(command.__struct_encode_fields__)
        assert fields <= told[command.__struct_config__.tag], command


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
