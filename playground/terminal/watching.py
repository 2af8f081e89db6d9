"""``watch``: somebody's program, run with its own streams, and what its selectors return. It imports no Qt."""

import json
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

from selcore.programs.program import CannotRun, Prepared, Program, prepare
from selcore.programs.running import RunningProgram, Streams
from selcore.values.text import Text
from selcore.watching.facts import ProcessGone, WatchedFact
from selcore.watching.lines import WatchLines, warning_line
from selcore.watching.warnings import ProgramLinter, ProgramWarning, left_at_exit

from ..console import complain, one_line, say
from ..ending import heard
from .watch_words import line_words

OFTEN = 1 / 60
"""Seconds between two looks."""
Line = dict[str, Any]


def watch(program: Program, as_json: bool) -> int:
    """Run the program to its end; its exit status, 128 and more for a signal, 2 if it could not be started.

    As JSON, stdout is for our lines alone, and what the program prints goes to stderr; else it has all three streams,
    and we say what we see on stderr.
    """
    try:
        prepared = prepare(program)
        return _run(prepared, as_json)
    except CannotRun as why:
        complain(one_line(f"selector-playground watch: {why}"))
        return 2


def _run(prepared: Prepared, as_json: bool) -> int:
    streams = Streams(stdout=sys.stderr.fileno()) if as_json else Streams()
    with _asked() as asked:
        running = RunningProgram(prepared, streams, _told)
        tell: Callable[[Line], None] = _as_json if as_json else _in_words
        story = _Story(running)
        try:
            _follow(running, story, tell, asked)
        finally:
            rest = list(story.of(running.close()))
        for line in [*rest, *story.lines.finish()]:
            tell(line)
        assert running.status is not None
        tell({"exit": running.status, "lost": running.watcher.lost})
    return running.status if running.status >= 0 else 128 - running.status


class _Story:
    """What is told: lines of what happened, and the warnings that it brings."""

    def __init__(self, running: RunningProgram):
        self.lines = WatchLines()
        self._running = running
        self._linter = ProgramLinter(running.watcher)

    def of(self, facts: Iterable[WatchedFact]) -> Iterator[Line]:
        for fact in facts:
            yield from self.lines.of(fact)
            for warning in self._warnings(fact):
                yield from self.lines.finish()
                yield warning_line(warning)

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


def _told(words: Text) -> None:
    complain(one_line(f"selector-playground watch: {words}"))


@contextmanager
def _asked() -> Iterator[list[int]]:
    """The signals that came: each asks the program to end, more firmly than the one before."""
    came: list[int] = []
    old = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in heard()}
    try:
        yield came
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
