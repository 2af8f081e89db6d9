"""``watch``: somebody's program, run with its own streams, and what its selectors return. It imports no Qt."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic_ns, sleep
from typing import Any

from selcore.programs.program import CannotRun, Prepared, Program, prepare
from selcore.programs.running import RunningProgram, Streams
from selcore.programs.starters import STARTERS, path_of
from selcore.programs.story import ProgramStory
from selcore.recording import Recorder, Unwritable
from selcore.values.text import Text, text
from selcore.watching.facts import NotSeen, WatchedFact
from selcore.watching.lines import WatchLines, warning_line

from ..console import complain, one_line, say
from ..ending import noted
from .watch_words import line_words

OFTEN = 1 / 60
"""Seconds between two looks."""
Line = dict[str, Any]


def watch(program: Program, as_json: bool, record: str | None = None) -> int:
    """Run the program to its end; its exit status, 128 and more for a signal, 2 if it could not be started.

    As JSON, stdout is for our lines alone, and what the program prints goes to stderr; else it has all three streams,
    and we say what we see on stderr: with ``record`` that goes into the file alone.
    """
    recorder = None if record is None else Recorder(record)
    try:
        prepared = prepare(program)
        if recorder is not None:
            recorder.start()
        return _run(prepared, as_json, recorder)
    except CannotRun as why:
        return _refuse(f"{why}")
    except Unwritable as why:
        return _refuse(f"--record {record}: {why}")
    finally:
        if recorder is not None:
            recorder.end()
            recorder.wait()


def list_starters(as_json: bool) -> int:
    """Say which programs there are to begin with, each with its file: to be read, copied and run."""
    rows = [{"id": one.id, "title": one.title, "path": str(path_of(one))} for one in STARTERS]
    for row in rows if not as_json else ():
        say(f"{row['id']:<14} {row['title']}\n{'':<14} {row['path']}")
    if as_json:
        say(json.dumps(rows, indent=1))
    return 0


def _refuse(words: str) -> int:
    complain(one_line(f"selector-playground watch: {words}"))
    return 2


def _run(prepared: Prepared, as_json: bool, recorder: Recorder | None) -> int:
    streams = Streams(stdout=sys.stderr.fileno()) if as_json else Streams()
    with noted() as asked:  # each signal asks the program to end, more firmly than the one before
        story: ProgramStory | None = None

        def told(words: Text) -> None:
            _told(words)
            if story is not None:
                story.say(words)

        running = RunningProgram(prepared, streams, told)
        tell: Callable[[Line], None] = _as_json if as_json else _in_words if recorder is None else _at_the_end
        story, lines = ProgramStory(running, recorder, prepared), WatchLines()
        try:
            _follow(running, story, lines, tell, asked)
        finally:
            rest = list(_lines(running.close(), story, lines))
        for line in [*rest, *lines.finish()]:
            tell(line)
        assert running.status is not None
        story.end(running.status)
        tell({"exit": running.status, "lost": running.watcher.lost})
    if recorder is not None and recorder.problem is not None:
        _told(text("--record {path}: {why}", path=str(recorder.path), why=str(recorder.problem)))
    return running.status if running.status >= 0 else 128 - running.status


def _lines(facts: Iterable[WatchedFact], story: ProgramStory, lines: WatchLines) -> Iterator[Line]:
    """What happened and what is wrong; that something is not seen is a line of its own."""
    for fact in facts:
        warnings = list(story.put(fact))
        yield from lines.of(fact)
        for warning in warnings if not isinstance(fact, NotSeen) else ():
            yield from lines.finish()
            yield warning_line(warning)


def _follow(
    running: RunningProgram, story: ProgramStory, lines: WatchLines, tell: Callable[[Line], None], asked: list[int]
) -> None:
    heard_of = 0
    while running.status is None:
        while heard_of < len(asked):
            heard_of += 1
            running.stop()
        for line in _lines(running.poll(), story, lines):
            tell(line)
        story.look(monotonic_ns())
        if running.status is None:
            sleep(OFTEN)


def _as_json(line: Line) -> None:
    say(json.dumps(line))


def _in_words(line: Line) -> None:
    complain("\n".join(map(one_line, line_words(line))))


def _at_the_end(line: Line) -> None:
    if "exit" in line or "not_seen" in line:
        _in_words(line)


def _told(words: Text) -> None:
    complain(one_line(f"selector-playground watch: {words}"))
