"""What a stranger's file is asked about before it is played. Each verb says what each of its fields may do (``verbs``);
kinds and callbacks say it of themselves and their options. What is not declared cannot be played: there is no default.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from ..values.commands import AnyCommand
from ..values.needs import Need
from ..verbs import VERBS
from ..verbs.base import Field

EXPERIMENT: dict[str, Field] = {
    **dict.fromkeys(("format", "version", "title", "backend"), "nothing"),
    "callbacks": "nothing",  # a file that has some is refused
    "commands": "commands",
}
"""What the fields of the file itself may do."""


def trust_needed(commands: tuple[AnyCommand, ...]) -> list[Need]:
    """What these commands would do that a stranger's file should ask for first: each once, the dangerous before."""
    found: dict[tuple[Any, ...], Need] = {}
    counts: dict[tuple[Any, ...], int] = {}
    for need in _of(commands):
        key = need.act, need.words.template, *map(str, need.words.values.values())  # to put it in words takes longer
        found.setdefault(key, need)
        counts[key] = counts.get(key, 0) + need.count
    whole = [need if counts[key] == 1 else replace(need, count=counts[key]) for key, need in found.items()]
    return sorted(whole, key=lambda need: need.act)


def _of(commands: Iterable[AnyCommand]) -> Iterator[Need]:
    for command in commands:
        yield from VERBS[type(command)].needs(command)
        yield from _of(getattr(command, "during", ()))
