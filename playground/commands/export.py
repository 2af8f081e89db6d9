"""``export``: an experiment or a recording as a report, a trace, a script (``playground.terminal.exporting``)."""

import argparse
from typing import TYPE_CHECKING

from ..arguments import add_limits
from ..parser import did_you_mean
from .base import Subcommand

if TYPE_CHECKING:
    from selcore.exports import ExportFormat


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="EXPERIMENT_OR_RECORDING", help="a file")
    parser.add_argument(
        "--to", metavar="FORMAT", type=_format, required=True, help="what it becomes: `exports` lists the formats"
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where it is written: else to stdout")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    add_limits(parser)


def do(given: argparse.Namespace) -> int:
    from ..terminal.exporting import export

    return export(given.source, given.to, given.output, given.force, given.trust, given.max_wait)


def _format(id: str) -> "ExportFormat":
    from selcore.exports import FORMATS, find_format  # imported where it is needed

    found = find_format(id)
    if found is None:
        ids = [one.id for one in FORMATS]
        raise argparse.ArgumentTypeError(
            f"there is no format {id!r}{did_you_mean(id, ids) or '; there is ' + ', '.join(ids)}"
        )
    return found


COMMAND = Subcommand("export", "write an experiment or a recording as a report, a trace, a script", arguments, do)
