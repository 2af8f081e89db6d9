"""``run``: an experiment played without a window (``playground.terminal.running``)."""

from argparse import ArgumentParser, Namespace

from selcore.backends import backend_ids

from ..arguments import add_limits, backend, filter_
from .base import Subcommand


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("experiment", metavar="EXPERIMENT", help="a file")
    known = ", ".join(backend_ids())
    parser.add_argument("--backend", metavar="NAME", type=backend, help=f"instead of its own: {known}")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    add_limits(parser)
    parser.add_argument(
        "--filter",
        metavar="EXPR",
        type=filter_,
        help='print only what matches, as: name == "server" and waited > 0.01',
    )
    parser.add_argument(
        "--progress", action="store_true", help="with --json: also how many calls a long run has made so far"
    )
    parser.add_argument(
        "--why", action="store_true", help="also why each result is there and what the next call will do"
    )
    parser.add_argument(
        "--why-not",
        action="store_true",
        help="also what was returned, as Python prints it, and why not what was watched: of a fast run not each",
    )
    parser.add_argument("--record", metavar="FILE", help="write everything that happens into a SQLite file")
    parser.add_argument("--needs", action="store_true", help="do not play it: list what it asks for, a line each")


def do(given: Namespace) -> int:
    from ..terminal.running import list_needs, run

    if given.needs:
        return list_needs(given.experiment)
    limits, progress = (given.trust, given.max_wait), given.json and given.progress
    whys = (given.why, given.why_not and not given.why)
    return run(given.experiment, given.backend, given.json, *limits, given.filter, given.record, progress, *whys)


COMMAND = Subcommand("run", "play an experiment without a window", arguments, do)
