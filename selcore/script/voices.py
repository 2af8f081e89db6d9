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
from typing import Any, NamedTuple

from ..values.masks import mask_name
from ..verbs.writer import Code, Writer
from .seen import Ready, Seen

INDENT = "    "
LONG = 100
"""Bytes that a test expects one by one."""
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


class Step(NamedTuple):
    """One step to be said. ``inner`` are the lines of what is done while its call blocks, None for no such thing;
    ``ended``: that puts an end to the call. ``seen`` is what came of it, None where nobody knows."""

    label: str
    code: Code
    seen: Seen | None
    inner: list[str] | None = None
    ended: bool = False

    @property
    def shown(self) -> str:
        """Its label as people count: from 1."""
        return ".".join(str(int(part) + 1) for part in self.label.split("."))

    @property
    def refused(self) -> str:
        """The class of what it was refused with; empty where it was not, or nobody knows."""
        return exception(self.seen.error) if self.seen is not None and self.seen.error else ""


class Voice:
    """To be read: what was refused is said, and the callbacks are called where there are any."""

    tells = False
    """Whether names are told: then the script keeps them."""
    variables = "globals()"
    """Where the variables of the steps are."""
    ends = False
    """Whether all is closed at the end: those who run it go on."""
    about: tuple[str, ...] = ()
    """What is said of the script at its head."""

    def block(self, step: Step, py: Writer) -> list[str]:
        """The lines of a step."""
        code, lines = step.code, [*step.code.do]
        if code.select is not None:
            lines += self.call(step, py)
        elif code.value:
            lines += self.value(step, py)
        if self.tells and code.notes and not step.refused:
            py.part("names")
            lines += code.notes
        lines = [line for one in lines for line in one.split("\n")]
        return self.guarded(step, lines, py) if lines else []

    def call(self, step: Step, py: Writer) -> list[str]:
        """A call, or a loop of them."""
        sel, made = call_of(step.code)
        if all(given == ("none", {}) for given in py.held.values()):
            return looped(step, [made] if made != "ready" else ["pass"], "lambda ready: None", py)
        served = ["if callable(key.data):", f"{INDENT}key.data({sel}, key.fileobj, mask)"]
        returned = f"lambda ready: {py.part('serve')}({sel}, ready)" if step.inner is not None else ""
        return looped(step, [f"for key, mask in {made}:", *indented(served)], returned, py)

    def value(self, step: Step, py: Writer) -> list[str]:
        """An expression."""
        return [step.code.value]

    def guarded(self, step: Step, lines: list[str], py: Writer) -> list[str]:
        """The lines, where they may be refused."""
        if not step.refused:
            return lines
        return [f"with contextlib.suppress({step.refused}):", *indented(lines)]

    def later(self, step: Step, delay: float, py: Writer) -> str:
        """A timer that does it."""
        return f"threading.Timer({delay}, lambda: {step.code.value})"


def call_of(code: Code) -> tuple[str, str]:
    """The selector, and the expression of what its call returns."""
    assert code.select is not None
    sel, timeout = code.select
    return sel, code.call or f"{sel}.select({timeout})"


def looped(step: Step, each: list[str], returned: str, py: Writer) -> list[str]:
    """A call in its loop; where something is done while it blocks, that stands in a block of its first call."""
    code = step.code
    assert code.select is not None
    if step.inner is None:
        return [code.loop, *indented(each)] if code.loop else each
    given = f"{code.select[0]}, {code.select[1]}, {returned}{', ended=True' if step.ended else ''}"
    first = [f"with {py.part('waiting')}({given}):", *indented(_body(step.inner))]
    return [*first, code.rest, *indented(each)] if code.rest and not step.ended else first


def _body(lines: list[str]) -> list[str]:
    """A block of these, which may be comments alone: what is done during a call may be left out, all of it."""
    return lines if any(not line.startswith("#") for line in lines) else [*lines, "pass"]


class Printing(Voice):
    """Prints what each step returned, and what was refused. What is not known to be done may be refused."""

    tells = True
    about = ("It prints what each step returned, and what was refused; steps are counted from 1.",)

    def call(self, step: Step, py: Writer) -> list[str]:
        show, serve, (sel, made) = py.part("show"), py.part("serve"), call_of(step.code)
        returned = f'lambda ready: {show}("{step.shown}", {serve}({sel}, ready))'
        return looped(step, [f'{show}("{step.shown}", {serve}({sel}, {made}))'], returned, py)

    def value(self, step: Step, py: Writer) -> list[str]:
        value = f"{py.part('keys_of')}({step.code.value})" if step.code.tells == "keys" else step.code.value
        return [f'{py.part("show")}("{step.shown}", {value})']

    def guarded(self, step: Step, lines: list[str], py: Writer) -> list[str]:
        if step.seen is not None and not step.seen.error:
            return lines
        made = "".join(f', "{name}"' for name in step.code.makes)
        undo = f", globals(){made}" if made and len(step.code.do) > 1 else ""
        return [f'with {py.part("refused")}("{step.shown}"{undo}):', *indented(lines)]

    def later(self, step: Step, delay: float, py: Writer) -> str:
        return f'{py.part("later")}({delay}, "{step.shown}", lambda: {step.code.value})'


class Asserting(Voice):
    """Asserts what came of each step when it was played. Under select the ready list has no order."""

    tells = True
    variables, ends = "locals()", True
    about = ("It asserts what came of each step when it was played where this file was made.",)

    def call(self, step: Step, py: Writer) -> list[str]:
        sel, made = call_of(step.code)
        serve = py.part("serve")
        if step.inner is None and not step.code.loop:
            return [self._one(step.seen, f"{serve}({sel}, {made})")]
        each, returned = f"calls.append({serve}({sel}, {made}))", f"lambda ready: calls.append({serve}({sel}, ready))"
        return ["calls = []", *looped(step, [each], returned, py)]

    def _one(self, seen: Seen | None, made: str) -> str:
        if seen is None or not seen.calls:
            return made
        found = seen.calls[0]
        return (
            f"assert {made} == {ready_text(found)}"
            if ordered(seen)
            else (f"assert sorted({made}) == {ready_text(sorted(found))}")
        )

    def value(self, step: Step, py: Writer) -> list[str]:
        seen, value = step.seen, step.code.value
        if seen is not None and seen.size is not None and not seen.error:
            return [self._moved(step.code, seen)]
        if step.code.tells != "keys" or seen is None or seen.error:
            return [value]
        keys = "None" if seen.keys is None else ready_text(seen.keys)
        return [f"assert {py.part('keys_of')}({value}) == {keys}"]

    def _moved(self, code: Code, seen: Seen) -> str:
        """What was sent or received. Of long data the length alone."""
        if code.tells == "sent":
            return f"assert {code.value} == {seen.size}"
        if code.tells != "bytes":
            return code.value
        if seen.data is None or len(seen.data) > LONG:
            return f"assert len({code.value}{code.told}) == {seen.size}"
        return f"assert {code.value}{code.told} == {seen.data!r}"

    def guarded(self, step: Step, lines: list[str], py: Writer) -> list[str]:
        after, seen = self._after(step, py), step.seen
        if not step.refused or seen is None:
            return [*lines, *after]
        error = "inner_error" if "." in step.label else "error"  # one of them stands in the block of the other
        checked = [f"assert {error}.type is {step.refused}"] if step.refused != "Exception" else []
        if seen.errno is not None:
            checked.append(f"assert {error}.value.errno == {seen.errno}")
        return [f"with pytest.raises({step.refused}) as {error}:", *indented(lines), *checked, *after]

    def _after(self, step: Step, py: Writer) -> list[str]:
        """What all calls of a loop returned."""
        seen = step.seen
        if step.code.select is None or seen is None or (step.inner is None and not step.code.loop):
            return []
        if ordered(seen):
            calls, told = [ready_text(ready) for ready in seen.calls], "calls"
        else:
            calls, told = [ready_text(sorted(ready)) for ready in seen.calls], "map(sorted, calls)"
        return [f"assert {py.part('distinct')}({told}) == [{', '.join(calls)}]"]


def ordered(seen: Seen) -> bool:
    """Whether the order of its ready lists means something."""
    return seen.backend != "select"


def ready_text(ready: "Ready | list[tuple[str, int]]") -> str:
    """A ready list as Python has it."""
    return f"[{', '.join(f'({name!r}, {_mask(mask)})' for name, mask in ready)}]"


def _mask(mask: Any) -> str:
    return mask_name(mask) if isinstance(mask, int) else repr(mask)
