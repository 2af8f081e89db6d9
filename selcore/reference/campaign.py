"""A campaign of measurements, as values: the states and courses that were asked, on which system."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

FOLDER = Path(__file__).parent
MEASURED = ("linux-6.18",)
"""The campaigns, the names of their files."""

Asked = Literal["R", "W", "RW"]
ASKED: tuple[Asked, ...] = ("R", "W", "RW")
"""The masks a file object was registered with."""


class Error(msgspec.Struct, frozen=True, omit_defaults=True):
    """An exception; ``at`` which call, where that was not plain: ``register`` or ``select``."""

    type: str
    at: str = ""
    errno: int | None = None
    message: str = ""


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file object in a certain state, and what each backend said of it.

    ``raw``: for interest IN, PRI, OUT and RDHUP (of ``select.select`` R, W and X) the flags of each low-level call.
    ``answers``: for each backend and mask asked, the mask that ``select(0)`` returned, ``-`` where it did not report.
    ``then``: what the I/O call right after it answered. ``versions``: what of that was otherwise with another Python.
    ``extra``: measured beside, with no state of its own.
    """

    id: str
    raw: dict[str, tuple[str, ...] | Error] = {}
    answers: dict[str, dict[str, str | Error]] = {}
    then: dict[str, str | Error] = {}
    note: str = ""
    versions: dict[str, dict[str, Any]] = {}
    extra: dict[str, Any] = {}


class Behaviour(msgspec.Struct, frozen=True, omit_defaults=True):
    """A course of calls: for each step, by backend, what it answered; ``!`` begins an exception, R and W are masks.

    Steps that begin with ``timing`` were measured and are no rule. What is ``racy`` differed between two runs.
    """

    id: str
    steps: dict[str, dict[str, Any]]
    racy: bool = False
    versions: dict[str, dict[str, Any]] = {}


class Source(msgspec.Struct, frozen=True):
    """The system they were measured on: ``descriptors`` is its limit, ``somaxconn`` the longest backlog."""

    system: str
    kernel: str
    pythons: tuple[str, ...]
    user: str
    descriptors: int
    somaxconn: int
    network: str


class Facts(msgspec.Struct, frozen=True):
    """One campaign."""

    format: Literal["selector-playground-facts"]
    version: Literal[1]
    source: Source
    states: tuple[State, ...]
    behaviours: tuple[Behaviour, ...]

    def state(self, id: str) -> State:
        """Raises KeyError where there is none."""
        return {state.id: state for state in self.states}[id]

    def behaviour(self, id: str) -> Behaviour:
        """Raises KeyError where there is none."""
        return {behaviour.id: behaviour for behaviour in self.behaviours}[id]

    def ids(self) -> list[str]:
        return [state.id for state in self.states] + [behaviour.id for behaviour in self.behaviours]


@cache
def load(name: str = MEASURED[0]) -> Facts:
    """The facts of that campaign."""
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=Facts)
