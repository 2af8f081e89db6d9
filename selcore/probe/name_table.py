"""Numbers for names: each function is told once, with its file and line, and named by its number from then on.

Nothing of the program is called here, and nothing of it is kept alive but code objects, which usually live as long as
the program.
"""

from types import CodeType, CoroutineType, FunctionType, GeneratorType, MethodType
from typing import Any, Optional

from .layout import MOST_NAMES, NAMES, NAMES_SIZE, SEPARATOR
from .ring import SharedRing

KEPT = 16_384
"""Code objects that are remembered; functions beyond are named by what is known of their text alone."""
LONGEST = 1000


class NameTable:
    """The names of one process by their numbers; 0 where nothing is told. ``known``: by the address of a code object;
    a negative one stands for one of asyncio's own whose owner says more."""

    def __init__(self, ring: SharedRing):
        self._ring = ring
        self.known: dict[int, int] = {}
        self._kept: list[CodeType] = []
        self._texts: dict[str, int] = {}
        self._count = 0

    def forget(self) -> None:
        """In a forked child: its file has no names yet."""
        self.known.clear()
        self._kept.clear()
        self._texts.clear()
        self._count = 0

    def of_text(self, name: str, file: str = "", line: int = 0) -> int:
        """The number of this name."""
        text = SEPARATOR.join((name, file, str(line)))
        found = self._texts.get(text)
        return self._tell(text) if found is None else found

    def _tell(self, text: str) -> int:
        data = text.encode("utf-8", "backslashreplace")[:LONGEST]
        if not self._ring.ready():
            return 0
        view, used = self._ring.view, self._ring.used
        begin = used[0]
        end = begin + 2 + len(data)
        if end > NAMES_SIZE or self._count >= MOST_NAMES:
            return 0
        view[NAMES + begin : NAMES + end] = len(data).to_bytes(2, "little") + data
        used[0] = end
        self._count += 1
        self._texts[text] = self._count
        return self._count

    def of_code(self, code: CodeType, name: str = "") -> int:
        """The number of a function, coroutine or generator with this code; by identity, since codes compare slowly."""
        found = self.known.get(id(code))
        return self._new_code(code, name) if found is None else abs(found)

    def _new_code(self, code: CodeType, name: str) -> int:
        name = getattr(code, "co_qualname", "") or name or code.co_name
        number = self.of_text(name, code.co_filename, code.co_firstlineno)
        if len(self._kept) < KEPT:
            self._kept.append(code)  # so that no other one gets its address
            self.known[id(code)] = number
        return number

    def of_function(self, function: Any) -> int:
        """The number of a function, method, or function in C."""
        found = plain(function)
        if found is not None:
            return self.of_code(found.__code__, found.__qualname__)
        return self.of_text(str(getattr(function, "__qualname__", "") or type(function).__name__))

    def of_coroutine(self, coroutine: Any) -> int:
        """The number of a coroutine or generator; of others, that of their type."""
        if type(coroutine) is CoroutineType:
            return self.of_code(coroutine.cr_code, coroutine.__qualname__)
        if type(coroutine) is GeneratorType:
            return self.of_code(coroutine.gi_code, coroutine.__qualname__)
        return self.of_text(type(coroutine).__name__)


def plain(function: Any) -> Optional[FunctionType]:
    """A function in Python, or that of a method; None of anything else."""
    if type(function) is MethodType:
        function = function.__func__
    return function if type(function) is FunctionType else None
