"""One file adds a kind: catalogue, checks, replay, Python lines and window pick it up from a line in KINDS alone."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from selcore.kinds import KINDS
from tests import ROOT
from tests.selcore.recipes import opened, recipe

WORDS = {"fd", "dup", "queue", "selector", "process", "stdin", "stdout", "stderr"}
"""Kinds whose id is a word that means other things too."""

TOY = '''
"""A toy: a pipe that is written and read like text."""
import os
from ..values.needs import Act, Need
from ..values.options import Option
from ..values.text import text
from .base import Kind
from .file_object import TextObject

class Toy(Kind):
    id = "toy"
    title = text("Toy")
    about = text("nothing but a test")
    group = "pairs"
    short = "toy"
    icon = "pipe"
    asks = None
    suffixes = ("r", "w")
    makes = TextObject
    options = (
        Option(name="noise", type="int", default=7, title=text("noise"), asks="nothing", least=0),
        Option(name="path", type="path", default="", title=text("path"), asks="path"),
    )

    def open(self, name, options, opening):
        fds = [opening.lift(fd) for fd in os.pipe()]
        modes = zip(self.names(name), fds, "rw")
        return [TextObject(one, self.id, os.fdopen(fd, mode)) for one, fd, mode in modes]

    def code(self, name, options, py):
        return [f"{py.variable(name)} = toy({options['noise']})"]

    def need(self, option, options):
        return Need(Act.WRITE, text("makes noise in {path}", path=options["path"]))
'''


Said = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one kind more: a file, and a line in KINDS."""
    folder = tmp_path_factory.mktemp("copy")
    for room in ("selcore", "ui", "playground"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "selcore/kinds/toy.py").write_text(TOY.lstrip())
    kinds = folder / "selcore/kinds/__init__.py"
    text = kinds.read_text().replace("from .udp ", "from .toy import Toy\nfrom .udp ")
    kinds.write_text(text.replace("    SocketPair(),\n", "    SocketPair(),\n    Toy(),\n"))
    return folder


def python(copy: Path, *arguments: str) -> Said:
    """Started in the copy, which is compiled once for all."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(copy / "pycache"), "PYTHONDONTWRITEBYTECODE": ""}
    call = [sys.executable, *arguments]
    return subprocess.run(call, cwd=copy, env=environment, capture_output=True, text=True, timeout=50)


def playground(copy: Path, *arguments: str) -> Said:
    return python(copy, "-m", "playground", *arguments)


def test_the_catalogue_and_the_report_have_it(copy: Path) -> None:
    found = json.loads(playground(copy, "kinds", "--json").stdout)
    toy = next(kind for kind in found if kind["id"] == "toy")
    assert (toy["title"], toy["available"], toy["names"]) == ("Toy", True, [".r", ".w"])
    assert [(one["name"], one["default"]) for one in toy["options"]] == [
        ("noise", 7),
        ("path", ""),
        ("fd", None),
        ("count", 1),
    ]


def test_it_is_checked_trusted_and_played(copy: Path) -> None:
    file = copy / "experiment.json"

    def play(*commands: object, trust: bool = False) -> Said:
        file.write_bytes(recipe(*commands))  # type: ignore[arg-type]
        return playground(copy, "run", str(file), "--json", *(["--trust"] if trust else []))

    toy, close = opened("toy", "it"), {"do": "close", "name": "it.w"}
    said = play(
        toy, {"do": "send", "name": "it.w", "text": "hello"}, {"do": "receive", "name": "it.r", "size": 5}, close
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert [json.loads(line)["ok"] for line in said.stdout.splitlines()] == [True] * 4
    wrong = play(toy, {"do": "close", "name": "it.x"})
    assert wrong.returncode == 2 and "it.r or it.w" in wrong.stderr
    assert "noise takes a whole number" in play(opened("toy", "it", noise="much")).stderr
    assert "makes noise" in play(opened("toy", "it", path="x")).stderr
    assert play(opened("toy", "it", path="x"), trust=True).returncode == 0


def test_its_python_lines_are_its_own(copy: Path) -> None:
    program = (
        "from selcore.values import commands as c\nfrom selcore.wording.python_line import python_line\n"
        "for one in (c.Open(kind='toy', name='it'), c.Send(name='it.w', text='x'), c.Receive(name='it.r', size=1)):\n"
        "    print(python_line(one, lambda name: 'toy'))"
    )
    said = python(copy, "-c", program)
    assert said.stdout.splitlines() == ["it = toy(7)", "it_w.write('x')", "it_r.read(1)"]


WINDOW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from playground.compose import build_window
window = build_window(storage=Path(sys.argv[1]), animations=False)
from PySide6.QtGui import QAction
print([window.findChild(QAction, f"fileobject.{call}.toy") is not None for call in ("open", "open-with")])
window.close()
"""


def test_the_window_has_it(copy: Path) -> None:
    pytest.importorskip("PySide6.QtWidgets")
    said = python(copy, "-c", WINDOW, str(copy / "storage"))
    assert (said.returncode, said.stdout) == (0, "[True, True]\n"), said.stderr


def test_the_core_names_no_kind_outside_its_file() -> None:
    """So that nothing else has to be changed with it. Lessons and examples may name what they open."""
    ids = {kind.id for kind in KINDS} - WORDS
    core = ROOT / "selcore"
    for path in core.rglob("*.py"):
        if path.parent.name in ("kinds", "lessons"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant):
                assert node.value not in ids, f"{path}:{node.lineno} names the kind {node.value}"
