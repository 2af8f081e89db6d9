"""``compare``: an experiment on every selector class (``playground.terminal.comparing``)."""

from argparse import ArgumentParser, Namespace

from selcore.backends import backend_ids

from ..arguments import add_limits, backends
from .base import Subcommand


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("experiment", metavar="EXPERIMENT", help="a file")
    known = ", ".join(backend_ids())
    parser.add_argument("--backends", metavar="A,B", type=backends, help=f"these only: {known}")
    parser.add_argument("--json", action="store_true", help="as a JSON object")
    add_limits(parser)


def do(given: Namespace) -> int:
    from ..terminal.comparing import compare

    return compare(given.experiment, given.backends, given.json, given.trust, given.max_wait)


COMMAND = Subcommand("compare", "play an experiment on every selector class and compare the answers", arguments, do)
