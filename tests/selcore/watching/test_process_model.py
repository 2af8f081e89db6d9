"""Records become facts: keys, masks, functions; calls that are alike are told together."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from selectors import SelectorKey
from typing import Any

import pytest

from selcore.probe import layout
from selcore.probe.keys import changing
from selcore.values.watched import Turn
from selcore.watching import process_model
from selcore.watching.descriptor_names import DescriptorNames
from selcore.watching.facts import KeyChanged, MoreCalls, SelectorClosed, WatchedCall
from selcore.watching.process_model import ProcessModel

from .written import MS, put_call, written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="posix_fallocate")
IN, OUT, HUP = 1, 4, 16


class Kept:
    """A process, and the facts of what it wrote."""

    def __init__(self, recorder: Any, reader: Any):
        self.recorder, self.names = recorder, DescriptorNames(os.getpid())
        self.model, self._reader = ProcessModel(reader, self.names), reader

    def facts(self, kind: type = object) -> list[Any]:
        return [fact for fact in self.model.fold(self._reader.records()) if isinstance(fact, kind)]

    def records(self) -> list[Any]:
        found: list[Any] = self._reader.records()
        return found

    def register(self, fd: int, events: int, data: Any = None, selector: Any = None) -> int:
        selector = self if selector is None else selector
        changing(self.recorder)[0](selector, SelectorKey(fd, fd, events, data))
        return int(self.recorder.number(selector))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with written(tmp_path) as (recorder, reader):
        made = Kept(recorder, reader)
        yield made
        made.names.close()


@pytest.mark.parametrize(
    ("kind", "flags", "events", "expected"),
    [
        (layout.EPOLL, IN, 3, 1),
        (layout.EPOLL, OUT, 3, 2),
        (layout.EPOLL, IN | HUP, 3, 3),
        (layout.EPOLL, HUP, 1, 1),
        (layout.POLL, IN | OUT, 1, 1),
        (layout.SELECT, 2, 3, 2),
    ],
)
def test_the_mask_is_that_of_selectors(kept: Kept, kind: int, flags: int, events: int, expected: int) -> None:
    number = kept.register(0, events)
    put_call(kept.recorder, number, 1, 2, ready=[(0, flags)], kind=kind)
    (call,) = kept.facts(WatchedCall)
    assert [(key.mask, key.raw) for key in call.ready] == [(expected, flags)]


def test_of_asyncio_read_names_the_reader_write_the_writer_and_both_both(kept: Kept) -> None:
    def readable() -> None: ...

    def writable() -> None: ...

    loop = asyncio.new_event_loop()
    pair = tuple(asyncio.Handle(function, (), loop) for function in (readable, writable))
    number = kept.register(0, 3, pair)
    for at, flags in enumerate((IN, OUT, IN | OUT)):
        put_call(kept.recorder, number, 2 * at + 1, 2 * at + 2, ready=[(0, flags)])
    loop.close()
    called = [[one.name.rpartition(".")[2] for one in call.ready[0].functions] for call in kept.facts(WatchedCall)]
    assert called == [["readable"], ["writable"], ["readable", "writable"]]


def test_keys_come_change_and_go(kept: Kept) -> None:
    def serve() -> None: ...

    number = kept.register(0, 1, serve)
    kept.register(0, 3, serve)
    changing(kept.recorder)[1](kept, SelectorKey(0, 0, 1, None))
    kept.register(1, 2)
    kept.recorder.closed(kept)
    facts = kept.facts()
    changes = [(fact.fd, fact.events) for fact in facts if isinstance(fact, KeyChanged)]
    assert changes == [(0, 1), (0, 3), (0, 0), (1, 2)]
    assert [fact.keys for fact in facts if isinstance(fact, SelectorClosed)] == [1]
    assert kept.model.selector(number).keys == {} and kept.model.selector(number).closed


def test_what_has_no_key_is_not_returned(kept: Kept) -> None:
    number = kept.register(0, 1)
    put_call(kept.recorder, number, 1, 2, ready=[(1, IN)])
    assert [call.ready for call in kept.facts(WatchedCall)] == [()]


def test_calls_that_are_alike_are_told_together_with_each_time(kept: Kept) -> None:
    number = kept.register(0, 1)
    for n in range(100):
        put_call(kept.recorder, number, n * 1000, n * 1000 + 500, ready=[(0, IN)])
    put_call(kept.recorder, number, 100_000, 100_500)
    first, more, other = kept.facts((WatchedCall, MoreCalls))  # type: ignore[arg-type]
    assert (first.number, len(more.starts), more.last.number, other.number) == (1, 99, 100, 101)
    assert more.starts[0] == 1000 and more.ends[-1] == 99_500 and more.last.end == 99_500
    assert (kept.model.calls, kept.model.results) == (101, 100)


def test_a_pause_between_calls_is_a_turn(kept: Kept) -> None:
    number = kept.register(0, 1)
    put_call(kept.recorder, number, 0, 1, ready=[(0, IN)])
    put_call(kept.recorder, number, 60 * MS, 60 * MS + 1, ready=[(0, IN)])
    (turn,) = kept.facts(Turn)
    assert turn.seconds == pytest.approx(0.06) and [one.fd for one in turn.waited] == [0]


def test_results_of_two_threads_are_not_mixed(kept: Kept) -> None:
    number, ring = kept.register(5, 3), kept.recorder.ring
    for fd in (6, 7, 8):
        kept.register(fd, 3)
    for thread, fds in ((0, (5, 6)), (1, (7, 8))):
        put_call(kept.recorder, number, 1, 2, ready=[(fd, IN) for fd in fds], thread=thread)
    for thread, fd in ((1, 8), (0, 6)):
        seq = ring.next()
        words = [fd, IN, *[0] * 8]
        layout.REST.pack_into(ring.slots, (seq % layout.SLOTS) * 64, seq, layout.MORE | thread << 16, *words, 0, seq)
    found = {call.thread: [key.fd for key in call.ready] for call in kept.facts(WatchedCall)}
    assert found == {0: [5, 6], 1: [7, 8]}


def test_a_call_whose_rest_never_came_is_told_at_the_end(kept: Kept) -> None:
    number = kept.register(0, 1)
    put_call(kept.recorder, number, 1, 2, ready=[(0, IN), (0, IN)])
    assert kept.facts(WatchedCall) == []
    (call,) = kept.model.finish()
    assert isinstance(call, WatchedCall) and len(call.ready) == 1


def test_a_forked_child_begins_with_its_parents_keys(kept: Kept) -> None:
    number = kept.register(0, 1)
    kept.facts()
    child = ProcessModel(kept.model.ring, kept.names, kept.model)
    assert set(child.selector(number).keys) == {0}
    child.selector(number).keys.clear()
    assert set(kept.model.selector(number).keys) == {0}


def test_a_timeout_that_json_does_not_know_is_an_odd_one(tmp_path: Path) -> None:
    with written(tmp_path) as (recorder, reader):
        for timeout in (float("nan"), float("inf"), 2.5):
            put_call(recorder, 1, 10, 20, timeout=timeout)
        model = ProcessModel(reader, DescriptorNames(os.getpid()))
        calls = [fact for fact in model.fold(reader.records()) if isinstance(fact, WatchedCall)]
        assert [one.timeout for one in calls] == ["?", "?", 2.5]
        model.names.close()


def test_no_program_makes_it_keep_without_bound(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in {"MOST_SELECTORS": 5, "MOST_THREADS": 4, "MOST_GROWING": 3, "MOST_KEYS": 10, "KEPT": 20}.items():
        monkeypatch.setattr(process_model, name, most)
    for n in range(30):
        selector = type("Own", (), {})()
        kept.register(100 + n, 1, selector=selector)
        kept.register(200 + n, 1)
        put_call(kept.recorder, kept.recorder.number(selector), n, n, thread=n, ready=[(100 + n, IN)])
        put_call(kept.recorder, 90 + n, n, n, thread=50 + n, ready=[(n, IN), (n + 1, IN)])  # its rest never comes
    calls = kept.facts(WatchedCall)
    assert len(calls) == 57 and kept.facts() == []
    model = kept.model
    assert len(model.selectors) <= 5 and len(model.threads) <= 4 and len(model._growing) <= 3
    assert sum(len(one.keys) for one in model.selectors.values()) == model._keys <= 10
    assert sum(len(key) for one in model.selectors.values() for key in one.made) <= 20
    assert all(len(turns._last) <= 5 for turns in model.threads.values())


def test_what_is_returned_of_keys_that_are_not_known_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_model, "MOST_KEYS", 2)
    number = [kept.register(fd, 1) for fd in (100, 101, 102)][0]
    put_call(kept.recorder, number, 1, 1, ready=[(100, IN)])
    (call,) = kept.facts(WatchedCall)
    assert [(key.fd, key.mask) for key in call.ready] == [(100, 1)]


def test_where_records_were_lost_there_is_no_turn_and_nothing_is_joined(kept: Kept) -> None:
    """A loop that spins writes faster than it is read: what ran meanwhile were turns of its own, and short."""
    recorder = kept.recorder
    put_call(recorder, 1, 1 * MS, 2 * MS, ready=[(5, IN)])
    put_call(recorder, 1, 3 * MS, 4 * MS, ready=[(5, IN), (6, IN)], thread=1)
    put_call(recorder, 1, 500 * MS, 501 * MS, ready=[(5, IN)])
    put_call(recorder, 1, 600 * MS, 601 * MS, ready=[(5, IN)])
    first, second, third, last = kept.records()
    facts = list(kept.model.fold([first, second, (9, *third[1:]), (10, *last[1:])]))
    calls = [fact for fact in facts if isinstance(fact, WatchedCall)]
    assert [(call.thread, len(call.ready)) for call in calls] == [(0, 1), (1, 1), (0, 1), (0, 1)]
    (turn,) = [fact for fact in facts if isinstance(fact, Turn)]
    assert (turn.start, turn.end) == (501 * MS, 600 * MS)
