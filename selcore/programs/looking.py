"""What is asked of a disk and an interpreter before a program runs: answers, not exceptions, for another thread."""

import os
from pathlib import Path

from .environment import clean
from .program import CannotRun, Prepared, Program, find_python, prepare


def try_to_prepare(program: Program) -> Prepared | CannotRun:
    """The program as it can be started, or why it cannot."""
    try:
        return prepare(program)
    except CannotRun as why:
        return why


def found_python(program: Program) -> str:
    """The interpreter that it would get if none was named; empty where there is none."""
    folder = program.folder or (os.getcwd() if program.module else str(Path(program.target).absolute().parent))  # noqa: PTH109
    try:
        return find_python(program._replace(python=""), folder, clean(os.environ))
    except (CannotRun, OSError, ValueError):
        return ""
