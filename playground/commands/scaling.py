"""``scaling``: what one ``select(0)`` costs by the number of descriptors (``playground.terminal.measuring``)."""

import argparse

from selcore.backends import find_backend
from selcore.scaling.limits import LIMITS, MOST, SECONDS, backends_here

from ..arguments import backend
from .base import Subcommand


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON object")
    parser.add_argument("--backends", metavar="A,B", type=_backends, default=backends_here(), help="these only")
    most = f"registered descriptors at most ({MOST:,})"
    parser.add_argument("--most", metavar="N", type=_most, default=MOST, help=most)
    parser.add_argument(
        "--seconds", metavar="S", type=_seconds, default=SECONDS, help=f"for about this long ({SECONDS:g} s)"
    )


def do(given: argparse.Namespace) -> int:
    from ..terminal.measuring import scaling

    return scaling(given.backends, given.most, given.seconds, given.json)


def _backends(words: str) -> list[str]:
    return list(dict.fromkeys(_real(backend(word.strip())) for word in words.split(",")))


def _real(id: str) -> str:
    found = find_backend(id)
    return id if found is None else found.id


def _most(words: str) -> int:
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0
    if not LIMITS[0] <= number <= LIMITS[1]:
        raise argparse.ArgumentTypeError(f"{words!r} is not a number of descriptors from {LIMITS[0]} to {LIMITS[1]:,}")
    return number


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{words!r} is not a number of seconds above 0, to 3,600")
    return seconds


COMMAND = Subcommand("scaling", "measure what one select() costs as descriptors grow", arguments, do)
