"""What the worker tells becomes lanes: what was returned and how long until it was served, and which row says so."""

from collections.abc import Iterator
from typing import Any

import pytest

from selcore.history.store import Store
from selcore.timeline import feed as feed_module
from selcore.timeline.feed import TimelineFeed
from selcore.timeline.lanes import WORKER, Lane, Lanes
from selcore.timeline.segments import SegmentKind
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import (
    Close,
    CloseSelector,
    Modify,
    Note,
    Open,
    Receive,
    Register,
    Rename,
    Run,
    Select,
    Send,
    Unregister,
)
from selcore.values.facts import Batch, Entry, GroupGrew, RunCall
from selcore.values.flags import flag_bit
from selcore.values.outcomes import Call, Done, Effect, Failed, Refused, Result, Returned
from selcore.values.text import text
from selcore.values.watched import ThreadDoing, Turn
from selcore.worker.worker import Worker
from tests.selcore.driver import Driver, driving
from tests.selcore.steps import steps_of


class Watched:
    """A worker whose batches go into a store and into lanes."""

    def __init__(self, driver: Driver):
        self.driver, self.store, self.lanes = driver, Store(), Lanes()
        self.feed = TimelineFeed(self.lanes)
        take = driver.worker.take

        def both(most: int | None = None) -> Batch:
            batch = take(most)
            serial = self.store.next_serial
            self.store.fold(batch)
            self.feed.fold(batch, serial)
            return batch

        driver.worker.take = both  # type: ignore[method-assign]

    def do(self, *commands: Any) -> None:
        steps = self.driver.ask(*commands)
        self.driver.until(lambda: self.driver.entry(steps[-1]))
        self.driver.settle()

    def kinds(self, name: str, track: str = "main") -> list[str]:
        lane = self.lanes.get(name)
        if lane is None:
            return []
        row = getattr(lane, track)
        return [SegmentKind(row[place].kind).name for place in row.within(0, 1 << 62)]


@pytest.fixture
def watched() -> Iterator[Watched]:
    with driving() as driver:
        yield Watched(driver)


PAIR = Open(kind="socketpair", name="pair")
READ = Register(name="pair.a", events=("read",))


def test_a_result_is_held_until_somebody_reads(watched: Watched) -> None:
    watched.do(PAIR, READ, Send(name="pair.b", text="hi"), Select(timeout=1), Receive(name="pair.a"), Select(timeout=0))
    assert watched.kinds(WORKER) == ["BLOCKED", "EMPTY"]
    assert watched.kinds("pair.a") == ["READ"]
    lane = watched.lanes.get("pair.a")
    assert lane is not None
    served = lane.main[lane.main.place]
    received = lane.marks.find(4)
    assert received is not None and served.end == received.start  # the latency ends where it was read
    call = watched.lanes.worker.main.find(3)
    assert call is not None and served.start == call.end and served.serial == 3


def test_what_nobody_serves_is_held_until_the_next_call(watched: Watched) -> None:
    watched.do(PAIR, READ, Send(name="pair.b", text="hi"), Select(timeout=1), Select(timeout=1), Select(timeout=1))
    assert watched.kinds("pair.a") == ["HELD_READ"] * 3
    lane, calls = watched.lanes.get("pair.a"), watched.lanes.worker.main
    assert lane is not None and lane.main.open
    assert calls[0].end < lane.main[0].end <= calls[1].start


def test_a_callback_serves_at_once_and_its_time_is_measured(watched: Watched) -> None:
    watched.do(
        PAIR,
        Register(name="pair.a", events=("read",), callback="echo"),
        Send(name="pair.b", text="x"),
        Select(timeout=1),
    )
    assert watched.kinds(WORKER) == ["BLOCKED", "CALLBACKS"]
    assert watched.kinds("pair.a") == ["READ"]
    assert watched.lanes.sums.callbacks > 0
    watched.do(Receive(name="pair.b"), Close(name="pair.b"), Select(timeout=1))
    assert watched.kinds("pair.a", "marks")[-2:] == ["EOF", "CLOSED"]
    lane = watched.lanes.get("pair.a")
    assert lane is not None and lane.over and not lane.watch.open


def test_a_busy_loop_is_one_growing_segment(watched: Watched) -> None:
    watched.do(PAIR, Register(name="pair.a", events=("write",)), Run(calls=5000, timeout=1))
    assert watched.kinds(WORKER) == ["MANY"]
    assert watched.kinds("pair.a") == ["MANY_WRITE"]
    many = watched.lanes.worker.main[0]
    assert many.calls == 5000
    assert watched.lanes.sums.calls == watched.lanes.sums.results == 5000
    assert 0 < watched.lanes.sums.blocked <= many.end - many.start


def test_watched_for_is_what_is_registered_and_since_when(watched: Watched) -> None:
    watched.do(PAIR, READ, Modify(name="pair.a", events=("read", "write")), Unregister(name="pair.a"))
    assert watched.kinds("pair.a", "watch") == ["WATCH_READ", "WATCH_BOTH"]
    lane = watched.lanes.get("pair.a")
    assert lane is not None and not lane.watch.open
    assert lane.watch[0].end == lane.watch[1].start
    watched.do(READ, CloseSelector())
    assert not lane.watch.open


def test_a_key_that_outlives_its_object_is_still_watched_for(watched: Watched) -> None:
    watched.do(PAIR, READ, Close(name="pair.a"))
    lane = watched.lanes.get("pair.a")
    assert lane is not None and lane.watch.open
    assert watched.kinds("pair.a", "marks")[-1] == "CLOSED"


def test_what_is_refused_is_an_error_on_its_lane(watched: Watched) -> None:
    watched.do(PAIR, READ, READ)
    assert watched.kinds("pair.a", "marks") == ["OPENED", "COMMAND", "ERROR"]
    watched.do(CloseSelector(), Select(timeout=0))
    assert watched.kinds(WORKER)[-1] == "FAILED"


def test_a_call_that_has_not_returned_waits(watched: Watched) -> None:
    watched.driver.ask(PAIR, READ, Select(timeout=None))
    watched.driver.until(lambda: watched.lanes.waiting)
    assert watched.kinds(WORKER) == ["WAITING"] and watched.lanes.worker.main.open
    watched.driver.worker.pause()
    watched.driver.until(lambda: watched.driver.status is not None and watched.driver.status.state == "idle")
    assert watched.kinds(WORKER) == ["STOPPED"]
    assert not watched.lanes.waiting


def test_every_row_of_a_call_or_command_has_its_segment(watched: Watched) -> None:
    watched.do(
        PAIR,
        Register(name="pair.a", events=("read", "write")),
        Register(name="pair.b", events=("write",), callback="none"),
        Send(name="pair.b", text="hi"),
        Select(timeout=1),
        Note(text="two were ready"),
        Run(calls=3, timeout=0),
    )
    for row in watched.store.rows:
        if row.do == "run":
            continue  # told when it has ended; its calls are there
        found = [lane for lane in watched.lanes if lane.find(row.serial)]
        assert found, row
        if row.name:
            assert row.name in [lane.name for lane in found] or row.do == "open"


def test_a_new_name_is_the_same_lane(watched: Watched) -> None:
    watched.do(PAIR, READ, Rename(name="pair", to="both"))
    assert watched.lanes.get("pair.a") is None
    lane = watched.lanes.get("both.a")
    assert lane is not None and lane.watch.open


def test_clearing_keeps_what_is_watched(watched: Watched) -> None:
    watched.do(PAIR, READ, Select(timeout=0))
    watched.feed.clear()
    assert watched.kinds(WORKER) == []
    assert watched.kinds("pair.a", "watch") == ["WATCH_READ"]


# Facts as they may come, without a worker.


def call(number: int, start: int, end: int, *results: Result, served: float | None = None) -> Call:
    return Call(number, "epoll", None, start, (end - start) / 1e9, results, served=served)


def folded(*facts: Any, feed: TimelineFeed | None = None, serial: int = 0) -> TimelineFeed:
    feed = feed or TimelineFeed(Lanes())
    feed.fold(Batch(tuple(facts)), serial)
    return feed


A = Result("a", 100, 1, 1, Effect((text("{received} in", received=5),), 5))
B = Result("b", 101, 2, 4)


def test_without_measured_time_the_next_call_is_the_latest() -> None:
    calls = [call(n, 1000 * n, 1000 * n + 100, A) for n in range(1, 4)]
    feed = folded(*(RunCall(0, n, Returned(one)) for n, one in enumerate(calls, 1)))
    lane = feed.lanes.get("a")
    assert lane is not None
    assert [(lane.main[n].start, lane.main[n].end) for n in range(3)] == [(1100, 2000), (2100, 3000), (3100, 3101)]
    folded(RunCall(0, 4, Returned(call(4, 4000, 4100, A))), feed=feed, serial=3)
    assert lane.main[2].end == 4000  # only the next call told
    assert feed.lanes.sums.callbacks >= 2 * 900 + 900


def test_a_pause_between_two_calls_is_not_time_in_callbacks(watched: Watched) -> None:
    """A pace, or a window that has its turn, makes the next call late: the callbacks had returned long before."""
    watched.do(Open(kind="socketpair", name="pair"))
    for end in "ab":
        watched.do(Register(name=f"pair.{end}", events=("read",), callback="echo"))
    watched.do(Send(name="pair.a", text="hello"))
    watched.driver.worker.adjust(20, True)
    watched.do(Run(calls=5))
    lanes, track = watched.lanes, watched.lanes.worker.main
    spans = [track[place] for place in track.within(0, 1 << 62) if track[place].kind == SegmentKind.CALLBACKS]
    gaps = [later.start - one.end for one, later in zip(spans, spans[1:], strict=False)]
    assert len(spans) == 5 and all(gap > 10_000_000 for gap in gaps)
    assert lanes.sums.callbacks == sum(one.end - one.start for one in spans) < sum(gaps)


def test_calls_that_were_not_recorded_leave_a_gap() -> None:
    feed = folded(*(RunCall(0, n, Returned(call(n, 1000 * n, 1000 * n + 100, B))) for n in (1, 2, 7, 8)))
    lane = feed.lanes.get("b")
    assert lane is not None
    ends = [(lane.main[n].start, lane.main[n].end) for n in range(3)]
    assert ends == [(1100, 2000), (2100, 2101), (7100, 8000)]
    folded(RunCall(0, 20, Returned(call(20, 20_000, 20_100, B))), feed=feed, serial=4)
    assert lane.main[3].end == 8101


def test_a_failed_call_and_a_group_that_grew_late() -> None:
    lanes = folded(
        RunCall(0, 1, Returned(call(1, 1000, 1100, B))),
        GroupGrew(1, 100, 9000, 1e-7, 1e-7, 1e-5),
        RunCall(0, 2, Failed(call(101, 9500, 9600), Refused("OSError", "[Errno 9] Bad file descriptor", 9))),
        GroupGrew(1, 200, 9900, 1e-7, 1e-7, 1e-5),  # of a row that is no longer the last: nothing grows any more
    ).lanes
    kinds = [lanes.worker.main[n] for n in range(2)]
    assert [(one.kind, one.start, one.end, one.calls) for one in kinds] == [
        (SegmentKind.MANY, 1000, 9000, 100),
        (SegmentKind.FAILED, 9500, 9600, 1),
    ]
    lane = lanes.get("b")
    assert lane is not None and (lane.main[0].end, lane.main[0].kind) == (9500, SegmentKind.MANY_WRITE)


def test_blocks_of_calls_are_the_same_as_calls_one_by_one() -> None:
    """Lists of numbers and a table of results, as a run hands calls over by the thousand."""
    kinds = [A, B, Result("", 102, 1), Result("a", 100, 1, 1, Effect((text("over"),), eof=True))]
    ids, sizes = [0, 1, 0, 2, 3], [1, 0, 2, 2]
    starts, ends = [1000, 2000, 3000, 4000], [1100, 2100, 3100, 4100]
    block = CallBlock(0, 1, 1, "epoll", None, "", ResultTable())
    block.results.kinds += kinds
    block.ids, block.sizes, block.starts, block.ends = ids, sizes, starts, ends
    whole = folded(block)
    results = iter(ids)
    single = folded(
        *(
            RunCall(0, n + 1, Returned(call(n + 1, start, end, *(kinds[next(results)] for _ in range(size)))))
            for n, (start, end, size) in enumerate(zip(starts, ends, sizes, strict=True))
        )
    )
    assert [lane.name for lane in whole.lanes] == [lane.name for lane in single.lanes] == ["", "a", "b"]
    marks = whole.lanes.lane("a").marks
    assert [SegmentKind(marks[place].kind) for place in marks.within(0, 1 << 62)] == [SegmentKind.EOF]
    for one, other in zip(whole.lanes, single.lanes, strict=True):
        for track, twin in zip(one.tracks, other.tracks, strict=True):
            assert [track[p] for p in track.within(0, 1 << 62)] == [twin[p] for p in twin.within(0, 1 << 62)]
    assert vars(whole.lanes.sums) == vars(single.lanes.sums)
    entry = Entry(0, Note(text="after"), Done(), 9000)
    folded(entry, feed=whole, serial=100)
    assert whole.lanes.worker.marks.find(100) is not None


def test_the_oldest_segments_go_and_are_counted() -> None:
    feed = TimelineFeed(Lanes(capacity=1000))
    for n in range(40):
        facts = [RunCall(0, k, Returned(call(k, 100 * k, 100 * k + 50, B))) for k in range(n * 100 + 1, n * 100 + 101)]
        folded(*facts, feed=feed, serial=n * 100)
    lanes = feed.lanes
    assert lanes.segments() <= 1000
    assert lanes.segments() + lanes.evicted == 8000
    assert lanes.since > 100
    assert lanes.worker.main.find(3999) is not None and lanes.worker.main.find(5) is None


def test_lanes_of_what_is_long_closed_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.timeline.lanes.MOST_LANES", 50)
    feed = TimelineFeed(Lanes())
    for n in range(1, 100):
        opened = Done({"opened": [{"name": f"c{n}", "fd": 100}]})
        folded(
            Entry(n, PAIR, opened, n * 1000), Entry(n, Close(name=f"c{n}"), Done(), n * 1000 + 1), feed=feed, serial=n
        )
    assert len(feed.lanes) <= 50 and feed.lanes.lost > 0
    assert feed.lanes.get("c99") is not None


def renamed(old: str, new: str) -> Done:
    return Done({"renamed": [{"from": old, "to": new}]})


def test_a_name_that_begins_as_another_does_is_not_renamed_with_it(watched: Watched) -> None:
    """The lane of it-2 was once called other-2, as no object is."""
    watched.do(Open(kind="eventfd", name="it"), Open(kind="eventfd", name="it-2"), Rename(name="it", to="other"))
    assert {lane.name for lane in watched.lanes} == {WORKER, "other", "it-2"}


def test_a_rename_costs_no_more_among_thousands() -> None:
    """A recording may hold thousands of both: each rename once looked at every name, 10 ms of the window's."""

    def steps_among(many: int) -> int:
        feed = TimelineFeed(Lanes())
        opened = [{"name": f"c{n}", "fd": n} for n in range(many)]
        folded(Entry(1, PAIR, Done({"opened": opened}), 1000), feed=feed, serial=1)
        names = [lane.name for lane in feed.lanes]
        entry = Entry(2, Rename(name="c3", to="new"), renamed("c3", "new"), 2000)
        steps = steps_of(lambda: folded(entry, feed=feed, serial=2))
        assert [lane.name for lane in feed.lanes] == ["new" if name == "c3" else name for name in names]
        return steps

    assert steps_among(2000) == steps_among(20)


def block_of(table: ResultTable, row: int, *calls: list[int]) -> CallBlock:
    """A block of calls, each with the results of these ids."""
    block = CallBlock(0, row, row + 1, "poll", 0, "", table)
    for number, ids in enumerate(calls, row):
        block.starts.append(number * 1000)
        block.ends.append(number * 1000 + 10)
        block.sizes.append(len(ids))
        block.ids += ids
    return block


def test_a_few_calls_cost_no_more_where_their_table_has_thousands_of_results() -> None:
    """A stranger's recording of one call with 20,000 results, and thousands of small ones, held the window for 22 s."""
    trouble = flag_bit("ERR")

    def steps_among(many: int) -> int:
        feed, table = TimelineFeed(Lanes()), ResultTable()
        for number in range(many):
            table.add((number,), Result(f"o{number}", 100 + number, 1, trouble))
        folded(block_of(table, 0, list(range(many)), [3]), feed=feed, serial=0)
        return steps_of(lambda: folded(block_of(table, 2, [3], [4]), feed=feed, serial=many + 2))

    assert steps_among(2000) == steps_among(20)


def test_no_lanes_are_made_for_names_beyond_all_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.timeline.lanes.CROWDED", 5)
    feed, table = TimelineFeed(Lanes()), ResultTable()
    for number in range(20):
        table.add((number,), Result(f"o{number}", 100 + number, 1, flag_bit("ERR")))
    folded(block_of(table, 0, list(range(20)), [3]), feed=feed, serial=0)
    assert [lane.name for lane in feed.lanes] == [WORKER, "o0", "o1", "o2", "o3"] and len(
        feed.lanes.get("o3").main
    ) == 2


def test_what_is_kept_is_counted_without_asking_every_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.timeline.lanes.MOST_LANES", 20)
    feed = TimelineFeed(Lanes(capacity=400))

    def held() -> int:
        return sum(len(track) for lane in feed.lanes for track in lane.tracks)

    for n in range(1, 60):
        opened = Done(
            {"opened": [{"name": f"c{n}", "fd": 100}, {"name": "same" if n % 9 == 0 else f"d{n}", "fd": 101}]}
        )
        folded(Entry(n, PAIR, opened, n * 1000), feed=feed, serial=n)
        folded(*(RunCall(0, k, Returned(call(k, n * 1000 + k, n * 1000 + k, B))) for k in range(9)), feed=feed)
        folded(Entry(n, Rename(name=f"d{n}", to="same"), renamed(f"d{n}", "same"), n * 1000 + 20), feed=feed, serial=n)
        folded(Entry(n, Close(name=f"c{n}"), Done(), n * 1000 + 30), feed=feed, serial=n)
        assert feed.lanes.segments() == held()
    assert feed.lanes.lost and feed.lanes.evicted
    with monkeypatch.context() as patch:  # with 20,000 objects, that for each frame is half of it
        patch.setattr(Lane, "__len__", lambda lane: pytest.fail("a lane was asked"))
        folded(Entry(99, Close(name="c50"), Done(), 99_000), feed=feed, serial=99)


def test_a_worker_that_is_not_watched_costs_its_callbacks_one_look_at_the_clock() -> None:
    worker = Worker()
    assert worker.take().facts == ()
    assert Call(1, "epoll", None, 0, 0.0).served is None


def test_edges_are_walked_in_both_directions() -> None:
    lanes = folded(*(RunCall(0, n, Returned(call(n, 1000 * n, 1000 * n + 100, A, served=5e-8))) for n in (1, 2))).lanes
    lane, at, seen = lanes.get("a"), 0, []
    assert lane is not None
    while (found := lane.edge(at, True)) is not None:
        seen.append(at := found)
    assert seen == [1100, 1150, 2100, 2150]
    back = []
    while (found := lane.edge(at, False)) is not None:
        back.append(at := found)
    assert back == [2100, 1150, 1100]


def turn(start: int, end: int, serial_of: int = 0, **other: Any) -> Entry:
    given: dict[str, Any] = {"pid": 7, "thread": 0, "selector": 1} | other
    about = Turn(**given, number=1, start=start, end=end, handles=0, longest=None, waited=(), doing=ThreadDoing())
    return Entry(serial_of, Note(text="turn"), Done(), end, about=about)


def turns(lanes: Lanes) -> dict[str, list[tuple[int, int, int]]]:
    found = {lane.name: lane.main for lane in lanes if lane.has_turns}
    return {
        name: [(main[at].start, main[at].end, main[at].serial) for at in main.within(0, 1 << 60)]
        for name, main in found.items()
    }


def test_long_turns_have_a_lane_for_each_thread() -> None:
    lanes = Lanes()
    TimelineFeed(lanes).fold(Batch((turn(10, 20), turn(15, 25, thread=1), turn(30, 40), turn(12, 50, pid=8))), 5)
    assert turns(lanes) == {
        "\0turns 1": [(10, 20, 5), (30, 40, 7)],
        "\0turns 2": [(15, 25, 6)],
        "\0turns 3": [(12, 50, 8)],
    }
    assert len(lanes.worker.marks) == 0 and lanes.now == 50


def test_a_turn_that_had_others_of_its_thread_in_it_stands_for_them() -> None:
    lanes = Lanes()
    TimelineFeed(lanes).fold(Batch((turn(1, 5), turn(20, 30), turn(35, 40), turn(10, 50, selector=2), turn(60, 70))), 0)
    assert turns(lanes) == {"\0turns 1": [(1, 5, 0), (10, 50, 3), (60, 70, 4)]}


def test_lanes_of_very_many_threads_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "MOST_TURNS", 2)
    lanes = Lanes()
    TimelineFeed(lanes).fold(Batch(tuple(turn(n, n + 1, pid=n) for n in range(1, 5))), 0)
    assert [lane.over for lane in lanes if lane.has_turns] == [True, True, False, False]
