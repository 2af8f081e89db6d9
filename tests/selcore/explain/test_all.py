"""Nothing is left unexplained: every refusal that the record has, and every result and refusal of every example."""

import errno
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from selcore.backends import BACKENDS
from selcore.experiment.examples import EXAMPLES
from selcore.experiment.file import load as load_experiment
from selcore.explain.why_ready import why
from selcore.explain.why_refused import meaning
from selcore.reference import Behaviour, Error, State, load
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.facts import Entry, Fact, RunCall
from selcore.values.outcomes import Call, Failed, Refused, Returned
from selcore.world.owner import Owner

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
FACTS = set(load().ids())
_RAISED = re.compile(r"!(\w+(?:Error|Interrupt|Empty))(?:\[\w+=(\d+)\])?:? ?(.*)")
_COMMANDS: tuple[tuple[str, c.AnyCommand], ...] = (
    ("unregister", c.Unregister(name="x")),
    ("register", c.Register(name="x", events=("read",))),
    ("modify", c.Modify(name="x", events=("read",))),
    ("get_key", c.GetKey(name="x")),
    ("map[", c.GetMap()),
    ("select", c.Select(timeout=0)),
    ("recv", c.Receive(name="x")),
    ("read", c.Receive(name="x")),
    ("write", c.Send(name="x", text="")),
    ("send", c.Send(name="x", text="")),
    ("accept", c.Accept(name="x")),
)
"""What the record calls a step, and the command that does it."""


class Case(NamedTuple):
    id: str
    step: str
    backend: str
    refused: Refused
    command: c.AnyCommand | None


def command_of(label: str, id: str = "") -> c.AnyCommand | None:
    if id.startswith("signal:"):
        return c.Select(timeout=1)  # what a handler raised came out of it
    return next((command for words, command in _COMMANDS if words in label.lower()), None)


def of_state(state: State) -> Iterator[Case]:
    def case(step: str, backend: str, error: Error, command: c.AnyCommand | None) -> Case:
        return Case(state.id, step, backend, Refused(error.type, error.message, error.errno), command)

    for backend, raw in state.raw.items():
        if isinstance(raw, Error):
            yield case("low level", backend, raw, None)
    for backend, answers in state.answers.items():
        for said in answers.values():
            if isinstance(said, Error):
                yield case(said.at, backend, said, command_of(said.at))
    for step, then in state.then.items():
        if isinstance(then, Error):
            yield case(step, "epoll", then, command_of(step))
    for step, more in state.extra.items():
        if isinstance(more, dict) and "type" in more:
            yield Case(state.id, step, "", Refused(more["type"], more.get("message", ""), more.get("errno")), None)


def of_behaviour(behaviour: Behaviour) -> Iterator[Case]:
    for step, by in behaviour.steps.items():
        for backend, said in by.items():
            for words in strings(said):
                if found := _RAISED.search(words):
                    refused = Refused(found[1], found[3], int(found[2]) if found[2] else None)
                    yield Case(behaviour.id, step, backend, refused, command_of(step, behaviour.id))


def strings(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, list | dict):
        for item in said.values() if isinstance(said, dict) else said:
            yield from strings(item)


def recorded() -> list[Case]:
    cases = [case for state in load().states for case in of_state(state)]
    return cases + [case for behaviour in load().behaviours for case in of_behaviour(behaviour)]


def test_every_refusal_of_the_record_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    cases = recorded()
    advice = [meaning(case.command, case.refused, case.backend) for case in cases]
    unexplained = [case for case, said in zip(cases, advice, strict=True) if said is None]
    with capsys.disabled():
        print(f"\nrefusals of the record explained {len(cases) - len(unexplained)}, unexplained {len(unexplained)}")
    assert len(cases) > 900 and unexplained == []
    assert {said.fact for said in advice if said is not None} <= FACTS  # each rests on one of them


def test_where_selectors_says_so_switching_is_offered() -> None:
    offered = {case.id for case in recorded() if isinstance(_remedy(case), c.UseBackend)}
    assert "file / regular text file, data left" in offered and "fd >= 1024" in offered


def _remedy(case: Case) -> c.Command | None:
    said = meaning(case.command, case.refused, case.backend)
    return said.remedy if said else None


class Listener(Owner):
    """Keeps the calls of runs."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def emit(self, fact: Fact) -> None:
        outcome = fact.outcome if isinstance(fact, RunCall | Entry) else None
        if isinstance(outcome, Returned):
            self.calls.append(outcome.call)


@pytest.mark.parametrize("backend", HERE)
def test_every_result_and_refusal_of_every_example_is_explained(
    backend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, refusals, unexplained = 0, 0, []
    for example in EXAMPLES:
        session = Session(backend, owner=(listener := Listener()))
        for command in load_experiment(example.path).commands:
            outcome = session.apply(command)
            error = outcome if isinstance(outcome, Refused) else getattr(outcome, "error", None)
            if error is not None:
                refusals += 1
                # Who has an address is asked when it is refused, and not recorded.
                known = error.fact in FACTS or error.errno == errno.EADDRINUSE
                unexplained += [] if error.hint is not None and known else [(example.id, error)]
            if isinstance(outcome, Returned):
                listener.calls.append(outcome.call)
            assert not isinstance(outcome, Failed) or outcome.error.hint is not None
        for call in listener.calls:
            for result in call.results:
                rows += 1
                unexplained += [] if why(result, backend, result.seen).explained else [(example.id, result)]
        session.close()
    with capsys.disabled():
        print(f"\n{backend}: rows of examples {rows}, refusals {refusals}, unexplained {len(unexplained)}")
    assert rows > 8 and unexplained == []
