"""A watched run in a recording: it opens, and nothing that was served is called unserved."""

from contextlib import closing
from pathlib import Path

import pytest

from selcore.lints import make_linter
from selcore.programs.fact_queue import FactQueue
from selcore.recording import Recorder
from selcore.recording.playback import Playback
from selcore.recording.reader import Recording
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry, Fact, one_by_one
from selcore.values.outcomes import Failed, Returned
from selcore.values.text import text
from selcore.values.watched import Function, Longest, ProgramWarning, ThreadDoing, Turn, WaitedFor
from selcore.watching import recorded as recorded_module
from selcore.watching import shown_objects
from selcore.watching.facts import (
    KeyChanged,
    MoreCalls,
    NotSeen,
    ProcessGone,
    RecordsMissed,
    SelectorClosed,
    SelectorSeen,
    WatchedFact,
)
from selcore.watching.recorded import WatchRecording

from ..recorded import query
from .written import MS, call, key

SERVE = Function("serve", "/a/server.py", 4)
ALL: list[WatchedFact] = [
    SelectorSeen(7, 1, "EpollSelector", 3, 1),
    KeyChanged(7, 1, 5, "127.0.0.1:5", 1, SERVE, 1),
    call(1, 1, 2, key(5, 1, SERVE, "127.0.0.1:5"), timeout=None),
    MoreCalls(call(101, 300, 301, key(5, 1, SERVE, "127.0.0.1:5"), timeout=None), (3 * MS,) * 100, (4 * MS,) * 100),
    call(102, 310, 311, backend="select", error="OSError", errno=9),
    call(103, 312, 313, key(-1, 2), key(5, 3, None, "127.0.0.1:5"), backend="poll", timeout="?"),
    Turn(7, 0, 1, 3, 0, 230 * MS, 1, Longest(SERVE, 0.2), (WaitedFor(5, "a", 0.2),), ThreadDoing("sleeping")),
    KeyChanged(7, 1, 5, "127.0.0.1:5", 0, None, 1),
    SelectorClosed(7, 1, 0, 400 * MS),
    NotSeen(7, "why"),
    ProcessGone(7, 500 * MS, 3_000),
]


def recorded(path: Path, *facts: WatchedFact) -> list[Fact]:
    recorder = Recorder(path)
    recorder.start()
    made = WatchRecording(recorder, text("watched: server.py"))
    for fact in facts:
        made.put(fact)
    made.warn(ProgramWarning("long-turn", 7, "serve", text("so"), 1, SERVE))
    made.end(0)
    assert recorder.wait(10) and recorder.problem is None
    recording = Recording(path)
    found = [fact for _, some in recording.slices() for fact in some]
    states = recording.objects()
    recording.close()
    assert recording.complete and [(one.name, one.registered, one.fd) for one in states] == [("127.0.0.1:5", None, 5)]
    return found


def test_records_that_were_lost_are_counted_where_they_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    recorded(path, *ALL[:3], RecordsMissed(7, 2 * MS, 80_000), RecordsMissed(7, 3 * MS, 4_624), *ALL[7:])
    assert query(path, "SELECT at_ns, calls, results, records FROM losses") == [
        *((2 * MS, 0, 0, 80_000), (3 * MS, 0, 0, 4_624)),
    ]
    (before,) = query(path, "SELECT count(*) FROM calls WHERE position < (SELECT min(position) FROM losses)")
    with closing(Recording(path)) as recording:
        assert before == (1,) and recording.lost_records == 84_624
        assert Playback(lambda: None, recording).take(1).dropped == 84_624


def test_all_that_is_told_is_in_it(tmp_path: Path) -> None:
    facts = recorded(tmp_path / "r.sqlite", *ALL)
    notes = [fact.command.text for fact in facts if isinstance(fact, Entry)]  # type: ignore[union-attr]
    assert notes == [
        "watched: server.py",
        "[7] turn of 230 ms: serve server.py:4; it was asleep; a waited up to 200 ms",
        "[7] EpollSelector 1 was closed",
        "3,000 records were lost of process 7",
        "[7] warning: so [long-turn]",
        "the program ended with status 0",
    ]
    outcomes = [one.outcome for fact in facts for one in one_by_one(fact) if not isinstance(fact, Entry)]  # type: ignore[union-attr]
    assert [outcome.call.number for outcome in outcomes] == list(range(1, 104))  # type: ignore[union-attr]
    first, failed, last = outcomes[0], outcomes[101], outcomes[102]
    assert isinstance(first, Returned) and first.call.selector == "EpollSelector 1" and first.call.timeout is None
    (result,) = first.call.results
    assert (result.name, result.mask, str(result.effect)) == ("127.0.0.1:5", 1, "serve server.py:4 is to be called")
    assert isinstance(failed, Failed) and (failed.error.type, failed.error.errno) == ("OSError", 9)
    assert isinstance(last, Returned) and [one.mask for one in last.call.results] == [2, 3]


def test_the_warnings_of_a_session_do_not_accuse_a_program_that_serves(tmp_path: Path) -> None:
    calls: list[WatchedFact] = []
    for n in range(1, 200):
        calls.append(call(n, n, n + 0.1, key(5, 1 + n % 2, None, "127.0.0.1:5")))
    linter = make_linter()
    states = [KeyChanged(7, 1, 5, "127.0.0.1:5", 0, None, 1)]
    news = linter.fold(Batch(facts=tuple(recorded(tmp_path / "r.sqlite", *calls, *states))))
    assert news.warnings == []


def test_what_is_kept_of_selectors_and_results_is_bounded_and_what_is_not_shown_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shown_objects, "MOST", 3)
    for name, most in {"KINDS": 3, "MOST_SELECTORS": 3}.items():
        monkeypatch.setattr(recorded_module, name, most)
    queue = FactQueue()
    made = WatchRecording(queue, text("watched: x"))
    for n in range(9):
        made.put(SelectorSeen(7, n, "EpollSelector", 3, 1))
        made.put(KeyChanged(7, 1, n, f"name {n}", 1, SERVE, 1))
        made.put(MoreCalls(call(2, 1, 1, key(n, 1, SERVE, f"name {n}")), (1,), (1,)))
    assert len(made._selectors) == 3 and len(made._results) <= 4
    notes = [str(fact.command) for fact in queue.take(1000).facts if isinstance(fact, Entry)]
    assert [note for note in notes if "there are more" in note] == [
        str(Note(text="of the program's descriptors 20,000 are shown; there are more"))
    ]
