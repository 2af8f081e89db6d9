"""What a user does to a session, in few words."""

from typing import Any

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.facts import Entry, Fact, GroupGrew, RunCall, one_by_one
from selcore.values.outcomes import Call, Done, Failed, Interrupted, Refused, Returned, RunEnded
from selcore.world.owner import Owner


def done(session: Session, command: c.AnyCommand) -> dict[str, Any]:
    """Do it; what it answered."""
    outcome = session.apply(command)
    assert isinstance(outcome, Done), outcome
    return outcome.value


def opened(session: Session, kind: str, name: str, **options: Any) -> list[str]:
    """Open it; the names. Skips where this system has no such kind, in the words of its refusal."""
    outcome = session.apply(c.Open(kind=kind, name=name, options=options))
    if isinstance(outcome, Refused) and outcome.type == "NotAvailable":
        pytest.skip(f"{kind}: {outcome.message}")
    assert isinstance(outcome, Done), outcome
    return [one["name"] for one in outcome.value["opened"]]


def watch(session: Session, name: str, *events: c.Event, callback: str = "none", **options: Any) -> None:
    done(session, c.Register(name=name, events=events, callback=callback, options=options))


def refused(session: Session, command: c.AnyCommand) -> Refused:
    """Try it; the refusal."""
    outcome = session.apply(command)
    assert isinstance(outcome, Refused), outcome
    return outcome


def refusal_of_open(session: Session, kind: str, **options: Any) -> Refused:
    return refused(session, c.Open(kind=kind, name="it", options=options))


def called(session: Session, timeout: c.Timeout = 0, *during: c.AnyCommand) -> Call:
    """One call that returns."""
    outcome = session.apply(c.Select(timeout=timeout, during=during))
    assert isinstance(outcome, Returned), outcome
    return outcome.call


def ready(session: Session, timeout: c.Timeout = 0, *during: c.AnyCommand) -> list[tuple[str, int]]:
    return [(result.name, result.mask) for result in called(session, timeout, *during).results]


def failed(session: Session, timeout: c.Timeout) -> Failed:
    outcome = session.apply(c.Select(timeout=timeout))
    assert isinstance(outcome, Failed), outcome
    return outcome


def interrupted(session: Session, *during: c.AnyCommand, timeout: c.Timeout = None) -> Interrupted:
    outcome = session.apply(c.Select(timeout=timeout, during=during))
    assert isinstance(outcome, Interrupted), outcome
    return outcome


def looped(session: Session, **fields: Any) -> RunEnded:
    outcome = session.apply(c.Run(**fields))
    assert isinstance(outcome, RunEnded), outcome
    return outcome


class Listener(Owner):
    """An owner that keeps what it is told. ``between_calls`` are functions to call, one between two calls of a run."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.spins: list[tuple[str, ...]] = []
        self.between_calls: list[Any] = []

    def emit(self, fact: Fact) -> None:
        self.facts += one_by_one(fact)

    def spin(self, names: tuple[str, ...]) -> None:
        self.spins.append(names)

    def between(self) -> str | None:
        return self.between_calls.pop(0)() if self.between_calls else None

    @property
    def entries(self) -> list[Entry]:
        return [fact for fact in self.facts if isinstance(fact, Entry)]

    def rows(self) -> list[tuple[list[str], int]]:
        """Of each row of a run: the names that were ready and how many calls it stands for."""
        rows: dict[int, tuple[list[str], int]] = {}
        for fact in self.facts:
            if isinstance(fact, RunCall):
                assert isinstance(fact.outcome, Returned)
                rows[fact.row] = [result.name for result in fact.outcome.call.results], 1
            elif isinstance(fact, GroupGrew):
                rows[fact.row] = rows[fact.row][0], fact.count
        return list(rows.values())
