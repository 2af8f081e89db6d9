"""The rooms: playground -> ui -> selcore, and nothing points back. Read from the sources, on every run."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import ROOT

ROOMS = {"selcore": {"selcore"}, "ui": {"ui", "selcore"}, "playground": {"playground", "ui", "selcore"}}
QT = {"PySide6", "shiboken6", "PyQt6", "PyQt5", "PySide2"}
CORE_LIBRARIES = {"msgspec", "numpy", "trustme"}
TRACING = sorted((ROOT / "selcore" / "tracing").glob("*.py"))


def modules(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imported(path: Path) -> list[tuple[int, str]]:
    """Every import in the file, inside functions too: its line and the absolute name."""
    return list(imports_of(path))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield node.lineno, ".".join([*base, *filter(None, [node.module])])


def outside(path: Path, allowed: set[str]) -> list[str]:
    found = []
    for line, name in imported(path):
        top = name.partition(".")[0]
        if top not in allowed and top not in sys.stdlib_module_names:
            found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return found


def test_there_is_something_to_read() -> None:
    assert len(modules("selcore")) > 40 and len(TRACING) >= 5
    found = imported(ROOT / "selcore" / "session" / "session.py")
    assert ("selcore.world.verbs" in {name for _, name in found}) and ("selcore.tracing" in {name for _, name in found})


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_one_that_stands_above_it(room: str) -> None:
    above = set(ROOMS) - ROOMS[room]
    for path in modules(room):
        wrong = [f"{path}:{line} imports {name}" for line, name in imported(path) if name.partition(".")[0] in above]
        assert wrong == []


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
    silent = [
        name_of(path) for path in modules(room) if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
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
