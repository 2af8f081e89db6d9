"""How a script says what a step does: as it is read, as it prints what came of it, or as it asserts that."""

import asyncio
import builtins
import io
import queue
import select
import socket
import ssl
import struct
import subprocess
from typing import Any

from ..verbs.writer import Code, Writer
from .seen import Seen

INDENT = "    "
_MODULES: tuple[Any, ...] = (socket, ssl, io, queue, select, struct, subprocess, asyncio)


def indented(lines: list[str]) -> list[str]:
    """One level deeper."""
    return [f"{INDENT}{line}" if line else "" for line in lines]


def exception(name: str) -> str:
    """The class of that name, as an expression; of one that no module here has, any."""
    if isinstance(getattr(builtins, name, None), type):
        return name
    module = next((one for one in _MODULES if isinstance(getattr(one, name, None), type)), None)
    return f"{module.__name__}.{name}" if module is not None else "Exception"


class Voice:
    """To be read: what was refused is said, and the callbacks are called where there are any."""

    tells = False
    """Whether names are told: then the script keeps them."""

    def block(self, label: str, code: Code, during: list[str] | None, seen: Seen | None, py: Writer) -> list[str]:
        """The lines of a step. ``during`` are those of what is done while its call blocks, None for no such thing."""
        lines = [*code.do]
        if code.select is not None:
            lines += self.call(label, code, during, seen, py)
        elif code.value:
            lines += self.value(label, code, seen, py)
        lines += code.notes if self.tells else ()
        return self.guarded(label, [line for one in lines for line in one.split("\n")], code, seen, py)

    def call(self, label: str, code: Code, during: list[str] | None, seen: Seen | None, py: Writer) -> list[str]:
        """A call, or a loop of them."""
        assert code.select is not None
        sel, timeout = code.select
        each = [f"{sel}.select({timeout})"]
        if any(given != ("none", {}) for given in py.held.values()):
            py.part("selectors")
            served = ["if callable(key.data):", f"{INDENT}key.data({sel}, key.fileobj, mask)"]
            each = [f"for key, mask in {each[0]}:", *indented(served)]
        return self.looped(label, code, during, each, "lambda ready: None", py)

    def looped(
        self, label: str, code: Code, during: list[str] | None, each: list[str], returned: str, py: Writer
    ) -> list[str]:
        """A call in its loop; where something is done while it blocks, that stands in a block of its first call."""
        assert code.select is not None
        if during is None:
            return [code.loop, *indented(each)] if code.loop else each
        sel, timeout = code.select[0], self.first_timeout(code)
        first = [f"with {py.part('waiting')}({sel}, {timeout}, {returned}):", *indented(during or ["pass"])]
        return [*first, code.rest, *indented(each)] if code.rest else first

    @staticmethod
    def first_timeout(code: Code) -> str:
        """That of the first call of a loop."""
        assert code.select is not None
        return code.select[1] if code.select[1] != "left" else code.loop.split(", ")[1].rstrip("):")

    def value(self, label: str, code: Code, seen: Seen | None, py: Writer) -> list[str]:
        """An expression."""
        return [code.value]

    def guarded(self, label: str, lines: list[str], code: Code, seen: Seen | None, py: Writer) -> list[str]:
        """The lines, where they may be refused."""
        if not lines or seen is None or not seen.error:
            return lines
        return [f"with contextlib.suppress({exception(seen.error)}):", *indented(lines)]


class Printing(Voice):
    """Prints what each step returned, and what was refused. What is not known to be done may be refused."""

    tells = True

    def call(self, label: str, code: Code, during: list[str] | None, seen: Seen | None, py: Writer) -> list[str]:
        assert code.select is not None
        show, serve, (sel, timeout) = py.part("show"), py.part("serve"), code.select
        each = [f'{show}("{label}", {serve}({sel}, {sel}.select({timeout})))']
        return self.looped(label, code, during, each, f'lambda ready: {show}("{label}", {serve}({sel}, ready))', py)

    def value(self, label: str, code: Code, seen: Seen | None, py: Writer) -> list[str]:
        value = f"{py.part('keys_of')}({code.value})" if code.tells == "keys" else code.value
        return [f'{py.part("show")}("{label}", {value})']

    def guarded(self, label: str, lines: list[str], code: Code, seen: Seen | None, py: Writer) -> list[str]:
        if not lines or (seen is not None and not seen.error):
            return lines
        made = "".join(f', "{name}"' for name in code.makes)
        undo = f", globals(){made}" if made and len(code.do) > 1 else ""
        return [f'with {py.part("refused")}("{label}"{undo}):', *indented(lines)]


class Asserting(Voice):
    """Asserts what came of each step when it was played."""

    tells = True

    def call(self, label: str, code: Code, during: list[str] | None, seen: Seen | None, py: Writer) -> list[str]:
        assert code.select is not None
        sel, timeout = code.select
        one = f"{py.part('serve')}({sel}, {sel}.select({timeout}))"
        known = seen is not None and not seen.error
        ordered = seen is None or seen.backend != "select"
        if during is None and not code.loop:
            if not known or seen is None:
                return [one]
            found = [*seen.calls[0]] if seen.calls else []
            return [f"assert {one} == {found!r}" if ordered else f"assert sorted({one}) == {sorted(found)!r}"]
        lines = ["calls = []", *self._all(label, code, during, one, sel, py)]
        if not known or seen is None:
            return lines
        calls = [[*ready] if ordered else sorted(ready) for ready in seen.calls]
        told = "calls" if ordered else "map(sorted, calls)"
        return [*lines, f"assert {py.part('distinct')}({told}) == {calls!r}"]

    def _all(self, label: str, code: Code, during: list[str] | None, one: str, sel: str, py: Writer) -> list[str]:
        returned = f"lambda ready: calls.append({py.part('serve')}({sel}, ready))"
        return self.looped(label, code, during, [f"calls.append({one})"], returned, py)

    def value(self, label: str, code: Code, seen: Seen | None, py: Writer) -> list[str]:
        if code.tells != "keys" or seen is None or seen.error:
            return [code.value]
        keys = None if seen.keys is None else [*seen.keys]
        return [f"assert {py.part('keys_of')}({code.value}) == {keys!r}"]

    def guarded(self, label: str, lines: list[str], code: Code, seen: Seen | None, py: Writer) -> list[str]:
        if not lines or seen is None or not seen.error:
            return lines
        kind = exception(seen.error)
        checked = [f"assert error.type is {kind}"] if kind != "Exception" else []
        if seen.errno is not None:
            checked.append(f"assert error.value.errno == {seen.errno}")
        return [f"with pytest.raises({kind}) as error:", *indented(lines), *checked]
