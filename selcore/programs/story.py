"""What is told of a program that runs: its facts go into a sink, with its warnings and its end as notes among them.

A window and the command line tell the same.
"""

import shlex
from collections.abc import Iterator, Sequence
from time import monotonic_ns

from ..values.facts import ObjectState
from ..values.text import Text, text
from ..values.watched import ProgramWarning
from ..watching.facts import NotSeen, ProcessGone, WatchedFact
from ..watching.recorded import WatchRecording
from ..watching.warnings import ProgramLinter, left_at_exit
from ..worker.inbox import Sink
from .program import Prepared
from .running import RunningProgram

LOOK_EVERY = 1_000_000_000
"""Nanoseconds between two looks for what it has closed."""


def headline(prepared: Prepared) -> Text:
    """Which program is watched, by which Python: one line."""
    words = shlex.join(prepared.command[1:])
    return text(
        "watched: {words} ({python}, Python {version})", words=words, python=prepared.python, version=prepared.version
    )


class ProgramStory:
    """``sink`` gets all of it; None: only the warnings are wanted. For one thread."""

    def __init__(self, running: RunningProgram, sink: Sink | None, prepared: Prepared):
        self._running = running
        self._linter = ProgramLinter(running.watcher)
        self._looked = 0
        self.recording = None if sink is None else WatchRecording(sink, headline(prepared))

    def put(self, fact: WatchedFact) -> Iterator[ProgramWarning]:
        """One more fact; the warnings that it brings."""
        if self.recording is not None:
            self.recording.put(fact)
        for warning in self._warnings(fact):
            if self.recording is not None:
                self.recording.warn(warning)
            yield warning

    def states(self) -> Sequence[ObjectState]:
        """Of all descriptors that are open."""
        return () if self.recording is None else self.recording.objects.states()

    def anew(self) -> None:
        """A recording begins: its warnings are those of what happens from now on, also where such were given before."""
        self._linter.anew()

    def look(self, now: int) -> None:
        """Once in a while look for what it has closed."""
        if self.recording is not None and now - self._looked > LOOK_EVERY:
            self._looked = now
            self.recording.look()

    def say(self, words: Text) -> None:
        """What was done to it."""
        if self.recording is not None:
            self.recording.say(words)

    def end(self, status: int) -> None:
        """It has ended; nothing more will come."""
        if self.recording is not None:
            self.recording.end(status)

    def _warnings(self, fact: WatchedFact) -> Iterator[ProgramWarning]:
        yield from self._linter.fold(fact)
        by_itself = self._running.status == 0 and not self._running.asked
        if isinstance(fact, ProcessGone) and fact.pid == self._running.pid and by_itself:
            yield from left_at_exit(fact)
        if isinstance(fact, NotSeen):
            message = text("{words}", words=fact.message)
            yield ProgramWarning("not-seen", fact.pid, str(fact.pid), message, monotonic_ns())
