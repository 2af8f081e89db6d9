"""Whatever is done, in whatever order: the session answers what the plain selectors answer on plain file objects."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from selcore.backends import BACKENDS
from selcore.session.session import Session
from selcore.system.descriptors import FLOOR
from selcore.values import commands as c
from selcore.values.outcomes import Done, Failed, Outcome, Refused, Returned
from tests.examples import examples
from tests.selcore.plain import Plain, answer, masked

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
FIXED = settings(
    derandomize=True,
    max_examples=examples(60),
    stateful_step_count=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
NUMBER = st.sampled_from([0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 6, 7, 8, 9])  # the latest first
MASK = st.sampled_from([1, 2, 3, 1, 2, 3, 0, 4, -1, None])


def of_refusal(refused: Refused) -> tuple[str, int | None, str]:
    return refused.type, refused.errno, masked(refused.message)


def of_key(key: dict[str, Any]) -> tuple[str, Any]:
    events = key["events"]
    return key["name"], sum({"read": 1, "write": 2}[e] for e in events) if isinstance(events, list) else events


class Worlds(RuleBasedStateMachine):
    """One step is one command: to the session, and by hand to the plain classes."""

    backend = "select"

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.backend)
        self.plain = Plain(self.backend)
        self.opened = 0

    def teardown(self) -> None:
        self.session.close()
        self.plain.close()

    def same(self, command: Any, by_hand: Callable[[], Any], seen: Callable[[Any], Any] = lambda value: value) -> None:
        outcome = self.session.apply(command)
        assert self.seen(outcome, seen) == answer(by_hand), command

    def seen(self, outcome: Outcome, seen: Callable[[Any], Any]) -> Any:
        if isinstance(outcome, Refused):
            assert outcome.by == "python"
            return of_refusal(outcome)
        if isinstance(outcome, Failed):
            return of_refusal(outcome.error)
        if isinstance(outcome, Returned):
            return seen(outcome.call)
        assert isinstance(outcome, Done)
        return seen(outcome.value)

    def name(self, number: int) -> str:
        names = list(self.plain.objects)
        return names[-1 - number % len(names)] if names else "nothing"

    def on(self, number: int, make: Callable[[str], Any], by_hand: Callable[[str], Any], seen: Any) -> None:
        name = self.name(number)
        if name == "nothing":
            outcome = self.session.apply(make(name))
            assert isinstance(outcome, Refused) and (outcome.type, outcome.by) == ("UnknownName", "playground")
        else:
            self.same(make(name), lambda: by_hand(name), seen)

    # What a user does.

    @rule(kind=st.sampled_from(["socketpair", "pipe", "text-file"]))
    def open(self, kind: str) -> None:
        if len(self.plain.objects) > 20:
            return
        self.opened += 1
        name = f"it{self.opened}"
        outcome = self.session.apply(c.Open(kind=kind, name=name))
        assert isinstance(outcome, Done)
        if kind == "text-file":
            self.plain.open_file(name, self.session.world.find(name).address)
        else:
            (self.plain.open_pipe if kind == "pipe" else self.plain.open_socketpair)(name)
        assert all(one["fd"] >= FLOOR for one in outcome.value["opened"])

    @rule(number=NUMBER, mask=st.sampled_from([1, 2, 3]), kind=st.sampled_from(["socketpair", "pipe"]))
    def use_the_number_of_what_is_closed_and_registered(self, number: int, mask: int, kind: str) -> None:
        self.register(number, mask)
        self.close_object(number)
        self.open(kind)

    @rule(number=NUMBER, mask=MASK)
    def register(self, number: int, mask: Any) -> None:
        self.on(
            number,
            lambda name: c.Register(name=name, events=mask),
            lambda name: self.plain.register(name, mask),
            lambda value: of_key(value["key"]),
        )

    @rule(number=NUMBER, mask=MASK)
    def modify(self, number: int, mask: Any) -> None:
        self.on(
            number,
            lambda name: c.Modify(name=name, events=mask),
            lambda name: self.plain.modify(name, mask),
            lambda value: of_key(value["key"]),
        )

    @rule(number=NUMBER)
    def unregister(self, number: int) -> None:
        seen = lambda value: of_key(value["key"])  # noqa: E731
        self.on(number, lambda name: c.Unregister(name=name), self.plain.unregister, seen)

    @rule(number=NUMBER)
    def get_key(self, number: int) -> None:
        self.on(number, lambda name: c.GetKey(name=name), self.plain.get_key, lambda value: of_key(value["key"]))

    @rule(number=NUMBER, size=st.sampled_from([0, 1, 100, 70_000]))
    def send(self, number: int, size: int) -> None:
        self.on(
            number,
            lambda name: c.Send(name=name, size=size),
            lambda name: self.plain.write(name, bytes(size)),
            lambda value: value["sent"],
        )

    @rule(number=NUMBER, size=st.sampled_from([0, 1, 50, 100_000]))
    def receive(self, number: int, size: int) -> None:
        self.on(
            number,
            lambda name: c.Receive(name=name, size=size),
            lambda name: (data := self.plain.read(name, size), (len(data), data[:4096].hex()))[1],
            lambda value: (value["size"], value["hex"]),
        )

    @rule(number=NUMBER)
    def fill(self, number: int) -> None:
        self.on(number, lambda name: c.Fill(name=name), self.plain.fill, lambda value: value["sent"])

    @rule(number=NUMBER)
    def drain(self, number: int) -> None:
        self.on(number, lambda name: c.Drain(name=name), self.plain.drain, lambda value: value["size"])

    @rule(number=NUMBER, how=st.sampled_from(["read", "write", "both"]))
    def shutdown(self, number: int, how: Any) -> None:
        self.on(
            number,
            lambda name: c.Shutdown(name=name, how=how),
            lambda name: self.plain.shutdown(name, how),
            lambda value: None,
        )

    @rule(number=NUMBER)
    def close_object(self, number: int) -> None:
        self.on(number, lambda name: c.Close(name=name), self.plain.close_object, lambda value: None)

    @rule(timeout=st.sampled_from([0, 0.0, -1, -0.5]))
    def select(self, timeout: float) -> None:
        def seen(call: Any) -> Any:
            return self.ordered([(result.name, result.mask, result.raw) for result in call.results])

        before = self.session.journal.counters.calls
        self.same(c.Select(timeout=timeout), lambda: self.ordered(self.plain.select(timeout)), seen)
        assert self.session.journal.counters.calls == before + 1

    def ordered(self, ready: list[Any]) -> list[Any]:
        # select() returns a set: its order comes from the numbers, which differ.
        return sorted(ready) if self.session.world.main.backend.id == "select" else ready

    @rule(backend=st.sampled_from(HERE))
    def use_backend(self, backend: str) -> None:
        def seen(value: Any) -> Any:
            errors = [(one["name"], one["error"]) for one in value["refused"]]
            return value["carried"], [(name, (e["type"], e["errno"], masked(e["message"]))) for name, e in errors]

        self.same(c.UseBackend(backend=backend), lambda: self.plain.use_backend(backend), seen)

    @rule(really=st.integers(0, 9))
    def close_selector(self, really: int) -> None:
        if really == 0:  # it is the end of much
            self.same(c.CloseSelector(), self.plain.selector.close, lambda value: None)

    @invariant()
    def the_maps_are_the_same(self) -> None:
        def seen(value: Any) -> Any:
            return value["map"] if value["map"] is None else [of_key(key) for key in value["map"]]

        self.same(c.GetMap(), self.plain.get_map, seen)

    @invariant()
    def what_is_shown_of_each_object_is_its_key(self) -> None:
        registered = dict(self.plain.get_map() or ())
        for name, obj in self.plain.objects.items():
            state = self.session.world.state_of(name)
            assert state.registered == registered.get(name), name
            assert (state.state == "closed") == (obj.closed if hasattr(obj, "closed") else obj.fileno() < 0)


@pytest.mark.parametrize("backend", [id for id in HERE if id in ("select", "poll", "epoll")])
def test_the_session_answers_what_plain_selectors_answer(backend: str) -> None:
    machine = type(f"On{backend}", (Worlds,), {"backend": backend})
    run_state_machine_as_test(machine, settings=FIXED)


@pytest.mark.heavy
@pytest.mark.parametrize("backend", [id for id in HERE if id in ("select", "poll", "epoll")])
def test_in_many_more_orders_too(backend: str) -> None:
    machine = type(f"On{backend}", (Worlds,), {"backend": backend})
    run_state_machine_as_test(machine, settings=settings(FIXED, max_examples=600, derandomize=False))
