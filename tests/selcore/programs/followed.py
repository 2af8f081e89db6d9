"""A program that is run and watched to its end: how it ended, what it printed, what was wrong with it."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from selcore.programs.program import Program, prepare
from selcore.programs.running import RunningProgram, Streams
from selcore.values.watched import ProgramWarning
from selcore.watching.facts import WatchedCall, WatchedFact
from selcore.watching.warnings import ProgramLinter

PATIENCE = 9000
"""Looks, of 5 ms each."""


class Followed(NamedTuple):
    """``warnings`` by their lints; ``functions`` that keys of calls named."""

    status: int | None
    out: str
    facts: list[WatchedFact]
    warnings: list[ProgramWarning]

    @property
    def lints(self) -> set[str]:
        return {one.lint for one in self.warnings}

    @property
    def functions(self) -> set[str]:
        calls = [fact for fact in self.facts if isinstance(fact, WatchedCall)]
        return {key.function.name for call in calls for key in call.ready if key.function is not None}


def begin(path: Path, *words: str, stdin: int = subprocess.DEVNULL, python: str = sys.executable) -> RunningProgram:
    prepared = prepare(Program(str(path), words, python=python))
    return RunningProgram(prepared, Streams(stdin, subprocess.PIPE, subprocess.STDOUT))


def finish(program: RunningProgram) -> Followed:
    """Follow it to its end; what it prints must fit into a pipe."""
    linter, facts, warnings = ProgramLinter(program.watcher), list[WatchedFact](), list[ProgramWarning]()
    for _ in range(PATIENCE):
        if program.status is not None:
            break
        for fact in program.poll():
            facts.append(fact)
            warnings += linter.fold(fact)
        threading.Event().wait(0.005)
    for fact in program.close():
        facts.append(fact)
        warnings += linter.fold(fact)
    assert program.process.stdout is not None
    with program.process.stdout as out:
        said = out.read().decode()
    return Followed(program.status, said, facts, warnings)


def follow(path: Path, *words: str, python: str = sys.executable) -> Followed:
    return finish(begin(path, *words, python=python))
