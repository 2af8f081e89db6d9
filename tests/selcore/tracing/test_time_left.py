"""However often a call is woken, it waits as long as it was asked to in all: by a clock that the test moves."""

import math
import select
import selectors
from collections.abc import Iterator
from typing import Any

import pytest

from selcore.tracing import CallEnded, Go, Trace, Wakeup, pollers, trace
from selcore.tracing.pollers import EpollPoller

Raw = list[tuple[int, int | None]]
SECOND = 1_000_000_000


class World:
    """A clock; a poller that is woken after so many seconds each time, or else waits as long as it was asked to."""

    def __init__(self, wakes: list[float], per_second: int = 1) -> None:
        self.wakeup = Wakeup()
        self.trace = Trace(self.wakeup)
        self.now = 7 * SECOND
        self.wakes, self.per_second = list(wakes), per_second
        self.asked: list[float | None] = []
        self.ready: Raw = []

    def ask(self, timeout: float | None) -> Raw:
        if timeout == 0:
            return self.ready
        self.asked.append(timeout)
        if self.wakes:
            self.now += round(self.wakes.pop(0) * SECOND)
            self.wakeup.signal()
            return [(self.wakeup.fileno(), 1)]
        self.now += round((timeout or 0) * SECOND / self.per_second)
        return self.ready

    def strip(self, raw: Raw) -> Raw:
        return [pair for pair in raw if pair[0] != self.wakeup.fileno()]

    def poll(self, timeout: float | None, whole: bool = False) -> Raw:
        return self.trace.poll(self.ask, self.strip, timeout, self.per_second, whole)

    @property
    def took(self) -> float:
        """Seconds, as the trace has them."""
        return (self.trace.end - self.trace.start) / SECOND


@pytest.fixture
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World(*request.param)
    for module in (trace, pollers):
        monkeypatch.setattr(module, "monotonic_ns", lambda: made.now)
    yield made
    made.wakeup.close()


@pytest.mark.parametrize("world", [([0.3, 0.3, 0.3],)], indirect=True)
def test_each_wake_leaves_what_is_left_of_the_time(world: World) -> None:
    assert world.poll(1.0) == []
    assert world.asked == pytest.approx([1.0, 0.7, 0.4, 0.1])
    assert world.took == pytest.approx(1.0)
    assert not world.wakeup.signalled


@pytest.mark.parametrize("world", [([0.3004, 0.3], 1000)], indirect=True)
def test_where_only_whole_milliseconds_are_taken_none_is_cut_off(world: World) -> None:
    world.poll(1000, whole=True)
    assert world.asked == [1000, 700, 400]
    assert all(isinstance(asked, int) for asked in world.asked)


@pytest.mark.parametrize("world", [([0.25, 0.25, 0.25, 0.25],)], indirect=True)
@pytest.mark.parametrize("timeout", [0.5, 0.25, 0.4])
def test_a_wake_at_the_end_of_the_time_ends_the_call(world: World, timeout: float) -> None:
    assert world.poll(timeout) == []
    assert len(world.asked) == math.ceil(timeout / 0.25)
    assert world.wakeup.signalled, "who woke it is attended to by the next call"


@pytest.mark.parametrize("world", [([0.25, 0.25, 0.25], 1000)], indirect=True)
def test_a_wake_at_the_end_of_the_milliseconds_ends_the_call(world: World) -> None:
    assert world.poll(500, whole=True) == []
    assert world.asked == [500, 250]
    assert world.wakeup.signalled, "who woke it is attended to by the next call"


@pytest.mark.parametrize("timeout", [None, -1, -0.5])
@pytest.mark.parametrize("world", [([0.3, 5.0],)], indirect=True)
def test_for_ever_stays_for_ever(world: World, timeout: float | None) -> None:
    world.poll(timeout)
    assert world.asked == [timeout] * 3


@pytest.mark.parametrize("timeout", [math.inf, 1e9, 7, 0.1])
@pytest.mark.parametrize("world", [([],)], indirect=True)
def test_the_first_time_the_poller_gets_what_was_given(world: World, timeout: float) -> None:
    world.trace.look_first = True
    world.ready = []
    ask, world.trace.blocking = world.ask, lambda: None
    world.asked.clear()

    def at_once(left: float | None) -> Raw:
        world.asked.append(left)
        return ask(0)

    world.trace.poll(at_once, world.strip, timeout, 1, False)
    assert world.asked == [0, timeout] and type(world.asked[1]) is type(timeout)


@pytest.mark.parametrize("world", [([0.3, 0.3],)], indirect=True)
@pytest.mark.parametrize(
    ("answers", "reentered", "asked"),
    [([Go.ON, Go.ON], 0, 3), ([Go.CHANGED, Go.ON], 1, 3), ([Go.CHANGED, Go.CHANGED], 2, 3), ([Go.ON, Go.END], 0, 2)],
)
def test_it_counts_the_wakes_after_which_it_was_entered_again(
    world: World, answers: list[Go], reentered: int, asked: int
) -> None:
    left = iter(answers)
    world.trace.attend = lambda: next(left)
    world.trace.reentered = 99
    if Go.END in answers:
        with pytest.raises(CallEnded):
            world.poll(2.0)
    else:
        assert world.poll(2.0) == []
    assert (world.trace.reentered, len(world.asked), world.trace.raw) == (reentered, asked, [])


@pytest.mark.parametrize("world", [([0.3, 0.3],)], indirect=True)
def test_what_became_ready_by_a_wake_is_returned_without_waiting(world: World) -> None:
    def send() -> Go:
        world.ready = [(5, 1)]
        return Go.ON

    world.trace.attend = send
    assert world.poll(1.0) == world.trace.raw == [(5, 1)]
    assert world.asked == [1.0] and world.took == pytest.approx(0.3)


@pytest.mark.skipif("epoll" not in dir(select), reason="no epoll here")
class TestBesideAnEpoll:
    """The wakeup is polled beside the epoll: what is waited for is rounded up to whole milliseconds, and goes down."""

    class Pair:
        """The poller of the two: the epoll is said to be ready, and by then somebody else has taken what was."""

        def __init__(self, world: World) -> None:
            self.world, self.asked = world, list[float | None]()

        def poll(self, milliseconds: float | None) -> Raw:
            self.asked.append(milliseconds)
            if self.world.wakes:
                self.world.now += round(self.world.wakes.pop(0) * SECOND)
                return [(3, 1)]
            self.world.now += round((milliseconds or 0) * SECOND / 1000)
            return []

    @pytest.fixture
    def pair(self, world: World) -> Iterator[Any]:
        with selectors.EpollSelector() as stock:
            poller = EpollPoller(stock._selector, world.trace)  # type: ignore[attr-defined]
            made = self.Pair(world)
            poller._pair = made
            yield lambda timeout: (poller.poll(timeout), made.asked)

    @pytest.mark.parametrize("world", [([0.3, 0.3004],)], indirect=True)
    def test_what_was_taken_by_another_does_not_begin_the_time_anew(self, world: World, pair: Any) -> None:
        assert pair(1.0) == ([], [1000, 700, 400])
        assert 1.0 <= world.took < 1.001

    @pytest.mark.parametrize("world", [([0.3, 0.8, 5],)], indirect=True)
    def test_nothing_is_waited_for_when_the_time_is_over(self, world: World, pair: Any) -> None:
        assert pair(1.0) == ([], [1000, 700, 0])

    @pytest.mark.parametrize("world", [([0.3, 0.3],)], indirect=True)
    @pytest.mark.parametrize("timeout", [None, -1])
    def test_for_ever_is_for_ever(self, world: World, pair: Any, timeout: float | None) -> None:
        assert pair(timeout) == ([], [None, None, None])
