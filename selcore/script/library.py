"""The functions of ``parts`` as text: each with whatever else of them it uses, and what a source has to import."""

import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

PARTS = Path(__file__).parent / "parts"
FOR_SOCKETS = "streams"
"""The module whose functions are taken where all that has a callback is a stream socket."""


class Snippet(NamedTuple):
    """One function, class or constant. ``uses``: every name in it; ``order`` is its place among all."""

    source: str
    uses: frozenset[str]
    order: tuple[str, int]


@cache
def parts(for_sockets: bool = False, one_refusal: bool = False) -> dict[str, Snippet]:
    """All of them by their names.

    ``for_sockets``: what has a callback is a stream socket; ``one_refusal``: "not now" is always a BlockingIOError.
    """
    found: dict[str, Snippet] = {}
    files = sorted(PARTS.glob("*.py"), key=lambda path: (path.stem == FOR_SOCKETS) == for_sockets)
    for path in files:
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if (name := _defined(node)) and path.stem != "__init__":
                part = Snippet(_text(source, node), _names(node), (path.stem, node.lineno))
                part = _plainer(part) if for_sockets else part
                found[name] = _with_one_refusal(part) if one_refusal else part
    return found


def needed(names: set[str], for_sockets: bool = False, one_refusal: bool = False) -> list[Snippet]:
    """These and what they use, constants first, each after what stands before it in its module."""
    known, found, left = parts(for_sockets, one_refusal), dict[str, Snippet](), [*names]
    while left:
        name = left.pop()
        if name in known and name not in found:
            found[name] = known[name]
            left += known[name].uses
    return sorted(found.values(), key=lambda part: (part.source.startswith(("class ", "def ", "@")), *part.order))


@cache
def imports() -> dict[str, str]:
    """The line that imports each name that parts and scripts use."""
    found: dict[str, str] = {}
    for path in sorted(PARTS.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0):
                module = f"from {node.module} import " if isinstance(node, ast.ImportFrom) else "import "
                found |= {alias.name: module + alias.name for alias in node.names}
    return found | {module: f"import {module}" for module in MODULES}


MODULES = (
    *("asyncio", "contextlib", "fcntl", "io", "itertools", "multiprocessing", "os", "pathlib", "pytest", "queue"),
    *("select", "selectors", "shutil", "signal", "socket", "ssl", "struct", "subprocess", "sys", "tempfile"),
    *("threading", "time", "tty"),
)
"""Modules that the steps of a script may need."""


AT_ONCE = 500
"""Lines that are parsed in one go."""


def imports_of(source: str) -> list[str]:
    """The imports that a source needs, sorted as usual: modules, names out of them, and what is not Python's own."""
    names, known = frozenset[str]().union(*map(_names, _parsed(source))), imports()
    plain = sorted(known[name] for name in names & known.keys() - {"pytest"} if known[name].startswith("import "))
    grouped: dict[str, list[str]] = {}
    for name in sorted(names & known.keys()):
        if known[name].startswith("from "):
            grouped.setdefault(known[name].split()[1], []).append(name)
    others = ["", "import pytest"] if "pytest" in names else []
    return [*plain, *(f"from {one} import {', '.join(names)}" for one, names in sorted(grouped.items())), *others]


def _parsed(source: str) -> list[ast.Module]:
    """The source as trees, some lines of it at a time: C holds the interpreter's lock for as long as each takes."""
    lines = source.split("\n")
    cuts, last = [0], 0
    for place, line in enumerate(lines):
        if place - last >= AT_ONCE and line[:1].isalpha():
            cuts.append(last := place)
    try:
        return [ast.parse("\n".join(lines[one:other])) for one, other in pairwise([*cuts, len(lines)])]
    except SyntaxError:  # a cut before what goes on (an ``else``)
        return [ast.parse(source)]


def _defined(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else ""


def _names(node: ast.AST) -> frozenset[str]:
    return frozenset(one.id for one in ast.walk(node) if isinstance(one, ast.Name))


def _text(source: str, node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = decorators[0].lineno if decorators else node.lineno
    lines = source.splitlines()
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    text = "\n".join(lines[first - 1 : node.end_lineno])
    return re.sub(r"  # (noqa|type: ignore)[^\n#]*(?:# ([^\n]*))?", _comment, text)


def _comment(found: re.Match[str]) -> str:
    return f"  # {found[2]}" if found[2] else ""


def _plainer(part: Snippet) -> Snippet:
    """What is read in the way of each object is, of stream sockets, ``recv()``, and so on."""
    text = re.sub(r"\btake\((\w+), ", r"\1.recv(", part.source)
    text = re.sub(r"\bput\(([\w.]+), ", r"\1.send(", text)
    text = re.sub(r" and ends\(\w+\)", "", text)
    text = re.sub(r"(?<![\w.])(?<!def )close\((\w+)\)", r"\1.close()", text)
    return _changed(part, re.sub(r"    except EOFError:.*\n(?:        .*\n)+", "", text))


def _with_one_refusal(part: Snippet) -> Snippet:
    text = part.source.replace("except NOT_NOW:", "except BlockingIOError:")
    return _changed(part, text.replace("*NOT_NOW, EOFError", "BlockingIOError, EOFError"))


def _changed(part: Snippet, text: str) -> Snippet:
    return part if text == part.source else part._replace(source=text, uses=_names(ast.parse(text)))
