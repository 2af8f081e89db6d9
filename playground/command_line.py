"""The words of the command line. A usage error is one line that says what is wrong and what is right, and status 2."""

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from selcore.backends import backend_ids

from .arguments import backend
from .commands import COMMANDS
from .console import say
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


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the words ask for, checked. Raises SystemExit, with status 2, where they cannot be understood."""
    parser = make_parser()
    given = parser.parse_args(arguments)
    if given.call is not None and (given.open is not None or given.first is not None):
        option = "--open" if given.open is not None else "--backend"
        parser.error(f"{option} is for the window: it goes with no call, and {given.call} is one")
    return given
