"""A killed program's session is found once, the newest first; what stands there may be anything: it is only read."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from selcore.experiment.file import FORMAT, LIMIT, Experiment
from selcore.unsaved.found import MOST, counts, newest_unsaved
from selcore.unsaved.kept_session import NAME, KeptSession
from selcore.values.commands import Note, Open, Run, Select
from tests import ROOT
from tests.playground.shell import posix

pytestmark = posix
KILLED = """
import sys, os, signal
from pathlib import Path
from selcore.experiment.file import FORMAT, Experiment
from selcore.unsaved.kept_session import KeptSession
from selcore.values.commands import Note
kept = KeptSession(Path(sys.argv[1]))
kept.keep(Experiment(format=FORMAT, version=1, commands=(Note(text="one"),)))
print("kept", flush=True)
sys.stdin.readline()
os.kill(os.getpid(), signal.SIGKILL)
"""


def left(within: Path, *words: str, when: float = 1e9) -> Path:
    """What somebody did who was not asked."""
    kept = KeptSession(within)
    kept.keep(Experiment(format=FORMAT, version=1, commands=tuple(Note(text=one) for one in words)))
    kept.leave()
    file = max(within.rglob(NAME), key=lambda one: one.stat().st_mtime)
    os.utime(file, (when, when))
    return file


def test_it_is_found_when_its_program_was_killed_and_not_while_that_lives(tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", KILLED, tmp_path], cwd=ROOT, stdin=pipe, stdout=pipe) as program:
        assert program.stdin is not None and program.stdout is not None
        assert program.stdout.readline() == b"kept\n" and newest_unsaved(tmp_path) is None
        program.stdin.write(b"\n")
        program.stdin.flush()
        program.wait()
    found = newest_unsaved(tmp_path)
    assert found is not None and found.experiment is not None
    assert found.experiment.commands == (Note(text="one"),) and found.others == 0
    found.discard()
    assert not tmp_path.exists()


def test_the_newest_is_the_first_and_who_has_it_keeps_it_from_others(tmp_path: Path) -> None:
    left(tmp_path, "old", when=1e9)
    left(tmp_path, "new", when=2e9)
    mine = newest_unsaved(tmp_path)
    others = newest_unsaved(tmp_path)
    assert mine is not None and others is not None and newest_unsaved(tmp_path) is None
    assert [(one.when, one.others) for one in (mine, others)] == [(2e9, 1), (1e9, 0)]
    mine.close()
    mine.close()
    again = newest_unsaved(tmp_path)
    assert again is not None and again.when == 2e9
    again.discard()
    others.discard()
    assert newest_unsaved(tmp_path) is None and not tmp_path.exists()


def test_there_are_never_more_than_a_few_and_the_oldest_go(tmp_path: Path) -> None:
    for number in range(MOST + 3):
        left(tmp_path, str(number), when=1e9 + number)
    found = newest_unsaved(tmp_path)
    assert found is not None and found.when == 1e9 + MOST + 2 and found.others == MOST - 1
    found.close()
    assert sorted(one.stat().st_mtime for one in tmp_path.rglob(NAME)) == [
        1e9 + number for number in range(3, MOST + 3)
    ]


def test_what_was_killed_before_it_had_kept_anything_is_removed(tmp_path: Path) -> None:
    left(tmp_path, "one").unlink()
    assert newest_unsaved(tmp_path) is None and list(tmp_path.iterdir()) == []


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (lambda path: path.write_bytes(b'{"format": "selector-playground-ex'), "line 1, column 12"),
    "empty": (lambda path: path.write_bytes(b""), "line 1, column 1: Expecting value"),
    "another file": (lambda path: path.write_bytes(b'{"format": "x"}'), "format: it is not an experiment"),
    "an unknown verb": (
        lambda path: path.write_bytes(
            b'{"format": "selector-playground-experiment", "version": 1, "commands": [{"do": "eval"}]}'
        ),
        "commands[0].do: Invalid value 'eval'",
    ),
    "a FIFO": (lambda path: os.mkfifo(path), "it is not a regular file"),
    "a folder": (lambda path: path.mkdir(), "IsADirectoryError"),
    "a link": (lambda path: path.symlink_to("/etc/hostname"), "it is not a regular file"),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), "it is not a regular file"),
    "too large": (sparse, f"at most {LIMIT:,} are read"),
    "unreadable": (lambda path: path.write_bytes(b"\xff\xfe"), "byte 0: it is not UTF-8"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_stands_there_is_refused_in_one_line_and_can_be_discarded(tmp_path: Path, what: str) -> None:
    make, words = HOSTILE[what]
    file = left(tmp_path, "one")
    file.unlink()
    make(file)
    found = newest_unsaved(tmp_path)
    assert found is not None and found.experiment is None
    assert words in str(found.why) and "\n" not in str(found.why)
    found.discard()
    assert not tmp_path.exists()


def test_what_it_asks_for_is_known(tmp_path: Path) -> None:
    kept = KeptSession(tmp_path)
    command = Open(kind="process", name="process", options={"argv": "true"})
    kept.keep(Experiment(format=FORMAT, version=1, commands=(command,)))
    kept.leave()
    found = newest_unsaved(tmp_path)
    assert found is not None and [need.act for need in found.needs] != []
    found.discard()


def test_what_was_given_during_a_call_counts_too_and_the_pieces_of_a_run_as_its_calls() -> None:
    one = Note(text="one")
    assert counts([one, Select(timeout=None, during=(one, one)), Run(seconds=1)]) == (5, 0)
    assert counts([Run(calls=1, during=(one, one)), one, Run(calls=6, during=(one,)), one]) == (5, 7)
