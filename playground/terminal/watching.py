"""``watch``: somebody's program, run with its own streams, and what its selectors return. It imports no Qt."""

import json
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from time import sleep
from typing import Any

from selcore.programs.program import CannotRun, Prepared, Program, prepare
from selcore.programs.running import RunningProgram, Streams
from selcore.programs.starters import STARTERS, path_of
from selcore.recording import Recorder, Unwritable
from selcore.values.text import Text, text
from selcore.watching.facts import ProcessGone, WatchedFact
from selcore.watching.lines import WatchLines, warning_line
from selcore.watching.recorded import WatchRecording
from selcore.watching.warnings import ProgramLinter, ProgramWarning, left_at_exit

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
        running = RunningProgram(prepared, streams, _told)
        tell: Callable[[Line], None] = _as_json if as_json else _in_words if recorder is None else _at_the_end
        story = _Story(running, None if recorder is None else WatchRecording(recorder, _what(prepared)))
        try:
            _follow(running, story, tell, asked)
        finally:
            rest = list(story.of(running.close()))
        for line in [*rest, *story.lines.finish()]:
            tell(line)
        assert running.status is not None
        story.end(running.status)
        tell({"exit": running.status, "lost": running.watcher.lost})
    if recorder is not None and recorder.problem is not None:
        _told(text("--record {path}: {why}", path=str(recorder.path), why=str(recorder.problem)))
    return running.status if running.status >= 0 else 128 - running.status


def _what(prepared: Prepared) -> Text:
    words = shlex.join(prepared.command[1:])
    return text(
        "watched: {words} ({python}, Python {version})", words=words, python=prepared.python, version=prepared.version
    )


class _Story:
    """What is told: lines of what happened, and the warnings that it brings."""

    def __init__(self, running: RunningProgram, recording: WatchRecording | None):
        self.lines = WatchLines()
        self._running = running
        self._recording = recording
        self._linter = ProgramLinter(running.watcher)

    def of(self, facts: Iterable[WatchedFact]) -> Iterator[Line]:
        for fact in facts:
            if self._recording is not None:
                self._recording.put(fact)
            yield from self.lines.of(fact)
            for warning in self._warnings(fact):
                if self._recording is not None:
                    self._recording.warn(warning)
                yield from self.lines.finish()
                yield warning_line(warning)

    def end(self, status: int) -> None:
        if self._recording is not None:
            self._recording.end(status)

    def _warnings(self, fact: WatchedFact) -> Iterator[ProgramWarning]:
        yield from self._linter.fold(fact)
        by_itself = self._running.status == 0 and not self._running.asked
        if isinstance(fact, ProcessGone) and fact.pid == self._running.pid and by_itself:
            yield from left_at_exit(fact)


def _follow(running: RunningProgram, story: _Story, tell: Callable[[Line], None], asked: list[int]) -> None:
    heard_of = 0
    while running.status is None:
        while heard_of < len(asked):
            heard_of += 1
            running.stop()
        for line in story.of(running.poll()):
            tell(line)
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
