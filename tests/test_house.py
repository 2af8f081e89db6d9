"""The house in order: each room has a law, none is crowded, each module has its tests, a name means one thing."""

import ast
from collections import defaultdict
from os.path import normpath
from pathlib import Path
from typing import TypeGuard

import pytest

from tests import ROOT
from tests.sources import modules, tree

MOST = 16
FAMILIES = {
    "selcore/backends": "selcore/backends/test_backends.py",
    "selcore/callbacks": "selcore/callbacks/test_all.py",
    "selcore/experiment/examples": "selcore/experiment/test_examples.py",
    "selcore/explain/causes": "selcore/explain/test_why_ready.py",
    "selcore/explain/silences": "selcore/explain/test_why_not.py",
    "selcore/explain/refusals": "selcore/explain/test_all.py",
    "selcore/exports": "selcore/exports/test_formats.py",
    "selcore/kinds": "selcore/kinds/test_kinds.py",
    "selcore/lints": "selcore/lints/test_cases.py",
    "selcore/programs/starters": "selcore/programs/test_starters.py",
    "selcore/script/parts": "selcore/script/test_parts.py",
    "selcore/verbs": "selcore/verbs/test_records.py",
    "selcore/world/verbs": "selcore/world/verbs/test_round_trip.py",
    "playground/commands": "playground/test_cli.py",
}
"""Folders with one file for each of their sort, listed in their ``__init__``: as many as there are, all of them tested
by one file; what is particular about one of them has a file of its own beside it."""

TESTED_BESIDE = {
    "playground": {
        "__main__": "launch", "arguments": "filter", "command_line": "cli", "console": "cli", "ending": "signals",
        "parser": "cli",
    },
    "playground/terminal": {"progress": "comparing", "watch_words": "watching"},
    "selcore/compare": {"ports": "isolate", "table": "comparison", "values": "align", "words": "comparison"},
    "selcore/explain": {
        "kernel_words": "../../ui/kernel/model", "ready_case": "why_ready",
        "refusal_case": "../session/circumstances", "silent_case": "why_not",
    },
    "selcore/files": {"file_head": "../recording/schema"},
    "selcore/filters": {"comparing": "checking", "part": "vectors", },
    "selcore/history": {"row": "store", },
    "selcore/probe": {
        "asyncio_hooks": "probe", "layout": "ring", "recorder": "probe", "selector_hooks": "probe", "start": "probe",
    },
    "selcore/probe/entry": {"sitecustomize": "../probe"},
    "selcore/programs": {"terminal_loan": "running"},
    "selcore/recording": {"damage": "faults", "opening": "making", "row_facts": "reader"},
    "selcore/reference": {"campaign": "covered", "doctor": "../../playground/cli"},
    "selcore/scaling": {"limits": "measurement"},
    "selcore/session": {"callback_context": "../callbacks/accept", "dispatch": "../callbacks/all"},
    "selcore/script": {
        "frame": "making", "limits": "making", "lines": "making", "numbers": "making", "seen": "making",
        "voices": "making",
    },
    "selcore/system": {
        "child_process": "../compare/child", "guard_process": "process_guard", "identity": "../stories/faults",
        "lazy": "../../playground/cli", "socket_options": "../world/verbs/sockets",
    },
    "selcore/timeline": {"lanes": "feed", "plotter": "feed", "segments": "feed"},
    "selcore/values": {
        "facts": "../worker/outbox", "observed": "../observe/sampling", "outcomes": "../headless/run_lines",
        "watched": "../watching/turns",
    },
    "selcore/watching": {"facts": "process_model"},
    "selcore/worker": {"lookups": "../system/resolver"},
    "selcore/world": {
        "accepting": "../callbacks/accept", "counters": "../session/journal", "lost_descriptors": "../stories/faults",
        "registrations": "verbs/keys", "world": "verbs/opening",
    },
    "ui/actions": {"action_table": "../stories/contract"},
    "ui/bridge": {"bridge": "sequence", "frames": "settling"},
    "ui/compare": {"delegate": "model"},
    "ui/data": {"view": "panel"},
    "ui/exporting": {"dialog": "actions"},
    "ui/history": {
        "actions": "panel", "filter_actions": "filter_box", "filter_help": "filter_box",
        "filter_line": "filter_box", "view": "panel",
    },
    "ui/kit": {
        "find_bar": "../objects/finding", "painting": "../stories/looks",
        "saying": "../stories/translation",
    },
    "ui/kernel": {"actions": "panel"},
    "ui/objects": {"opening": "../stories/first_minute"},
    "ui/program": {"about": "actions", "app_icon": "actions", "doctor_report": "actions"},
    "ui/questions": {"asking": "../session/origin", "listed": "../session/origin", "question": "../session/origin"},
    "ui/scaling": {"model": "dialog", "plot": "dialog"},
    "ui/selector": {"counters": "../stories/faults"},
    "ui/session": {
        "context": "../stories/contract", "dropped": "dropping", "naming": "dropping",
        "reading": "../files/file_reader", "remedy_words": "../stories/first_minute",
        "room_actions": "../stories/contract",
        "scenarios": "../stories/first_minute",
        "watching": "../stories/first_minute",
    },
    "ui/shell": {
        "centre": "../stories/first_minute", "deferred_panels": "../../playground/arrival",
        "dock_title": "docks", "handlers": "../stories/contract", "kept_layout": "main_window",
        "panels": "../stories/contract",
    },
    "ui/timeline": {
        name: "timeline"
        for name in ("actions", "finding", "raster", "style")
    },
    "ui/why": {"actions": "panel", "blocks": "panel", "silence_text": "panel", "state_table": "panel", "text": "panel"},
}  # fmt: skip
"""Modules without a test file of their name, by rooms, and which file tests them. The list only gets shorter."""

ROOMS = [path for path in modules("selcore", "ui", "playground") if path.name == "__init__.py"]
FILES = [path for path in modules("selcore", "ui", "playground") if path.name != "__init__.py"]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_folder_is_crowded() -> None:
    crowded = {short(room.parent) for room in ROOMS if len(list(room.parent.glob("*.py"))) > MOST + 1}
    assert crowded - FAMILIES.keys() == set()


def test_each_module_has_a_test_file_of_its_name_or_is_listed() -> None:
    bare = {short(path) for path in FILES if short(path.parent) not in FAMILIES and not mirror(path).exists()}
    assert bare == {f"{room}/{name}.py" for room, names in TESTED_BESIDE.items() for name in names}
    for room, names in TESTED_BESIDE.items():
        for other in names.values():
            assert mirror(Path(normpath(ROOT / room / f"{other}.py"))).exists(), f"{room}: {other}"
    for other in FAMILIES.values():
        assert (ROOT / "tests" / other).exists(), other


def mirror(path: Path) -> Path:
    """``tests/ui/kit/test_rate.py`` for ``ui/kit/rate.py``."""
    return (ROOT / "tests" / path.relative_to(ROOT)).with_name(f"test_{path.name}")


def test_a_class_has_a_name_of_its_own() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in FILES + ROOMS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(short(path))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("room", ROOMS, ids=short)
def test_a_room_says_its_law_and_holds_nothing_itself(room: Path) -> None:
    """Besides what it passes on, only a family has something there: the list of its members, and who looks in it."""
    law, *rest = tree(room).body
    assert isinstance(law, ast.Expr) and isinstance(law.value, ast.Constant) and isinstance(law.value.value, str)
    held = [ast.unparse(node) for node in rest if not isinstance(node, ast.Import | ast.ImportFrom)]
    if short(room.parent) not in FAMILIES:
        assert [line for line in held if not line.startswith("__all__ = ")] == []


def test_what_the_playground_itself_refuses_is_said_in_sentences_that_can_be_translated() -> None:
    """An f-string is none: its words are not found in the source, and its places not by a translator."""
    core = [(path, node) for path in FILES if short(path).startswith("selcore/") for node in ast.walk(tree(path))]
    ours = {"Refused", *(node.name for _, node in core if is_ours(node))}
    found = [
        f"{short(path)}:{node.lineno}"
        for path, node in core
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ours
        if any(isinstance(given, ast.JoinedStr) for given in node.args)
    ]
    assert found == [] and "NotOurs" in ours


def is_ours(node: ast.AST) -> TypeGuard[ast.ClassDef]:
    """Whether it is an exception of the playground's own: one that says ``by``."""
    return isinstance(node, ast.ClassDef) and any(
        isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id == "by"
        for one in node.body
    )
