"""The calls of the command line, one file each. To add one: a file with a ``Subcommand``, and its place in COMMANDS."""

from . import catalogues, compare, doctor, export, run, scaling, watch
from .base import Subcommand

COMMANDS: tuple[Subcommand, ...] = (
    run.COMMAND,
    compare.COMMAND,
    export.COMMAND,
    watch.COMMAND,
    doctor.COMMAND,
    *catalogues.COMMANDS,
    scaling.COMMAND,
)
"""In the order of ``--help``."""
