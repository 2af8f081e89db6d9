"""What is told of a program, to a window and to the command line alike: facts, warnings, what was done, its end."""

from types import SimpleNamespace
from typing import Any

from selcore.programs.program import Prepared
from selcore.programs.story import LOOK_EVERY, ProgramStory
from selcore.values.facts import Entry
from selcore.values.text import text
from selcore.values.watched import ProgramWarning, Turn
from selcore.watching.facts import KeyChanged, NotSeen, ProcessGone, WatchedFact
from tests.selcore.recorded_watch import PEER, SERVE, TURNS

PREPARED = Prepared(["python3", "server.py"], "/", {}, "python3", "3.12.1")
LEFT = ProcessGone(7, 9, 0, (KeyChanged(7, 1, 5, PEER, 1, SERVE, 1),))


class Heard:
    def __init__(self) -> None:
        self.watched, self.facts, self.ended = "", list[Any](), False

    def begin(self, objects: Any, backend: str, watched: str = "") -> None:
        self.watched = watched

    def put(self, fact: Any, objects: Any = (), gone: Any = ()) -> None:
        self.facts.append(fact)

    def end(self) -> None:
        self.ended = True

    def notes(self) -> list[tuple[str, Any]]:
        return [(one.command.text, one.about) for one in self.facts if isinstance(one, Entry)]  # type: ignore[union-attr]


def running(status: int | None = None, asked: int = 0) -> Any:
    watcher = SimpleNamespace(served=lambda *_: None, running=lambda *_: None)
    return SimpleNamespace(pid=7, status=status, asked=asked, watcher=watcher)


def story(*facts: WatchedFact, of: Any = None, sink: Heard | None = None) -> list[str]:
    made = ProgramStory(of or running(), sink, PREPARED)
    found = [warning.lint for fact in facts for warning in made.put(fact)]
    made.say(text("SIGINT is sent to the program"))
    made.look(2 * LOOK_EVERY)
    made.end(3)
    return found


def test_each_warning_is_a_note_among_the_facts_and_a_value() -> None:
    heard = Heard()
    assert story(TURNS[0], NotSeen(7, "start it without -I"), sink=heard) == ["long-turn", "not-seen"]
    first, turn, warning, unseen, said, end = heard.notes()
    assert first == (heard.watched, None) and heard.watched.startswith("watched: server.py (python3")
    assert turn == (
        "[7] turn of 230 ms: serve server.py:4; it was asleep; 127.0.0.1:50212 waited up to 230 ms",
        TURNS[0],
    )
    assert isinstance(warning[1], ProgramWarning) and "held the loop" in str(warning[1].message)
    assert unseen[0] == "[7] warning: start it without -I [not-seen]"
    assert [said[0], end[0]] == ["SIGINT is sent to the program", "the program ended with status 3"] and heard.ended
    assert not any(isinstance(about, Turn) for _, about in (said, end))


def test_keys_are_left_only_where_it_ended_by_itself_and_well() -> None:
    assert story(LEFT, of=running(0)) == ["keys-left"]
    assert story(LEFT, of=running(1)) == story(LEFT, of=running(0, asked=1)) == story(LEFT) == []


def test_who_wants_only_warnings_needs_no_sink() -> None:
    assert story(TURNS[0]) == ["long-turn"]


def test_a_recording_that_begins_later_has_the_warnings_of_its_own_turns() -> None:
    made = ProgramStory(running(), Heard(), PREPARED)
    told = [len(list(made.put(TURNS[0]))) for _ in range(2)]
    made.anew()
    assert [*told, len(list(made.put(TURNS[0])))] == [1, 0, 1]
