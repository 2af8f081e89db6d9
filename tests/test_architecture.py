"""The rooms: playground -> ui -> selcore, and nothing points back. Read from the sources, on every run."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests import ROOT
from tests.sources import graph, imported, modules, name_of, room_of, tree

ROOMS = {"selcore": {"selcore"}, "ui": {"ui", "selcore"}, "playground": {"playground", "ui", "selcore"}}
QT = {"PySide6", "shiboken6", "PyQt6", "PyQt5", "PySide2"}
CORE_LIBRARIES = {"msgspec", "numpy", "trustme"}
TRACING = sorted((ROOT / "selcore" / "tracing").glob("*.py"))


def outside(path: Path, allowed: set[str]) -> list[str]:
    found = []
    for line, name in imported(path):
        top = name.partition(".")[0]
        if top not in allowed and top not in sys.stdlib_module_names:
            found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return found


def test_there_is_something_to_read() -> None:
    assert len(modules("selcore")) > 40 and len(TRACING) >= 5
    assert {"selcore.world.verbs", "selcore.tracing"} <= graph()["selcore.session.session"]


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_one_that_stands_above_it(room: str) -> None:
    above = set(ROOMS) - ROOMS[room]
    for path in modules(room):
        wrong = [f"{path}:{line} imports {name}" for line, name in imported(path) if name.partition(".")[0] in above]
        assert wrong == []


def rooms_in_order() -> list[str]:
    """From the ground up, as the tables of ARCHITECTURE.md have them."""
    tables = re.findall(r"^\| `(\w+)/` \| its law \|\n(.*?)\n\n", (ROOT / "ARCHITECTURE.md").read_text(), re.M | re.S)
    rows = [(top, row.split(" | ")[0]) for top, rows in tables for row in rows.splitlines()]
    return [f"{top}.{room}" for top, row in rows for room in re.findall(r"`(\w+)/`", row)]


def test_a_room_imports_only_rooms_that_stand_above_it_in_the_tables() -> None:
    order = rooms_in_order()
    there = (*ROOT.glob("selcore/*/__init__.py"), *ROOT.glob("ui/*/__init__.py"))
    assert sorted(order) == sorted(name_of(path) for path in there)
    place = {room: number for number, room in enumerate(order)}
    upward = {
        (name, other)
        for name, others in graph().items()
        for other in others
        if place.get(room_of(name), len(order)) < place.get(room_of(other), -1)
    }
    assert upward == set()


def test_there_is_no_circle_of_imports() -> None:
    """Those for types alone and those inside functions are counted."""
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


def test_the_core_imports_no_qt_and_little_else() -> None:
    assert [line for path in modules("selcore") for line in outside(path, {"selcore"} | CORE_LIBRARIES)] == []


def test_only_the_window_imports_qt() -> None:
    for path in modules("selcore"):
        assert [name for _, name in imported(path) if name.partition(".")[0] in QT] == []


def test_tracing_can_live_in_a_program_that_is_not_ours() -> None:
    """Standard library only, nothing of the core, and Python 3.9 can read it."""
    for path in TRACING:
        assert outside(path, {"selcore"}) == []
        assert [name for _, name in imported(path) if not stays_in_tracing(name)] == []
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


def stays_in_tracing(name: str) -> bool:
    return name.partition(".")[0] != "selcore" or name.startswith("selcore.tracing")


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_opens_with_its_law(room: str) -> None:
    silent = [name_of(path) for path in modules(room) if not ast.get_docstring(tree(path))]
    assert silent == []


def test_a_process_with_the_whole_core_has_no_qt() -> None:
    names = [name_of(path) for path in modules("selcore")]
    code = f"""
import importlib, sys
for name in {names!r}:
    importlib.import_module(name)
print(sorted(sys.modules.keys() & {QT!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


def test_playing_an_experiment_imports_no_numpy(tmp_path: Path) -> None:
    """It takes as long as all the rest, and most experiments have nothing for it to do."""
    code = """
import sys
from playground.cli import main
assert main(["run", sys.argv[1]]) == 0
print("numpy" in sys.modules, file=sys.stderr)
"""
    file = tmp_path / "one.json"
    file.write_text('{"format": "selector-playground-experiment", "version": 1, "commands": [{"do": "get-map"}]}')
    command = [sys.executable, "-c", code, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stderr.strip()) == (0, "False")


def test_tracing_is_imported_alone() -> None:
    """Without the core around it, as by a program that only has this folder."""
    code = """
import sys
sys.path.insert(0, "selcore")
import tracing
print(*(sys.modules.keys() & {"selcore", "msgspec"}))
"""
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


DOORS = {"ui/kit/labels.py", "ui/kit/rich.py"}
"""By which words reach a widget: nobody else may decide whether they are markup."""
BOXES = {"ui/questions/asking.py", "playground/crash.py"}
RICH = {"QTextBrowser", "QTextEdit", "QTextDocument", "QErrorMessage", "QToolTip"}
"""Classes that take words for HTML, or may."""


def behind_the_door(path: Path) -> Iterator[str]:
    """What in this file brings words to a widget past the doors."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        made = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        bases = {base.id for base in node.bases if isinstance(base, ast.Name)} if isinstance(node, ast.ClassDef) else ()
        past = {"setToolTip", "setWhatsThis", "setStatusTip", "setInformativeText", "insertHtml", "appendHtml"}
        if made == "QLabel" or "QLabel" in bases or name in past | RICH | {"RichText", "AutoText", "MarkdownText"}:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {made or name or bases}"
    if source.count("QStaticText(") > source.count("setTextFormat(Qt.TextFormat.PlainText)"):
        yield f"{path.relative_to(ROOT)} draws words that Qt guesses about"
    if "ToolTipRole" in source and "plain_tip" not in source:
        yield f"{path.relative_to(ROOT)} gives a view tooltips"


def test_words_reach_a_widget_by_the_door_for_words_only() -> None:
    """Qt takes for markup what looks like it, in a label and in a tooltip, and reads the files that it names."""
    found = {path.relative_to(ROOT).as_posix(): list(behind_the_door(path)) for path in modules("ui", "playground")}
    assert [line for name, lines in found.items() if name not in DOORS for line in lines] == []
    assert all(found[name] for name in DOORS), "there is nothing to find"


def test_only_one_place_asks_and_one_reports() -> None:
    boxes = {path.relative_to(ROOT).as_posix() for path in modules("ui", "playground")
             if "QMessageBox(" in path.read_text(encoding="utf-8")}  # fmt: skip
    assert boxes <= BOXES
    for name in boxes:
        assert "setTextFormat(Qt.TextFormat.PlainText)" in (ROOT / name).read_text(encoding="utf-8"), name
