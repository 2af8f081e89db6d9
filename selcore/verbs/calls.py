"""``select()``, once and again and again. What they returned is told by ``wording/answers.py``."""

from ..values.commands import Run, Select
from ..values.text import text
from ..values.timeouts import timeout_text
from .base import Field, KindOf, Verb, plain, selector


def _select(command: Select, kind_of: KindOf) -> str:
    return f"{selector(command)}.select({timeout_text(command.timeout)})"


def _run(command: Run, kind_of: KindOf) -> str:
    head = "while True" if command.calls is None else f"for _ in range({command.calls})"
    return f"{head}: {selector(command)}.select({timeout_text(command.timeout)})  # and serve what is ready"


DURING: dict[str, Field] = {"during": "commands"}
ABOUT = text("as its commands in `during` do")

VERBS = (
    Verb(Select, _select, plain("timeout", "inside") | DURING, about=ABOUT),
    Verb(Run, _run, plain("calls", "seconds", "timeout", "inside") | DURING, about=ABOUT),
)
