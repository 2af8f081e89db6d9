"""What a recording may hold of a watched program: its long turns, and what was wrong with it. Anything else raises
ValueError or the like."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

import msgspec
from msgspec import structs

from ..values.watched import MOST_WAITED, Function, ProgramWarning, Turn
from .own_sentences import safe_sentence
from .values import JSON, LATEST, SMALL, plain, whole, word

LONGEST_TURN = LATEST / 1e9
"""Seconds."""
NAMES = 10_000
"""Characters of what a warning is about: it may be several names."""
DOES = frozenset(("", "computing", "sleeping", "lock", "child", "reading", "stdin", "busy", "stopped", "other"))
"""What ``ThreadDoing.what`` may be."""


def turn_of(words: Any) -> Turn:
    """A turn. Its times follow each other, and nobody waited for longer than time has lasted."""
    turn = msgspec.convert(plain(words, JSON), Turn)
    _numbers(turn.pid, turn.thread, turn.selector, turn.number, turn.handles, turn.ready, turn.others)
    if whole(turn.end, LATEST) < whole(turn.start, LATEST):
        raise ValueError("a turn that ended before it began")
    seconds = [turn.last, turn.measured, turn.doing.computing, turn.doing.busy, *(one.seconds for one in turn.waited)]
    if turn.longest is not None:
        _check_function(turn.longest.function)
        seconds.append(turn.longest.seconds)
    _check_seconds(seconds)
    if turn.doing.what not in DOES or len(turn.waited) > MOST_WAITED:
        raise ValueError("a turn of which more is told than there is")
    for one in turn.waited:
        word(one.name)
        whole(one.fd, SMALL, -SMALL)
    return turn


def warning_of(words: Any) -> ProgramWarning:
    """A warning; its sentence is filled in only if it is one of this program's."""
    found = msgspec.convert(plain(words, JSON), ProgramWarning)
    _numbers(found.pid)
    whole(found.at, LATEST)
    word(found.lint, 100)
    word(found.name, NAMES)
    if found.function is not None:
        _check_function(found.function)
    return structs.replace(found, message=safe_sentence(found.message))


def _check_function(function: Function) -> None:
    word(function.name)
    word(function.file)
    _numbers(function.line)


def _numbers(*found: int) -> None:
    for one in found:
        whole(one, SMALL)


def _check_seconds(found: Iterable[float]) -> None:
    if not all(isfinite(one) and 0 <= one <= LONGEST_TURN for one in found):
        raise ValueError("seconds that are none")
