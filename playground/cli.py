"""The command line. A usage error is one line that says what is wrong and what would be right, and exit status 2."""

import argparse
import gc
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from selcore.backends import backend_ids
from selcore.system.descriptors import raise_limit

from .arguments import backend
from .commands import COMMANDS
from .console import Unheard, complain, prepare, say
from .parser import Parser


class _Version(argparse.Action):
    """Looked up when it is asked for: that takes longer than all the other words together."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from selcore.reference import doctor

        say(doctor.package_version("selector-playground") or "unknown")
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """Every call of the command line."""
    parser = Parser(
        prog="selector-playground",
        description="Open real file objects, register them in a real selector, and watch what select() returns.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    # Desktops start us with the name of a file or with none: both must open the window.
    parser.add_argument("--open", metavar="FILE", nargs="?", help="open an experiment or a recording in the window")
    parser.add_argument(
        "--backend", dest="first", metavar="NAME", type=backend, help=f"begin with: {', '.join(backend_ids())}"
    )
    calls = parser.add_subparsers(dest="call", metavar="CALL", parser_class=Parser)
    for command in COMMANDS:
        one = calls.add_parser(command.name, help=command.help)
        command.arguments(one)
        one.set_defaults(do=command.do)
    parser.calls = tuple(calls.choices)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit status."""
    prepare()
    try:
        status = _parse_and_do(arguments)
        if not status:
            say(end="")  # what argparse has said is not flushed yet
    except Unheard as unheard:
        if unheard.why:
            complain(f"selector-playground: stdout: {unheard.why}")
        sys.stdout = None  # or the interpreter would try to flush it once more, and complain
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parse_and_do(arguments: Sequence[str] | None) -> int:
    if not (sys.argv[1:] if arguments is None else arguments):
        return _window(None, None)
    try:
        given = _parse(make_parser(), arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2
    return _do(given)


def _parse(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    given = parser.parse_args(arguments)
    if given.call is not None and (given.open is not None or given.first is not None):
        option = "--open" if given.open is not None else "--backend"
        parser.error(f"{option} is for the window: it goes with no call, and {given.call} is one")
    return given


def _window(experiment: str | None, backend: str | None) -> int:
    from .launch import launch

    raise_limit()
    return launch(experiment, backend)


def _do(given: argparse.Namespace) -> int:
    if given.call is None:
        return _window(given.open, given.first)
    gc.enable()
    raise_limit()
    status: int = given.do(given)
    return status
