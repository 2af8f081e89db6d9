"""The calls of the command line, one file each. To add one: a file with a ``Command``, and its place in COMMANDS."""

from . import catalogues, compare, doctor, run, scaling
from .base import Command

COMMANDS: tuple[Command, ...] = (
    run.COMMAND,
    compare.COMMAND,
    doctor.COMMAND,
    *catalogues.COMMANDS,
    scaling.COMMAND,
)
"""In the order of ``--help``."""
