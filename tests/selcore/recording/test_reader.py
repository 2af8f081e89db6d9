"""What was written is read: the same facts in the same order, whatever lies between them and however few at a time."""

import random
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from selcore.recording import Recording, UnreadableRecording, reader, row_facts
from selcore.values.commands import Note, Select, Timeout
from selcore.values.facts import Entry, Fact, GroupGrew, ObjectState, RunCall, one_by_one
from selcore.values.outcomes import Call, Done, Effect, Failed, Interrupted, Refused, Result, Returned
from selcore.values.text import text
from tests.selcore.recorded import facts_of, written

TICK = 1_953_125
"""Nanoseconds that a float of seconds holds exactly."""
A, B = Result("a", 100, 1, 1), Result("b", 101, 2, None)
SERVED = Result("a", 100, 3, 1, Effect((text("{words}", words="3 bytes in"),), 3, 4))
LISTS: tuple[tuple[Result, ...], ...] = ((A,), (B, A), (), (SERVED,), (A, SERVED))
BEFORE = (ObjectState("b", "pipe", 101, "open", received=7), ObjectState("a", "pipe", 100, "closed"))
Told = Entry | RunCall


def history(seed: int, rows: int = 80) -> list[Told]:
    """What a worker might tell, each with the row that it will have: runs of equal calls, and all that ends one."""
    chance, found = random.Random(seed), list[Told]()
    step, number = 0, 0
    how: tuple[tuple[Result, ...], str, Timeout, str] = (), "epoll", 0, ""

    def call(**more: Any) -> Call:
        results, backend, timeout, selector = how
        at, ticks = 10**9 + len(found) * 50 * TICK, chance.randrange(9)
        return Call(number, backend, timeout, at, ticks * TICK / 1e9, results, selector=selector, **more)

    while len(found) < rows:
        what = chance.choices(
            ["again", "other", "note", "select", "reentered", "failed", "ended", "run"], [40, 9, 3, 2, 2, 2, 2, 1]
        )[0]
        number += 1
        if what == "other":
            timeouts: list[Timeout] = [0, 0.5, None, "nan"]
            where = chance.choice(["epoll", "poll"]), chance.choice(timeouts), chance.choice(["", "inner"])
            how = chance.choice(LISTS), *where
        elif what == "run":
            step += 1
        if what in ("note", "select"):
            step += 1
            at = 10**9 + len(found)
            parent, during = chance.choice([(None, None), (step - 1, 2)])
            if what == "note":
                number -= 1
                found.append(Entry(step, Note(text="x"), Done({"a": 1}), at, parent, during, chance.random() < 0.5))
            else:
                found.append(Entry(step, Select(timeout=how[2]), Returned(call()), at))
        elif what == "failed":
            error = Refused("OSError", "no", 9, hint=text("{words}", words="because"))
            found.append(RunCall(step, len(found) + 1, Failed(call(), error)))
        elif what == "ended":
            found.append(RunCall(step, len(found) + 1, Interrupted(call(), "pause")))
            number -= 1
        else:
            found.append(RunCall(step, len(found) + 1, Returned(call(reentered=2 if what == "reentered" else 0))))
    return found


Group = tuple[Told, int, int, float, float, float]
"""A row, and as a ``GroupGrew`` tells it: how many, the end of the last one, least, most and total seconds."""


def alone(fact: Told) -> Group:
    if isinstance(fact, Entry):
        return fact, 1, 0, 0.0, 0.0, 0.0
    call = fact.outcome.call
    return fact, 1, call.start + round(call.waited * 1e9), *(call.waited,) * 3


def likeness(fact: Told) -> Any:
    """Calls that are grouped where they follow each other; None: never."""
    if isinstance(fact, Entry) or not isinstance(fact.outcome, Returned) or fact.outcome.call.reentered:
        return None
    call = fact.outcome.call
    if any(result.effect for result in call.results):
        return None
    return fact.step, call.results, call.backend, call.timeout, call.selector


def grouped(facts: list[Told]) -> list[Group]:
    """As somebody would do it who has them all."""
    found, before = list[Group](), None
    for fact in facts:
        like, one = likeness(fact), alone(fact)
        if like is not None and like == before:
            row, count, _, least, most, total = found[-1]
            found[-1] = row, count + 1, one[2], min(least, one[3]), max(most, one[4]), total + one[5]
        else:
            found.append(one)
        before = like
    return found


def shown(facts: Iterable[Fact]) -> list[Group]:
    """What the reader gives, with what it says of a row in that row."""
    found = list[Group]()
    for fact in (one for some in facts for one in one_by_one(some)):
        if isinstance(fact, GroupGrew):
            assert isinstance(found[-1][0], RunCall) and fact.row == found[-1][0].row
            found[-1] = found[-1][0], fact.count, fact.last, fact.least, fact.most, fact.total
        else:
            found.append(alone(fact))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    "bounds",
    [{}, {"SLICE": 1}, {"SLICE": 7}, {"SHOWN": 1}, {"SHOWN": 9, "SLICE": 20}, {"MUCH": 900}, {"HELD": 2}]
    + [{"KINDS": 0, "SLICE": 11}, {"LONGEST": 2}],
    ids=str,
)
def test_what_was_written_is_read_however_little_at_a_time(
    tmp_path: Path, bounds: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in bounds.items():
        for module in (reader, row_facts):
            monkeypatch.setattr(module, name, value, raising=module is reader)
    told = history(len(str(bounds)))
    path = written(tmp_path / "r.sqlite", told)
    assert [one for fact in facts_of(path) for one in one_by_one(fact)] == told
    assert shown(facts_of(path, True)) == grouped(told)


def test_plain_calls_that_follow_each_other_are_given_together(tmp_path: Path) -> None:
    """A fact for each call would cost more than the call."""
    calls = [Call(n, "poll", 0, n, 0.0, (LISTS[n // 40 % 2])) for n in range(1, 500)]
    path = written(tmp_path / "r.sqlite", [RunCall(0, n, Returned(call)) for n, call in enumerate(calls, 1)])
    assert [len(fact) for fact in facts_of(path)] == [499]  # type: ignore[arg-type]
    assert [type(fact).__name__ for fact in facts_of(path, True)] == ["CallBlock", "GroupGrew"] * 13


@pytest.mark.parametrize(("grouping", "ends"), [(False, [3, 6, 9, 10]), (True, [10])])
def test_as_many_results_are_read_at_once_as_are_shown(
    tmp_path: Path, grouping: bool, ends: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And those of the call that passes the bound; what is grouped counts once."""
    monkeypatch.setattr(reader, "SHOWN", 4)
    calls = [Call(n, "poll", 0, n, 0.0, (A, B)) for n in range(1, 11)]
    path = written(tmp_path / "r.sqlite", [RunCall(0, n, Returned(call)) for n, call in enumerate(calls, 1)])
    with closing(Recording(path)) as opened:
        assert [at for at, _ in opened.slices(grouping)] == ends


def test_lists_are_read_by_the_hundred(tmp_path: Path) -> None:
    """The first by itself, for it may be long."""
    kinds = [Result("a", 100 + n, 1, 1) for n in range(40)]
    calls = [Call(n, "poll", 0, n, 0.0, (kinds[n // 40], kinds[n % 40])) for n in range(1, 700)]
    told = [RunCall(0, n, Returned(call)) for n, call in enumerate(calls, 1)]
    asked = list[str]()
    with closing(Recording(written(tmp_path / "r.sqlite", told))) as opened:
        opened._db.set_trace_callback(asked.append)
        assert [one for _, facts in opened.slices() for fact in facts for one in one_by_one(fact)] == told
        opened._db.set_trace_callback(None)
    assert [one.count(",") for one in asked if "FROM ready_lists" in one] == [2, 501, 199]


def test_what_it_says_of_the_whole(tmp_path: Path) -> None:
    told = history(5)
    path = written(tmp_path / "r.sqlite", told, (30, 40), BEFORE)
    calls = [one.outcome.call for one in told if isinstance(one.outcome, Returned | Failed | Interrupted)]
    ended = sum(isinstance(one.outcome, Interrupted) for one in told)
    with closing(Recording(str(path))) as opened:
        assert opened.path == path
        assert (opened.calls, opened.results) == (len(calls) - ended, sum(len(call.results) for call in calls))
        assert (opened.lost, opened.last, opened.complete) == (30, len(told), False)
        assert (opened.about["backend"], opened.about["lost_results"]) == ("poll", "40")
        assert opened.objects() == BEFORE[::-1], "by name, where they were there before"
        *_, (last, _) = opened.slices()
        assert last == len(told)
    change(path, "UPDATE meta SET value = '2026-11-30' WHERE key = 'ended'")
    with closing(Recording(path)) as opened:
        assert opened.complete


def test_of_many_objects_those_that_were_open_and_the_newest_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a window holds of them is bounded: 100,000 of a stranger's took 250 MB."""
    states = [structs.replace(BEFORE[0], name=f"o{n}", state="closed" if n != 2 else "open") for n in range(9)]
    path = written(tmp_path / "r.sqlite", [], objects=states)
    for n in range(9):
        change(path, f"UPDATE objects SET opened_ns = {n}, closed_ns = {'NULL' if n == 2 else 50} WHERE name = 'o{n}'")
    with closing(Recording(path)) as opened:
        assert (len(opened.objects()), opened.shown) == (9, 0)
        monkeypatch.setattr(reader, "OBJECTS", 3)
        assert [one.name for one in opened.objects()] == ["o2", "o7", "o8"] and opened.shown == 3


def test_nothing_happened(tmp_path: Path) -> None:
    with closing(Recording(written(tmp_path / "r.sqlite", []))) as opened:
        assert (opened.last, opened.calls, list(opened.slices()), list(opened.slices(True))) == (0, 0, [], [])


@pytest.mark.parametrize("table", ["commands", "calls"])
def test_the_last_is_the_last_of_both(tmp_path: Path, table: str) -> None:
    path = written(tmp_path / "r.sqlite", history(1, 20))
    change(path, f"UPDATE {table} SET position = 50 WHERE position = (SELECT max(position) FROM {table})")
    with closing(Recording(path)) as opened:
        assert opened.last == 50


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for one in statements:
            db.execute(one)
        db.commit()


MANY = (*(A, B),) * 5


@pytest.mark.parametrize(
    ("bound", "value", "words"),
    [
        ("LONGEST", 10, None),
        ("LONGEST", 9, "a call with more than 9 results"),
        ("MUCH", 70, None),
        ("MUCH", 10, "more is told of its objects than can be shown"),
    ],
)
def test_a_bound_is_refused_where_it_is_passed(
    tmp_path: Path, bound: str, value: int, words: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "r.sqlite", [RunCall(0, 1, Returned(Call(1, "poll", 0, 5, 0.0, MANY)))], (0, 0), BEFORE)
    monkeypatch.setattr(reader, bound, value)

    def read() -> list[Fact]:
        with closing(Recording(path)) as opened:
            opened.objects()
            return [fact for _, facts in opened.slices() for fact in facts]

    if words is None:
        ((found,),) = map(one_by_one, read())  # type: ignore[arg-type]
        assert found.outcome.call.results == MANY  # type: ignore[union-attr]
    else:
        with pytest.raises(UnreadableRecording, match=words):
            read()


def test_much_told_of_results_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = [Result("a", 100, 1, 1, Effect((text("{n} " + "x" * 100, n=n),))) for n in range(3)]
    path = written(tmp_path / "r.sqlite", [RunCall(0, 1, Returned(Call(1, "poll", 0, 5, 0.0, tuple(long))))])
    assert facts_of(path)
    monkeypatch.setattr(reader, "MUCH", 40)
    with pytest.raises(UnreadableRecording, match="more is told of its results than can be shown"):
        facts_of(path)


WRONG = [
    ("DELETE FROM ready_lists WHERE list = 1", "the list of ready keys 1 is not there"),
    ("DELETE FROM result_kinds WHERE result = 1", "the result 1 is not there"),
    *((f"UPDATE result_kinds SET {name}", "a number that is none") for name in ("fd = 1 << 31", "fd = -(1 << 31) - 1")),
    *((f"UPDATE result_kinds SET {name}", "a number that is none") for name in ("mask = -1", "mask = 128")),
    *((f"UPDATE result_kinds SET {name}", "a number that is none") for name in ("raw = 1 << 31", "raw = 'IN'")),
    ("UPDATE result_kinds SET name = x'00'", "words that are none"),
    *((f"UPDATE commands SET {name}", "a number that is none") for name in ("step = 1 << 31", "step = -1")),
    *((f"UPDATE commands SET {name}", "a number that is none") for name in ("at_ns = 'x'", f"at_ns = {10**18}")),
    *((f"UPDATE commands SET {name}", "a number that is none") for name in ("parent = -1", "during = 1 << 31")),
    *((f"UPDATE calls SET {name}", "a number that is none") for name in ("reentered = 1 << 31", "reentered = -1")),
    ("UPDATE calls SET interrupted = 'me'", "Invalid enum value 'me'"),
    ("UPDATE calls SET detail = '{}'", "missing required field"),
    (f"UPDATE commands SET position = {1 << 53}", "a number that is none"),
]
RIGHT = [
    *("fd = (1 << 31) - 1", "fd = -(1 << 31)", "mask = 127", "mask = 0", "raw = NULL", "raw = (1 << 31) - 1"),
    *("raw = -(1 << 31)", "name = ''"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    call = Call(1, "poll", 0, 5, 0.0, (A,))
    told: list[Fact] = [RunCall(0, 1, Returned(call)), Entry(1, Note(text="x"), Done(), 9, 0, 0)]
    return written(tmp_path_factory.mktemp("made") / "r.sqlite", told)


@pytest.mark.parametrize(("statement", "words"), WRONG, ids=[one[:60] for one, _ in WRONG])
def test_what_no_worker_tells_is_refused(made: Path, tmp_path: Path, statement: str, words: str) -> None:
    path = Path(shutil.copy(made, tmp_path / "r.sqlite"))
    change(path, statement)
    with pytest.raises(UnreadableRecording, match=words):
        facts_of(path)


def test_what_a_worker_may_tell_is_read(made: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(made, tmp_path / "r.sqlite"))
    for cell in RIGHT:
        change(path, f"UPDATE result_kinds SET {cell}")
        assert len(facts_of(path)) == 2, cell


def test_what_sqlite_says_is_said(tmp_path: Path) -> None:
    with closing(Recording(written(tmp_path / "r.sqlite", history(1, 5)))) as opened:
        slices = opened.slices()
        opened.close()
        opened.interrupt()  # a thread that comes too late
        with pytest.raises(UnreadableRecording, match=r"SQLite says: Cannot operate on a closed database\."):
            next(slices)
