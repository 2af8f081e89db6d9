"""The worker answers looks while it rests, while it is blocked and while it runs, and nothing comes of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from selcore.observe.sampling import sample_silent
from selcore.session.session import Session
from selcore.values.commands import Close, Open, Register, Run, Select, Send
from selcore.values.facts import Batch, RunCall
from selcore.values.observed import Looked
from selcore.values.outcomes import Returned
from selcore.worker.owner_thread import ANSWERS
from tests.selcore.driver import HERE, PAIR, READ_A, SEND_B, SPIN, WRITE_A, Driver, driving, looped


class Watcher(Driver):
    """Keeps what was answered."""

    def __init__(self, **options: object):
        super().__init__(**options)
        self.answers: list[Looked] = []
        self._batch, self.worker.take = self.worker.take, self._keep  # type: ignore[method-assign]

    def _keep(self, most: int | None = None) -> Batch:
        batch = self._batch(most)
        self.answers += batch.looked
        return batch

    def look(self, *names: str) -> Looked:
        before = len(self.answers)
        self.worker.look(*names, kernel=True)
        self.until(lambda: len(self.answers) > before)
        return self.answers[-1]


@pytest.fixture(params=HERE)
def watcher(request: pytest.FixtureRequest) -> object:
    made = Watcher(backend=request.param)
    made.worker.start()
    yield made
    assert made.worker.stop()
    made.take()


def test_a_look_while_nothing_is_done(watcher: Watcher) -> None:
    watcher.done(PAIR, READ_A, SEND_B)
    before = len(watcher.facts)
    seen = watcher.look("pair.a", "pair.b", "nobody")
    assert set(seen.objects) == {"pair.a", "pair.b"}
    assert (seen.objects["pair.a"].waiting, seen.objects["pair.a"].events) == (1, 1)
    assert seen.kernel is not None and [row.name for row in seen.kernel.rows] == ["pair.a"]
    assert len(watcher.facts) == before  # nothing of it enters the history


def test_a_blocked_call_goes_on_after_a_look(watcher: Watcher) -> None:
    watcher.done(PAIR, READ_A)
    step = watcher.block()
    for _ in range(3):
        seen = watcher.look("pair.a")
        assert seen.objects["pair.a"].waiting == 0 and seen.kernel is not None
    watcher.settle()
    assert watcher.entry(step) is None
    watcher.ask(SEND_B)
    outcome = watcher.outcome(step)
    assert isinstance(outcome, Returned)
    assert [one.name for one in outcome.call.results] == ["pair.a"] and outcome.call.reentered == 0
    assert outcome.call.results[0].seen is not None and outcome.call.results[0].seen.waiting == 1


def test_a_busy_loop_is_looked_at_and_stays_one_row(watcher: Watcher) -> None:
    watcher.done(PAIR, WRITE_A)
    step = watcher.block(SPIN)
    for _ in range(3):
        assert watcher.look("pair.a").objects["pair.a"].room
    watcher.worker.pause()
    looped(watcher.outcome(step))
    assert len(watcher.calls) == 1


def test_more_looks_than_are_taken_leave_the_newest() -> None:
    with driving() as driver:
        driver.done(PAIR)
        for _ in range(3 * ANSWERS):
            driver.worker.look("pair.a")
        driver.done(Send(name="pair.a", text="x"))
        assert len(driver.worker.take().looked) <= ANSWERS


def test_a_look_at_a_worker_that_has_ended_is_forgotten() -> None:
    with driving() as driver:
        pass
    driver.worker.look("pair.a", kernel=True)
    assert driver.worker.take().looked == () and driver.worker.quiet()


def test_a_paced_run_has_every_result_sampled_and_full_speed_the_first() -> None:
    with driving() as driver:
        driver.done(PAIR, Register(name="pair.b", events=("read",), callback="drain"))
        driver.done(Send(name="pair.a", size=10))
        driver.worker.adjust(1000, True)
        looped(driver.do(Run(calls=1, timeout=0)))
        (call,) = [fact.outcome.call for fact in driver.facts if isinstance(fact, RunCall)]
        assert call.results[0].seen is not None and call.results[0].seen.waiting == 10  # before the callback


def test_of_a_large_call_the_first_are_looked_at() -> None:
    with driving() as driver:
        driver.done(Open(kind="socketpair", name="p", options={"count": 30}))
        for number in range(1, 31):
            driver.done(Register(name=f"p-{number}.a", events=("write",)))
        outcome = driver.do(Select(timeout=0))
        assert isinstance(outcome, Returned)
        assert [one.seen is not None for one in outcome.call.results] == [True] * 20 + [False] * 10
        driver.done(Close(name="p-1.a"))


@pytest.mark.parametrize("ready", [0, 3, 300])
def test_of_a_large_map_no_more_is_gone_through_than_is_told(ready: int, session: Session) -> None:
    session.apply(Open(kind="socketpair", name="p", options={"count": 300}))
    for number in range(1, 301):
        session.apply(Register(name=f"p-{number}.a", events=("read",)))
    world, gone_through = session.world, 0
    returned = [(key, 1) for key in world.registry.keys()[:ready]]  # noqa: SIM118
    each = world.registry.each

    def counted() -> Iterator[Any]:
        nonlocal gone_through
        for key in each():
            gone_through += 1
            yield key

    world.registry.each = counted  # type: ignore[method-assign]
    found, more = sample_silent(world.objects, world.main, returned, world.pauses)
    assert len(found) == min(20, 300 - ready) and len(found) + more == 300 - ready
    assert gone_through <= ready + 20


@pytest.mark.parametrize("answer", ["digits", "float", "-1", "text", "RuntimeError"])
def test_what_was_closed_and_answers_with_no_number_is_looked_at_all_the_same(answer: str) -> None:
    with driving() as driver:
        driver.done(Open(kind="bad-fileno", name="it", options={"answer": answer}))
        driver.do(Register(name="it", events=("read",)))
        driver.done(Close(name="it"))
        driver.do(Select(timeout=0))
        assert driver.status is not None and driver.status.state == "idle"
