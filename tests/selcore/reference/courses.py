"""A course of calls asked again: the outcome of each step beside what the record says of it.

An answer is compared in the record's own form: results as (name, mask) in their order, exceptions by type and errno.
"""

import re
from functools import cache
from typing import Any, Literal

import msgspec

from selcore.reference import Behaviour
from selcore.session.session import Session
from selcore.values.commands import AnyCommand
from selcore.values.masks import mask_letters
from selcore.values.outcomes import Call, Done, Failed, Interrupted, Outcome, Refused, Returned

from .replay import flags_of, prepare, read

Of = Literal["outcome", "raw", "size", "there", "callback", "so-error", "order"]
BLOCKED = "BLOCKED"
DONE = "done"
"""It was done: what the record has for that is a value of its own making."""

_ERROR = re.compile(r"(?:^|[\s'\[])!(\w+)(?:\[\w+=(\d+)\])?")
_RESULTS = re.compile(r"\[(?:\(\w+,\w+\)(?:, )?)*\]")
_RESULT = re.compile(r"\((\w+),(\w+)\)")
_RAW = re.compile(r"\('fd', '([A-Z|]+)'\)")


class Compare(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"label": "with"}):
    """The command number ``step`` answers what the record has at ``label``; up to ``through``, where that is a list.

    ``of`` tells what of the outcome: the flags, the size of the map, whether the key is there, its callback, the
    pending error, or the names in their order. ``names`` are the record's for ours, where they are others here.
    """

    step: int
    label: str
    through: int | None = None
    of: Of = "outcome"
    names: dict[str, str] = {}


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The commands and what is compared. ``names``: the record's names for ours.

    ``either`` are steps that only some backends refuse; any other that is not compared must be done.
    """

    id: str
    commands: tuple[AnyCommand, ...]
    compare: tuple[Compare, ...]
    names: dict[str, str] = {}
    either: tuple[int, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """What the record says and what was answered; equal where all is as it was."""

    label: str
    recorded: Any
    answered: Any


@cache
def courses() -> dict[str, Course]:
    """All of them, by id, in the order of their files."""
    return {course.id: course for course in read("behaviours", list[Course])}


def play(session: Session, course: Course, record: Behaviour) -> list[Step]:
    """Play it in a fresh session and compare. Raises NotHere and Unprepared."""
    compared = {step for one in course.compare for step in range(one.step, (one.through or one.step) + 1)}
    outcomes: list[Outcome] = []
    for index, command in enumerate(course.commands):
        outcomes.append(session.apply(command))
        free = index in compared or index in course.either
        if not free or (isinstance(outcomes[-1], Refused) and outcomes[-1].by == "playground"):
            prepare(outcomes[-1], f"step {index}", refused=False)
    found: list[Step] = []
    for one in course.compare:
        found += _steps(session, course, record, one, outcomes)
    return found


def _steps(session: Session, course: Course, record: Behaviour, one: Compare, outcomes: list[Outcome]) -> list[Step]:
    backend, names = session.world.main.backend.id, course.names | one.names
    if backend not in record.steps[one.label]:
        return []
    said = record.steps[one.label][backend]
    if one.through is None:
        were, calls = [recorded(said, one.of, backend)], [outcomes[one.step]]
    else:
        were = [recorded(item, one.of, backend) for item in said]
        calls = [outcome for outcome in outcomes[one.step : one.through + 1] if not isinstance(outcome, Done)]
    answers = [_answered(session, outcome, one.of, names) for outcome in calls]
    return [Step(one.label, was, answer) for was, answer in zip(were, answers, strict=True)]


def recorded(said: Any, of: Of, backend: str) -> Any:
    if of == "raw":
        return None if said is None else tuple(frozenset(flags.split("|")) for flags in _RAW.findall(str(said)))
    if of == "order":
        return sorted(said) if backend == "select" else list(said)
    if of != "outcome":
        return said
    error = _ERROR.search(str(said))
    if error is not None:
        return error[1], int(error[2]) if error[2] else None
    if BLOCKED in str(said):
        return BLOCKED
    results = _RESULTS.search(str(said))
    return DONE if results is None else in_order(_RESULT.findall(results[0]), backend)


def _answered(session: Session, outcome: Outcome, of: Of, names: dict[str, str]) -> Any:
    if of == "there":
        return isinstance(outcome, Done)
    if isinstance(outcome, Refused):
        return outcome.type, outcome.errno
    if isinstance(outcome, Failed):
        # Of a call that raised there are no flags, and the record has none either.
        return None if of == "raw" else (outcome.error.type, outcome.error.errno)
    if isinstance(outcome, Interrupted):
        return BLOCKED
    if isinstance(outcome, Returned):
        return _of_call(session, outcome.call, of, names)
    assert isinstance(outcome, Done)
    return _of_value(outcome.value, of)


def _of_call(session: Session, call: Call, of: Of, names: dict[str, str]) -> Any:
    if of == "raw":
        flags = [flags_of(session, result) for result in call.results]
        return None if session.world.main.backend.id == "select" else tuple(flags)
    if of == "order":
        order = [int(names[result.name]) for result in call.results]
        return sorted(order) if call.backend == "select" else order
    results = [(names.get(result.name, result.name), mask_letters(result.mask)) for result in call.results]
    return in_order(results, call.backend)


def _of_value(value: dict[str, Any], of: Of) -> Any:
    if of == "size":
        return None if value["map"] is None else len(value["map"])
    if of == "callback":
        return None if value["key"]["callback"] == "none" else value["key"]["callback"]
    if of == "so-error":
        return value["error"] or value["so_error"]
    return DONE


def in_order(results: list[tuple[str, str]], backend: str) -> Any:
    """As a list; the ready list of select has no order."""
    return sorted(results) if backend == "select" else list(results)
