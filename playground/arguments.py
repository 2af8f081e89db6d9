"""Arguments that several calls have, and what is wrong with one in a line."""

import argparse
from typing import Any

from selcore.backends import backend_ids, find_backend, missing_backend

from .parser import did_you_mean


def add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--trust",
        action="store_true",
        help="allow processes, signals, given descriptors and paths, unusual socket options, leaving this machine",
    )
    parser.add_argument(
        "--max-wait", metavar="S", type=seconds, default=10.0, help="end a call that blocks longer (10 s)"
    )


def backends(words: str) -> list[str]:
    """Ids between commas; one that is not here is said in its column, unless none is."""
    names = [name.strip() for name in words.split(",")]
    for name in names:
        if find_backend(name) is None:
            advice = did_you_mean(name, backend_ids()) or f"; there is {', '.join(backend_ids())}"
            raise argparse.ArgumentTypeError(f"there is no backend {name!r}{advice}")
    if all(missing_backend(name) is not None for name in names):
        backend(names[0])
    return list(dict.fromkeys(names))


def backend(name: str) -> str:
    if find_backend(name) is None:
        advice = did_you_mean(name, backend_ids()) or f"; there is {', '.join(backend_ids())}"
        raise argparse.ArgumentTypeError(f"there is no backend {name!r}{advice}")
    reason = missing_backend(name)
    if reason is not None:
        here = ", ".join(one for one in backend_ids() if missing_backend(one) is None)
        raise argparse.ArgumentTypeError(f"{name} cannot be used: {reason}; here is {here}")
    return name


def seconds(words: str) -> float:
    try:
        found = float(words)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1e7:
        raise argparse.ArgumentTypeError(f"{words!r} is not a number of seconds from 0 to 10,000,000")
    return found


def filter_(words: str) -> Any:
    from selcore.filters import BadFilter, parse  # numpy is imported only where it is needed
    from selcore.filters.lines import check

    try:
        return check(parse(words))
    except BadFilter as error:
        raise argparse.ArgumentTypeError(f"{error}: {marked(words, error.start, error.end)}") from None


def marked(words: str, start: int, end: int, around: int = 40) -> str:
    """The words with the place of a mistake between arrows; what is far from it is left out."""
    before, after = words[:start], words[end:]
    before = before if len(before) <= around else f"…{before[-around:]}"
    after = after if len(after) <= around else f"{after[:around]}…"
    wrong = words[start:end] if end - start <= around else f"{words[start : start + around]}…"
    return f"{before}>>>{wrong}<<<{after}"
