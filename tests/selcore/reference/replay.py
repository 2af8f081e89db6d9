"""Asking the real kernel again: a recipe brings a file object into its state, then it is registered and called once.

Recipes are experiments with a name to watch; what comes out is compared with the record, never adapted to it.
"""

import json
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from selcore.reference import Asked, Error, State
from selcore.session.session import Session
from selcore.values.commands import AnyCommand, Event, Fill, Open, Reference, Register, Select
from selcore.values.flags import bare
from selcore.values.masks import mask_letters
from selcore.values.outcomes import Failed, Outcome, Refused, Result, Returned

EVENTS: dict[Asked, tuple[Event, ...]] = {"R": ("read",), "W": ("write",), "RW": ("read", "write")}
RECIPES = Path(__file__).parent
"""Here are the folders of recipes and of courses."""
T = TypeVar("T")
MOST = 100
"""Times that something is filled again."""
ALWAYS = frozenset(("ERR", "HUP", "NVAL"))
"""Flags that come unasked."""


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to bring ``probe`` into the state ``id``. ``refused`` are the steps that are refused on the way, and must be.

    ``{folder}`` in a path stands for a folder of the replay's own. ``needs``: a path without which it cannot be asked;
    ``fresh``: a process whose table of descriptors is small still, for ``select()`` takes a number beyond it as ready;
    ``refill``: the OS makes room for more when it likes to, so it is filled again for as long as it can be written to.
    """

    id: str
    probe: Reference
    commands: tuple[AnyCommand, ...]
    refused: tuple[int, ...] = ()
    needs: str = ""
    fresh: bool = False
    refill: bool = False
    note: str = ""


class Answer(msgspec.Struct, frozen=True):
    """The mask that was returned (``-``: not reported) and the flags by it, or who refused what.

    ``flags`` is None where the backend has none, or where the record could not ask for them.
    """

    mask: str
    flags: frozenset[str] | None = None
    error: tuple[str, str, int | None] | None = None


class NotHere(Exception):
    """It cannot be asked on this system; ``str()`` is the reason."""


class Unprepared(Exception):
    """A step on the way into the state went otherwise."""


@cache
def recipes() -> dict[str, Recipe]:
    """All of them, by id, in the order of their files."""
    return {recipe.id: recipe for recipe in read("states", list[Recipe])}


def read(folder: str, type: type[list[T]]) -> list[T]:
    """What the files there hold, one after the other. Numbers may be larger than 64 bits, so ``json`` reads them."""
    found: list[T] = []
    for path in sorted((RECIPES / folder).glob("*.json")):
        found += msgspec.convert(json.loads(path.read_bytes()), type)
    return found


def expected(state: State, backend: str, asked: Asked) -> Answer:
    """What the record says. A flag is expected only if it was asked for or is one that comes unasked."""
    said, raw = state.answers[backend][asked], state.raw[backend]
    if isinstance(said, Error):
        return Answer("", error=(said.at, said.type, said.errno))
    if backend == "select" or isinstance(raw, Error):
        return Answer(said)
    wanted = {"R": {"IN"}, "W": {"OUT"}, "RW": {"IN", "OUT"}}[asked] | ALWAYS
    return Answer(said, frozenset(raw) & wanted if said != "-" else frozenset())


def observe(session: Session, recipe: Recipe, asked: Asked, folder: Path) -> Answer:
    """Play the recipe in a fresh session, register what is probed and call ``select(0)``.

    Raises NotHere and Unprepared.
    """
    if recipe.needs and not Path(recipe.needs).exists():
        raise NotHere(f"there is no {recipe.needs}")
    for index, command in enumerate(recipe.commands):
        outcome = session.apply(placed(command, folder))
        if recipe.needs and isinstance(outcome, Refused) and isinstance(command, Open):
            raise NotHere(outcome.message)  # it is there, and not for everybody
        prepare(outcome, f"step {index}", index in recipe.refused)
    registered = session.apply(Register(name=recipe.probe, events=EVENTS[asked]))
    if isinstance(registered, Refused):
        return Answer("", error=_error("register", registered))
    answer = _answer(session, session.apply(Select(timeout=0)), recipe.probe)
    for _ in range(MOST if recipe.refill else 0):
        if "W" not in answer.mask:
            break
        prepare(session.apply(Fill(name=recipe.probe)), "filled again", refused=False)
        answer = _answer(session, session.apply(Select(timeout=0)), recipe.probe)
    return answer


def placed(command: AnyCommand, folder: Path) -> AnyCommand:
    """The command with the replay's folder in its path."""
    if not isinstance(command, Open) or "{folder}" not in command.options.get("path", ""):
        return command
    path = command.options["path"].replace("{folder}", str(folder))
    return msgspec.structs.replace(command, options=command.options | {"path": path})


def prepare(outcome: Outcome, place: str, refused: bool) -> None:
    """Raises NotHere, and Unprepared for what went otherwise than it must."""
    error = outcome if isinstance(outcome, Refused) else outcome.error if isinstance(outcome, Failed) else None
    if error is not None and error.type == "NotAvailable":
        raise NotHere(error.message)
    if (error is not None) != refused:
        raise Unprepared(f"{place}: {outcome}")


def _answer(session: Session, outcome: Outcome, probe: str) -> Answer:
    if isinstance(outcome, Failed):
        return Answer("", error=_error("select", outcome.error))
    if not isinstance(outcome, Returned):
        raise Unprepared(f"select: {outcome}")
    results = outcome.call.results
    if [result.name for result in results] not in ([], [probe]):
        raise Unprepared(f"select returned {results}")
    if not results:
        return Answer("-", None if session.world.main.backend.id == "select" else frozenset())
    return Answer(mask_letters(results[0].mask), flags_of(session, results[0]))


def flags_of(session: Session, result: Result) -> frozenset[str] | None:
    """Flags as the record writes them: without POLL or EPOLL before them."""
    names = session.world.main.backend.raw_names(result.raw)
    return None if names is None else frozenset(map(bare, names))


def _error(at: str, refused: Refused) -> tuple[str, str, int | None]:
    return at, refused.type, refused.errno
