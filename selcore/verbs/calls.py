"""``select()``, once and again and again. What they returned is told by ``wording/answers.py``."""

from ..values.commands import Run, Select
from ..values.spelling import Spelling
from ..values.text import text
from ..values.timeouts import timeout_text
from .base import Field, Verb, plain, selector
from .writer import Code, Writer


def _select(command: Select, py: Spelling) -> str:
    return f"{selector(command, py)}.select({timeout_text(command.timeout)})"


def _select_script(command: Select, py: Writer) -> Code:
    return Code(select=(selector(command, py), timeout_text(command.timeout)))


def _run_script(command: Run, py: Writer) -> Code:
    sel, timeout, calls = selector(command, py), timeout_text(command.timeout), command.calls
    if calls is not None and command.seconds is None:
        rest = f"for _ in range({calls - 1}):" if calls > 1 else ""
        return Code(select=(sel, timeout), loop=f"for _ in range({calls}):", rest=rest)
    seconds = command.seconds
    if seconds is None:
        seconds = LONGEST
        py.cannot(text("a run that nothing ends is ended after {n} s", n=LONGEST))
    head = f"for ready in {py.part('timed_calls')}({sel}, {timeout}, {seconds}{'' if calls is None else f', {calls}'}):"
    return Code(select=(sel, timeout), call="ready", loop=head, rest=head)


def _run(command: Run, py: Spelling) -> str:
    head = "while True" if command.calls is None else f"for _ in range({command.calls})"
    return f"{head}: {selector(command, py)}.select({timeout_text(command.timeout)})  # and serve what is ready"


LONGEST = 10.0
"""Seconds of a run in a script that nothing else ends."""

DURING: dict[str, Field] = {"during": "commands"}
ABOUT = text("as its commands in `during` do")

VERBS = (
    Verb(Select, _select, _select_script, plain("timeout", "inside") | DURING, about=ABOUT),
    Verb(Run, _run, _run_script, plain("calls", "seconds", "timeout", "inside") | DURING, about=ABOUT),
)
