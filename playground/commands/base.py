"""What a call of the command line is."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import NamedTuple


class Subcommand(NamedTuple):
    """``selector-playground NAME``. All of them are there whenever a line is parsed, also that of a window: what a call
    needs is imported in ``do``."""

    name: str
    help: str
    """What ``--help`` says of it, in one line."""
    arguments: Callable[[ArgumentParser], object]
    """Adds its own arguments to its parser."""
    do: Callable[[Namespace], int]
    """Does it; the exit status: 0, 1 if it failed, 2 if what was asked cannot be done."""
