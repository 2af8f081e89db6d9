"""docs/actions.md lists every action. Run as a program, this writes it: ``python -m tests.ui.test_docs``."""

from pathlib import Path

from ui.actions import Action, all_actions
from ui.menus import SUBMENUS, titles

TARGET = Path(__file__).parents[2] / "docs" / "actions.md"
HEAD = """# Actions

Everything a user can trigger: the id (for automated tests: the `objectName` of its `QAction`), its words, its keys, its
menu. Ctrl+Shift+P finds each by its words.

| id | action | keys | menu |
|---|---|---|---|
"""


def menu_words(row: Action) -> str:
    words = titles()
    parts = [words[row.menu]]
    if row.menu in SUBMENUS:
        parts.insert(0, words[SUBMENUS[row.menu][0]])
    return " → ".join(part.replace("&", "") for part in parts)


def document() -> str:
    lines = (f"| `{row.id}` | {row.text} | {', '.join(row.keys)} | {menu_words(row)} |" for row in all_actions())
    return HEAD + "\n".join(lines) + "\n"


def test_the_list_of_actions_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "write it anew: python -m tests.ui.test_docs"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
