"""A hostile case is a row: what it tries in one line, how to make it, and what must come of it. A family is a list.

To add one: a line in the family's module with ``row``, or a function of the world below it. Nothing else is needed.
"""

import json
import tempfile
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from .world import World

Command = dict[str, Any]
Made = bytes | list[Command] | Path | None
"""The bytes of a file, the commands of an experiment, or the path of what was made; None: the system cannot have it."""


class Comes(Enum):
    """What must come of a case."""

    REFUSED = "refused with words"
    ASKS = "asks for trust, and without it nothing is done"
    PLAYS = "plays, each command with an outcome"
    OPENS = "opens, and is shown"
    SAFE = "opens or is refused with words, and harms nobody"


REFUSED, ASKS, PLAYS, OPENS, SAFE = Comes.REFUSED, Comes.ASKS, Comes.PLAYS, Comes.OPENS, Comes.SAFE


@dataclass(frozen=True)
class Case:
    """``says`` is looked for in what is said, as a regular expression. ``big``: for the heavy tests only.

    ``reads``: it may look at what lies in the folder of others, which no trust is asked for. ``may``: deeds that are
    the user's own, as a regular expression.
    """

    id: str
    comes: Comes
    tries: str
    make: Callable[[World], Made]
    says: str = ""
    name: str = ""
    big: bool = False
    reads: bool = False
    may: str = ""


class Family(list[Case]):
    """The cases of one kind; their ids are unique."""

    def row(self, id: str, comes: Comes, tries: str, make: Any, says: str = "", **more: Any) -> None:
        """Add a case; ``make`` is what it makes, or a function of the world that makes it."""
        assert id not in {case.id for case in self}, id
        self.append(Case(id, comes, tries, make if callable(make) else lambda _: make, says, **more))

    def quick(self) -> list[Case]:
        """Those of the ordinary suite."""
        return [case for case in self if not case.big]


def failures(cases: Iterable[Case], folder: Path, one: Callable[[Case, World], None]) -> dict[str, str]:
    """What each case that fails says; each has a world of its own. A test a case would cost as much as the case."""
    found = {}
    for number, case in enumerate(cases):
        at = folder / str(number)
        at.mkdir()
        with World(at) as world, pytest.MonkeyPatch.context() as patch:
            patch.setattr(tempfile, "tempdir", str(world.temp))
            try:
                one(case, world)
            except Exception:
                found[case.id] = traceback.format_exc()[-1500:]
    return found


def case_file(case: Case, world: World) -> Path | None:
    """The file of an experiment's case, or what stands in its place; None where this system cannot have it."""
    made = case.make(world)
    if made is None or isinstance(made, Path):
        return made
    path = world.mail / (case.name or f"{case.id}.selector.json")
    path.write_bytes(made if isinstance(made, bytes) else experiment(made))
    return path


def experiment(commands: list[Command], **more: Any) -> bytes:
    """An experiment's file of these commands."""
    head: Command = {"format": "selector-playground-experiment", "version": 1}
    return json.dumps(head | more | {"commands": commands}).encode()


def opens(kind: str, name: str = "it", **options: Any) -> Command:
    return {"do": "open", "kind": kind, "name": name, "options": options}


def does(verb: str, **fields: Any) -> Command:
    return {"do": verb, **fields}


PAIR = opens("socketpair", "pair")
LOOK = does("select", timeout=0)
