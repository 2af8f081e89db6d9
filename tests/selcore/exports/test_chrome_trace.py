"""A trace: it keeps the rules of its format, and says when what was called, returned, served and done."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from selcore.experiment.examples import EXAMPLES, Example
from selcore.experiment.file import load, parse
from selcore.exports import CannotExport, Making
from selcore.exports.sources import RecordingSource
from selcore.headless.player import Player
from selcore.recording import Recorder, Recording
from selcore.values.commands import Note, Select
from selcore.values.facts import Entry, Fact, RunCall
from selcore.values.outcomes import Call, Done, Effect, Result, Returned
from selcore.values.text import text
from tests.selcore.recipes import opened, recipe
from tests.selcore.recorded import written
from tests.selcore.recorded_watch import SERVE, record_watched

from .exported import exported, format_of
from .trace_rules import Trace

PAIR = opened()
READ = {"do": "register", "name": "pair.a", "events": ["read"]}
ASK = {"do": "select", "timeout": 0}
SEND = {"do": "send", "name": "pair.b", "text": "hi"}
MS = 1_000_000


def played(folder: Path, *commands: dict[str, object], data: bytes = b"") -> Path:
    """The recording of an experiment."""
    path = folder / "played.sqlite"
    for _ in Player(parse(data or recipe(*commands)), recorder=Recorder(path, lossless=True)).play():
        pass
    return path


def trace_of(path: Path, making: Making | None = None) -> Trace:
    with closing(RecordingSource(Recording(path))) as source:
        return Trace(exported(source, "chrome-trace", making))


def facts_traced(folder: Path, facts: Iterable[Fact]) -> Trace:
    return trace_of(written(folder / "facts.sqlite", facts))


def called(number: int, start: int, end: int, *results: Result, selector: str = "") -> RunCall:
    """A call of run 1, between these milliseconds."""
    waited = (end - start) * MS / 1e9
    return RunCall(1, number, Returned(Call(number, "poll", None, start * MS, waited, results, selector=selector)))


def test_what_was_ready_lasts_until_it_was_served_or_asked_for_again(tmp_path: Path) -> None:
    receive = {"do": "receive", "name": "pair.a", "size": 1}
    trace = trace_of(played(tmp_path, PAIR, READ, SEND, ASK, receive, ASK, ASK, ASK))
    calls = trace.slices["select()"]
    assert [one.name for one in calls] == ["select(0)"] * 4
    served, second, third, last = trace.slices["pair.a"]
    (received,) = [one for one in trace.instants["pair.a"] if one["name"] == "pair_a.recv(1)"]
    assert served.name == "READ" and served.start == pytest.approx(calls[0].end)
    assert served.end == pytest.approx(received["ts"])
    assert (second.end, third.end) == (pytest.approx(calls[2].start), pytest.approx(calls[3].start))
    assert last.start == pytest.approx(calls[3].end)
    assert [one["name"] for one in trace.instants["commands"]][-1] == "pair_a.recv(1)"


def test_commands_given_while_a_call_waits_stand_within_it(tmp_path: Path) -> None:
    wait = {"do": "select", "timeout": 5, "during": [{"do": "note", "text": "now"}, SEND]}
    trace = trace_of(played(tmp_path, PAIR, READ, ASK, wait))
    _, waited = trace.slices["select()"]
    during = [one["ts"] for one in trace.instants["commands"] if one["name"] in ("# now", "pair_b.send(b'hi')")]
    assert len(during) == 2 and all(waited.start <= at <= waited.end for at in during)


def test_a_callback_lasts_until_the_next_call_of_its_run(tmp_path: Path) -> None:
    did = Result("a", 5, 1, 1, Effect((text("received 3 bytes"),), received=3))
    making = Making()
    path = written(tmp_path / "r.sqlite", [called(1, 0, 2, did), called(2, 5, 9, did)])
    trace = trace_of(path, making)
    first, code, second = trace.slices["select()"]
    assert (first.end, code.name, code.start, code.end) == (2000, "callbacks", 2000, 5000)
    assert [one["name"] for one in trace.instants["select()"]] == ["callbacks"] and second.start == 5000
    assert trace.slices["a"][0].args == {"fd": 5, "call": 1, "flags": "POLLIN", "did": "received 3 bytes"}
    assert trace.about["left out"] == list(map(str, making.left_out)) != []


def test_calls_of_two_selectors_that_overlap_have_a_track_each(tmp_path: Path) -> None:
    ready = Result("a", 5, 1, 1)
    trace = facts_traced(
        tmp_path,
        [called(1, 0, 10, ready, selector="one"), called(2, 5, 8, ready, selector="two"), called(3, 20, 30)],
    )
    assert {name for name in trace.slices} >= {"select() of one", "select() of two", "select()", "a", "a (2)"}


@pytest.mark.parametrize("step", [-5, 0, 10**6])
def test_times_in_any_order_keep_the_rules(tmp_path: Path, step: int) -> None:
    facts: list[Fact] = []
    for number in range(1, 60):
        ready = Result(f"n{number % 3}", 5, number % 4, 1)
        facts.append(called(number, 10_000 + step * number, 10_050 + step * number, ready))
        facts.append(Entry(number, Note(text="x"), Done(), 10_000 * MS - number))
    making = Making()
    trace = trace_of(written(tmp_path / "r.sqlite", facts), making)
    assert trace.about["left out"] == list(map(str, making.left_out))
    assert bool(making.left_out)


def test_names_and_words_of_anybody_are_words(tmp_path: Path) -> None:
    bad = '"}],\n<script>\u202e' + "x" * 400
    facts = [
        Entry(1, Note(text=bad), Done(), 5),
        Entry(
            2, Select(timeout=0), Returned(Call(1, "poll", 0, 10, 0.1, (Result(bad, 5, 1, 1, data={bad: [bad]}),))), 5
        ),
    ]
    trace = facts_traced(tmp_path, facts)
    assert len(trace.slices) == 2 and all(len(name) < 400 and name.isprintable() for name in trace.slices)


def test_where_nothing_has_happened_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="nothing has happened in it|no end"):
        trace_of(written(tmp_path / "r.sqlite", []))


def test_a_watched_program_has_its_turns_as_slices(tmp_path: Path) -> None:
    trace = trace_of(record_watched(tmp_path / "w.sqlite"))
    (turns,) = [slices for name, slices in trace.slices.items() if name.startswith("long turns")]
    assert [one.name for one in turns] == [str(SERVE), "a turn"]
    assert (turns[0].start, turns[0].end) == (10_000, 240_000)
    (calls,) = [slices for name, slices in trace.slices.items() if name.startswith("select()")]
    assert [one.name for one in calls] == [
        *("select(None)", "the program's own code", "select(0.25000000000000006)"),
        *("the program's own code", "select(0.0)"),
    ]
    assert "server.py" in trace.about["of"]


@pytest.mark.heavy
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.id)
def test_every_example_becomes_a_trace(tmp_path: Path, example: Example) -> None:
    assert trace_of(played(tmp_path, data=example.path.read_bytes())).slices or not has_calls(example)


def has_calls(example: Example) -> bool:
    return any(isinstance(command, Select) for command in load(example.path).commands)


def test_what_is_long_is_given_in_pieces(tmp_path: Path) -> None:
    """However long the recording, no piece is longer than a slice of it."""
    write = {"do": "register", "name": "pair.a", "events": ["write"]}
    path = played(tmp_path, PAIR, write, {"do": "run", "calls": 10_000, "timeout": 0})
    with closing(RecordingSource(Recording(path))) as source:
        sizes = [len(piece) for piece in format_of("chrome-trace").make(source, Making())]
    assert len(sizes) > 3 and max(sizes) < 1_000_000
