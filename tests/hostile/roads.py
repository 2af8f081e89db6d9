"""The roads that a stranger's file takes into this process, and what is looked at on each."""

import json
import re
from pathlib import Path
from typing import Any

from playground.terminal.running import run

from .case import ASKS, PLAYS, REFUSED, Case
from .watch import watching
from .world import World

LONGEST = 2000
"""Characters of a line that is said to people."""
MAX_WAIT = 0.01
"""Seconds that a call may block."""


class Said:
    """What a road said, and what it did."""

    def __init__(self, status: int, out: str, err: str, deeds: list[str]):
        self.status, self.out, self.err, self.deeds = status, out, err, deeds


def headless(path: Path, world: World, capsys: Any, backend: str | None = None) -> Said:
    """``run --json``."""
    capsys.readouterr()
    with watching(*world.allowed) as watch:
        status = run(str(path), backend, True, False, MAX_WAIT)
    said = capsys.readouterr()
    return Said(status, said.out, said.err, watch.deeds)


def check_headless(case: Case, path: Path, said: Said) -> None:
    """What must be true of every case, and what must come of this one."""
    assert "Traceback" not in said.out + said.err, said.err
    assert said.deeds == []
    check_words(said.err)
    if case.comes is PLAYS:
        assert (said.status, said.err) == (0, ""), said.err
        lines = [json.loads(line) for line in said.out.splitlines()]
        commands = json.loads(path.read_bytes())["commands"]
        assert [line["step"] for line in lines if "step" in line] == list(range(len(commands)))
        assert re.search(case.says, said.out)
        return
    assert case.comes in (REFUSED, ASKS)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("selector-playground run: ") and said.err.count("\n") == 1
    assert ("NotTrusted" in said.err) == (case.comes is ASKS), said.err
    assert re.search(case.says, said.err), said.err


def check_words(words: str) -> None:
    """Lines of a bearable length, with nothing in them that a terminal obeys."""
    for line in words.split("\n"):
        assert len(line) <= LONGEST, f"a line of {len(line):,} characters: {line[:300]}"
        assert line.isprintable(), ascii(line[:300])
