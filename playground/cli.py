"""From the words of the command line to what is done and its exit status.

With no words it is the window, as a desktop starts it: then nothing is imported that only reads words.
"""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from selcore.system.descriptors import raise_limit

from .console import Unheard, complain, prepare, say

if TYPE_CHECKING:
    from argparse import Namespace


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
    from .command_line import parse

    try:
        given = parse(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2
    return _do(given)


def _window(experiment: str | None, backend: str | None) -> int:
    from .launch import launch

    raise_limit()
    return launch(experiment, backend)


def _do(given: "Namespace") -> int:
    if given.call is None:
        return _window(given.open, given.first)
    gc.enable()
    raise_limit()
    status: int = given.do(given)
    return status
