"""Lanes that were fed late are those that were fed at once, whatever came and however it was cut."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.timeline.deferred_feed import DeferredFeed
from selcore.timeline.feed import TimelineFeed
from selcore.timeline.lanes import Lanes
from selcore.values import commands as c
from selcore.values.facts import Batch
from tests.selcore.driver import PAIR, driving

DOING = {
    "echo": [
        PAIR,
        c.Register(name="pair.a", events=("read",), callback="echo"),
        c.Register(name="pair.b", events=("read",), callback="echo"),
        c.Send(name="pair.a", text="hello"),
        c.Run(calls=3000, timeout=0),
        c.Shutdown(name="pair.a", how="write"),
        c.Run(calls=300, timeout=0),
        c.Close(name="pair.a"),
    ],
    "spin": [
        PAIR,
        c.Register(name="pair.a", events=("write",)),
        c.Run(calls=5000, timeout=0),
        c.Unregister(name="pair.a"),
        c.Run(calls=200, timeout=0),
        c.Rename(name="pair.a", to="other"),
        c.Close(name="other"),
    ],
}


def told(doing: list[c.AnyCommand], grouping: bool) -> list[Batch]:
    """What a worker told, in as many batches as there were looks."""
    batches: list[Batch] = []
    with driving() as on:
        take = on.worker.take

        def kept(most: int | None = None) -> Batch:
            batches.append(take(most))
            return batches[-1]

        on.worker.take = kept  # type: ignore[method-assign]
        on.worker.adjust(None, grouping)
        for command in doing:
            on.ask(command)
            on.until(lambda: True)
        on.settle()
    return batches


def test_late_is_the_same_as_at_once() -> None:
    for name, doing in DOING.items():
        for grouping in (True, False):
            batches = told(doing, grouping)
            compare(batches, [False] * len(batches), name)
            compare(batches, [True] * len(batches), name)


@settings(max_examples=20)
@given(st.lists(st.booleans(), min_size=64, max_size=64))
def test_wherever_it_is_flushed(flushes: list[bool]) -> None:
    batches = echoed()
    compare(batches, (flushes * len(batches))[: len(batches)], "echo")


@cache
def echoed() -> list[Batch]:
    return told(DOING["echo"], False)


def compare(batches: list[Batch], flushes: list[bool], name: str) -> None:
    at_once, behind = TimelineFeed(Lanes()), TimelineFeed(Lanes())
    late, serial = DeferredFeed(behind), 0
    for batch, flush in zip(batches, flushes, strict=True):
        at_once.fold(batch, serial)
        late.fold(batch, serial)
        serial = at_once._serial
        if flush:
            late.flush()
    late.flush()
    assert [lane.name for lane in at_once.lanes] == [lane.name for lane in behind.lanes], name
    assert vars(at_once.lanes.sums) == vars(behind.lanes.sums), name
    for one, other in zip(at_once.lanes, behind.lanes, strict=True):
        for track, twin in zip(one.tracks, other.tracks, strict=True):
            assert [track[p] for p in track.within(0, 1 << 62)] == [twin[p] for p in twin.within(0, 1 << 62)], name


def test_time_counts_from_the_first_thing_whatever_is_forgotten() -> None:
    lanes = Lanes(capacity=100)
    for at in range(1000, 2000):
        lanes.at(at)
        lanes.worker.main.add(at, at + 1, 1)
        lanes.trim()
    assert (lanes.began, lanes.now) == (1000, 1999) and lanes.since > 1800
