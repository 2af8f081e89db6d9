"""``watch``: a program of somebody's, run and watched (``playground.terminal.watching``)."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from selcore.values.text import text

from .base import Subcommand

if TYPE_CHECKING:
    from selcore.programs.program import Program


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--python", metavar="PY", default="", help="the interpreter: else .venv beside it, or python3")
    parser.add_argument("--folder", metavar="DIR", default="", help="where it runs: else the folder of the script")
    parser.add_argument("--json", action="store_true", help="a JSON object a line; what it prints goes to stderr")
    parser.add_argument("--record", metavar="FILE", help="write everything that is seen into a SQLite file")
    parser.add_argument("--open", dest="in_window", action="store_true", help="in the window")
    parser.add_argument("--starters", action="store_true", help="list programs to begin with, and where they are")
    parser.add_argument(
        "words", metavar="-- PROGRAM", nargs="*", help="script.py and its arguments, or -m module and its arguments"
    )


def do(given: Namespace) -> int:
    from selcore.programs.program import CannotRun, from_words

    from ..console import complain, one_line
    from ..terminal.watching import list_starters, watch

    if given.starters:
        return list_starters(given.json)
    try:
        program = from_words(given.words, given.python, given.folder)
    except CannotRun as why:
        complain(one_line(f"selector-playground watch: {why}"))
        return 2
    if given.in_window:
        return _open(program, given.json or given.record is not None)
    return watch(program, given.json, given.record)


def _open(program: "Program", other: bool) -> int:
    """In the window: what cannot be started is said here, before there is one."""
    from selcore.programs.program import CannotRun, prepare

    from ..console import complain, one_line
    from ..launch import launch

    try:
        if other:
            raise CannotRun(text("--open shows it in the window: it goes with neither --json nor --record"))
        prepare(program)
    except CannotRun as why:
        complain(one_line(f"selector-playground watch: {why}"))
        return 2
    return launch(None, None, program)


COMMAND = Subcommand("watch", "run a program of yours and see what its selectors return", arguments, do)
