"""The program's sources, read and not imported: its modules, and what each imports, inside functions too."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests import ROOT


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imported(path: Path) -> list[tuple[int, str]]:
    """Every import in the file, inside functions too: its line and the absolute name of what is imported."""
    return list(imports_of(path))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = [*base, *filter(None, [node.module])]
            yield from ((node.lineno, ".".join([*module, alias.name])) for alias in node.names)


@cache
def graph() -> dict[str, set[str]]:
    """For each module of the program those that it imports anywhere: inside functions and for types alone, too."""
    there = {name_of(path): path for path in modules("selcore", "ui", "playground")}
    found: dict[str, set[str]] = {}
    for name, path in there.items():
        given = {other if other in there else other.rpartition(".")[0] for _, other in imported(path)}
        found[name] = given & there.keys() - {name}
    return found


def room_of(module: str) -> str:
    """``selcore.world`` for ``selcore.world.verbs.data``."""
    return ".".join(module.split(".")[:2])
