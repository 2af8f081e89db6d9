"""The house in order: each room has a law, none is crowded, a name means one thing."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests import ROOT
from tests.sources import modules, tree

MOST = 16
FAMILIES = {
    "selcore/backends": "selcore/backends/test_backends.py",
    "selcore/callbacks": "selcore/callbacks/test_all.py",
    "selcore/experiment/examples": "selcore/experiment/test_examples.py",
    "selcore/explain/causes": "selcore/explain/test_why_ready.py",
    "selcore/explain/refusals": "selcore/explain/test_all.py",
    "selcore/kinds": "selcore/kinds/test_kinds.py",
    "selcore/lints": "selcore/lints/test_cases.py",
    "selcore/world/verbs": "selcore/world/verbs/test_round_trip.py",
    "playground/commands": "playground/test_cli.py",
}
"""Folders with one file for each of their sort, listed in their ``__init__``: as many as there are, all of them tested
by one file; what is particular about one of them has a file of its own beside it."""

SAME_NAME: dict[str, int] = {
    "Accept": 2,
    "Calls": 2,
    "Card": 2,
    "Coded": 2,
    "Command": 2,
    "Drain": 2,
    "Feed": 2,
    "Interrupted": 2,
    "Kind": 2,
    "Kinds": 2,
    "Kqueue": 2,
    "Look": 2,
    "Need": 2,
    "Opened": 2,
    "Opening": 2,
    "Place": 2,
    "Report": 2,
    "Row": 2,
    "Rows": 2,
    "Run": 2,
    "Stop": 3,
    "Told": 2,
    "Unreadable": 2,
    "Words": 4,
}
"""Names of more than one class, and of how many. The list gets shorter, never longer."""

ROOMS = [path for path in modules("selcore", "ui", "playground") if path.name == "__init__.py"]
FILES = [path for path in modules("selcore", "ui", "playground") if path.name != "__init__.py"]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_folder_is_crowded() -> None:
    crowded = {short(room.parent) for room in ROOMS if len(list(room.parent.glob("*.py"))) > MOST + 1}
    assert crowded - FAMILIES.keys() == set()


def test_a_class_has_a_name_of_its_own() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in FILES + ROOMS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(short(path))
    assert {name: len(paths) for name, paths in found.items() if len(paths) > 1} == SAME_NAME


@pytest.mark.parametrize("room", ROOMS, ids=short)
def test_a_room_says_its_law_and_holds_nothing_itself(room: Path) -> None:
    """Besides what it passes on, only a family has something there: the list of its members, and who looks in it."""
    law, *rest = tree(room).body
    assert isinstance(law, ast.Expr) and isinstance(law.value, ast.Constant) and isinstance(law.value.value, str)
    held = [ast.unparse(node) for node in rest if not isinstance(node, ast.Import | ast.ImportFrom)]
    if short(room.parent) not in FAMILIES:
        assert [line for line in held if not line.startswith("__all__ = ")] == []
