"""Every command as the Python line that does the same. ``pair.a`` is ``pair_a``; what came of it is in ``answers``."""

from typing import Any

from ..values.outcomes import Done
from ..values.spelling import KindOf, Spelling
from ..verbs import VERBS

__all__ = ["KindOf", "done_line", "python_line"]


def python_line(command: Any, kind_of: KindOf = lambda name: "") -> str:
    """The line of Python. ``kind_of`` tells what a name is, because a pipe is not written as a socket is."""
    return VERBS[type(command)].line(command, Spelling(kind_of))


def done_line(command: Any, outcome: Any, kind_of: KindOf = lambda name: "") -> str:
    """The same of what was done, which may be more than was asked for, or less."""
    done = VERBS[type(command)].done
    if done is None or not isinstance(outcome, Done):
        return python_line(command, kind_of)
    return done(command, Spelling(kind_of), outcome.value)
