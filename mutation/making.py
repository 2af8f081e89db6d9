"""The mutants of one module: mutmut's operators, each at each place where a test on this system could tell.

Left alone: annotations, decorators, docstrings, ``__slots__`` and ``__all__``, what only type checkers read, what only
another system runs. A string is changed in one way, not in mutmut's three.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper
from mutmut.mutation.mutators import mutation_operators

ELSEWHERE = ('sys.platform == "win32"', "TYPE_CHECKING")
"""Conditions that do not hold where this is run."""


@dataclass(frozen=True)
class Mutant:
    """One change: in which function (``Class.method``, empty for the module itself), what was there, what is now."""

    module: str
    line: int
    where: str
    was: str
    now: str
    source: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is, wherever in the file it stands."""
        return self.module, self.where, self.was, self.now

    def __str__(self) -> str:
        inside = f" in {self.where}" if self.where else ""
        return f"{self.module}:{self.line}{inside}\n    - {self.was}\n    + {self.now}"


class Source:
    """A module's text and the places where it could be otherwise, in the order of the file."""

    def __init__(self, module: str, text: str):
        self.module, self.text, self._text = module, text, text.encode()
        tree = MetadataWrapper(cst.parse_module(text))
        self.places = sorted(set(_places(tree.module, tree.resolve(ByteSpanPositionProvider), self._text)))

    def __len__(self) -> int:
        return len(self.places)

    def mutant(self, number: int) -> Mutant | None:
        """The one of that number; None where it would be no Python, or nothing else than what is there.

        Text is put for text: to replace a node in the tree takes a walk through all of it.
        """
        start, length, other, where = self.places[number]
        changed, text = self._text[:start] + other.encode() + self._text[start + length :], self._text
        if changed == text or not _compiles(changed):
            return None
        line = text.count(b"\n", 0, start)
        was, now = _lines(text, start, start + length), _lines(changed, start, start + len(other.encode()))
        return Mutant(self.module, line + 1, where, was, now, changed.decode())

    def mutants(self) -> list[Mutant]:
        """All of them."""
        return [mutant for number in range(len(self)) if (mutant := self.mutant(number)) is not None]


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _lines(text: bytes, start: int, stop: int) -> str:
    """The whole lines around what stands between these bytes, as one."""
    end = text.find(b"\n", stop)
    found = text[text.rfind(b"\n", 0, start) + 1 : end if end >= 0 else len(text)]
    return " ".join(line.strip() for line in found.decode().splitlines())


Place = tuple[int, int, str, str]
"""From which byte, how many, what would stand there, in which function."""


def _places(node: Any, spans: Any, text: bytes, inside: str = "") -> Iterator[Place]:
    if _left_alone(node):
        return
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        inside = f"{inside}.{node.name.value}".lstrip(".")
    if isinstance(node, cst.IfExp) and _text(node.test) in ELSEWHERE:
        yield from _places(node.orelse, spans, text, inside)
        return
    span = spans.get(node)
    if span is not None and span.length:
        before, after = _around(_text(node), text[span.start : span.start + span.length].decode())
        for other in _others(node):
            yield span.start, span.length, _text(other).removeprefix(before).removesuffix(after), inside
    for child in node.children:
        yield from _places(child, spans, text, inside)


def _around(whole: str, part: str) -> tuple[str, str]:
    """The spaces and brackets of a node that are not counted to its place in the text."""
    before, _, after = whole.partition(part)
    return before, after


def _others(node: Any) -> Iterator[Any]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            others: Iterable[Any] = operator(node)
            yield from list(others)[:1] if isinstance(node, cst.BaseString) else others


def _left_alone(node: Any) -> bool:
    if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom | cst.Assert):
        return True
    if isinstance(node, cst.FunctionDef):
        return any(_text(one.decorator) in ("overload", "typing.overload") for one in node.decorators)
    if isinstance(node, cst.If):
        return _text(node.test) in ELSEWHERE and node.orelse is None
    if isinstance(node, cst.Comparison):
        return _text(node.left) == "sys.platform"
    if isinstance(node, cst.SimpleStatementLine):
        return isinstance(node.body[0], cst.Expr) and isinstance(node.body[0].value, cst.BaseString)
    if isinstance(node, cst.Assign):
        return _text(node.targets[0].target) in ("__slots__", "__all__")
    return isinstance(node, cst.Call) and _text(node.func) in ("cast", "TypeVar", "NewType")


def _text(node: Any) -> str:
    return str(cst.Module(body=[]).code_for_node(node))
