"""The tape between the worker and the thread that writes: in order, bounded, and what found no room is counted."""

import threading
from collections.abc import Callable

import pytest

from selcore.recording.tape import PIECE, Lost, Piece, Tape
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import Note
from selcore.values.facts import CallBegan, Entry, Fact, GroupGrew, ObjectState, RunCall
from selcore.values.outcomes import Call, Done, Result, Returned


def result(name: str) -> Result:
    return Result(name, 100, 1, None, None)


def call(number: int, *names: str) -> RunCall:
    return RunCall(0, number, Returned(Call(number, "poll", 0, 0, 0.0, tuple(map(result, names)))))


def calls(*sizes: int) -> CallBlock:
    """Calls with so many results each."""
    made = CallBlock(0, 1, 1, "poll", 0, "", ResultTable())
    for name in "abc":
        made.results.add((name,), result(name))
    for size in sizes:
        made.starts.append(0)
        made.ends.append(1)
        made.sizes.append(size)
        made.ids += range(size)
    return made


def entry(step: int) -> Entry:
    return Entry(step, Note(text=""), Done(), 0)


STATE = ObjectState("a", "pipe", 100, "open")


def placed(tape: Tape) -> list[tuple[int, object]]:
    """What is taken: the place of each piece, and what it is; of what was lost, how much."""
    return [(piece.position, _told(piece)) for piece in tape.take(None)[0]]


def _told(piece: Piece) -> object:
    fact = piece.fact
    return ("lost", fact.calls, fact.results) if isinstance(fact, Lost) else fact


def test_each_piece_has_the_place_of_its_first_row() -> None:
    tape, many = Tape(), calls(1, 0, 2)
    facts: list[Fact] = [entry(0), call(1, "a"), many, entry(1)]
    for fact in facts:
        tape.put(fact)
    assert placed(tape) == list(zip([1, 2, 3, 6], facts, strict=True))


def test_what_found_no_room_is_counted_call_by_call_and_result_by_result() -> None:
    tape = Tape(capacity=3)
    tape.put(calls(1, 1, 1))
    tape.put(call(4, "a", "b", "c"))
    tape.put(call(5))
    tape.put(calls(2, 0, 3, 1))
    assert (tape.lost_calls, tape.lost_results) == (6, 9)
    tape.put(entry(1))
    assert placed(tape)[1:] == [(9, ("lost", 6, 9)), (10, entry(1))]


def test_each_gap_is_told_by_itself_before_what_follows_it() -> None:
    tape = Tape(capacity=1)
    first = call(1, "a")
    tape.put(first)
    tape.put(call(2, "a", "b"))
    pieces, ended = tape.take(None)
    assert not ended
    for piece in pieces:
        tape.written(piece)
    tape.put(call(3))
    tape.put(call(4, "a"))
    tape.end()
    assert placed(tape) == [(2, ("lost", 1, 2)), (3, call(3)), (4, ("lost", 1, 1))]
    assert (tape.lost_calls, tape.lost_results) == (2, 3)
    assert tape.take(None) == ([], True)


def test_states_are_kept_though_their_call_is_lost() -> None:
    tape = Tape(capacity=1)
    tape.put(call(1))
    tape.put(call(2), [STATE], ["b"])
    assert [(piece.fact, piece.objects, piece.gone) for piece in tape.take(None)[0]][1:] == [(None, (STATE,), ("b",))]


@pytest.mark.parametrize("fact", [None, GroupGrew(1, 2, 0, 0.0, 0.0, 0.0), CallBegan(0, Note(text=""), 0)])
def test_what_only_begins_or_grows_is_none_of_it(fact: Fact | None) -> None:
    tape = Tape()
    tape.put(fact)
    tape.put(fact, [STATE])
    assert [(piece.position, piece.fact, piece.objects) for piece in tape.take(None)[0]] == [(1, None, (STATE,))]


def test_what_is_written_makes_room() -> None:
    tape = Tape(capacity=2)
    tape.put(calls(0, 0))
    (piece,), _ = tape.take(None)
    tape.put(call(3))
    assert tape.lost_calls == 1, "taken is not written"
    tape.written(piece)
    tape.put(call(4))
    tape.put(call(5))
    assert tape.lost_calls == 1


def test_the_results_of_calls_take_room_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """150,000 calls may wait; with 20,000 results each they would be all memory."""
    monkeypatch.setattr("selcore.recording.tape.RESULTS", 100)
    tape = Tape(capacity=1000)
    tape.put(calls(60, 60))
    tape.put(calls(60))
    assert (tape.lost_calls, tape.lost_results) == (1, 60)
    (piece,), _ = tape.take(None)
    tape.written(piece)
    tape.put(calls(60))
    assert tape.lost_calls == 1


def test_a_lossless_one_waits_until_it_is_written() -> None:
    tape = Tape(lossless=True, capacity=1)
    tape.put(call(1))
    (piece,), _ = tape.take(None)
    put = threading.Thread(target=tape.put, args=(call(2),))
    put.start()
    tape.written(piece)
    put.join(20)
    assert not put.is_alive() and placed(tape) == [(2, call(2))] and tape.lost_calls == 0


def test_long_answers_wait_to_be_written_before_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.recording.tape.PIECES", 2)
    tape, long = Tape(), Entry(0, Note(text=""), Done({"hex": "ab" * PIECE}), 0)
    tape.put(long)
    (piece,), _ = tape.take(None)
    found: list[bool] = []
    monkeypatch.setattr(tape._room, "wait_for", lambda there_is_room: found.append(there_is_room()))
    tape.put(entry(1))
    tape.written(piece)
    tape.put(entry(2))
    assert found == [False, True]


def test_a_torn_one_takes_nothing_and_keeps_nobody_waiting() -> None:
    tape = Tape(lossless=True, capacity=1)
    tape.put(call(1))
    tape.tear()
    tape.put(call(2))
    tape.put(entry(1), [STATE])
    tape.end()
    assert tape.take(None) == ([], True) and tape.lost_calls == 0


class Waits:
    """How often whoever puts has waited, and what the writer does meanwhile."""

    def __init__(self, tape: Tape, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object] = lambda: None):
        self.count, self._meanwhile, self._wait = 0, meanwhile, tape._room.wait_for
        monkeypatch.setattr(tape._room, "wait_for", self.wait_for)

    def wait_for(self, met: Callable[[], bool], seconds: float | None = None) -> bool:
        if not met():
            self.count += 1
            self._meanwhile()
        return self._wait(met, seconds)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Tape:
    """A tape on which eight calls are many, before a disk that writes none of them."""
    monkeypatch.setattr("selcore.recording.tape.MANY", 8)
    monkeypatch.setattr("selcore.recording.tape.MOMENT", 0.001)
    tape = Tape(capacity=100)
    tape.put(calls(*[0] * 8))
    return tape


def test_a_slow_disk_costs_one_wait(slow: Tape, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = Waits(slow, monkeypatch)
    for number in range(9, 20):
        slow.put(call(number))
    assert (waits.count, slow.lost_calls, len(slow.take(0)[0])) == (1, 0, 12)


def test_with_few_that_wait_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = Tape(capacity=100)
    waits = Waits(tape, monkeypatch)
    for number in range(50):
        tape.put(call(number))
    assert waits.count == 0


@pytest.mark.parametrize(("written", "again"), [(6, False), (7, True), (8, True)])
def test_it_is_waited_for_again_when_nearly_all_was_written(
    slow: Tape, monkeypatch: pytest.MonkeyPatch, written: int, again: bool
) -> None:
    waits = Waits(slow, monkeypatch)
    slow.put(calls(0))
    for _ in range(written + 1):  # of nine; two are a quarter of many
        slow.written(Piece(0, call(0)))
    slow.put(calls(*[0] * 9))
    slow.put(call(30))
    assert waits.count == 1 + again


def test_the_wait_ends_when_it_is_written(slow: Tape, monkeypatch: pytest.MonkeyPatch) -> None:
    def write() -> None:
        for _ in range(7):
            slow.written(Piece(0, call(0)))

    waits = Waits(slow, monkeypatch, write)
    slow.put(call(9))
    slow.put(calls(*[0] * 8))
    slow.put(call(18))
    assert (waits.count, slow.lost_calls) == (2, 0), "it was in time, and may be waited for again"
