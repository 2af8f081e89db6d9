"""``kinds``, ``backends``, ``callbacks``, ``lints``, ``exports``: the lists of what there is."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import partial
from typing import Any

from ..console import say
from .base import Subcommand

Line = dict[str, Any]


def _kinds() -> list[Line]:
    from selcore.reference.doctor import kinds

    return kinds()


def _backends() -> list[Line]:
    from selcore.reference.classes import class_lines

    return class_lines()


def _callbacks() -> list[Line]:
    from selcore.reference.doctor import callbacks

    return callbacks()


def _lints() -> list[Line]:
    from selcore.lints import catalogue

    return catalogue()


def _exports() -> list[Line]:
    from selcore.exports import catalogue

    return catalogue()


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON list")


def do(rows: Callable[[], list[Line]], given: Namespace) -> int:
    """Print the rows that ``rows()`` gives: aligned, or as JSON."""
    if given.json:
        import json

        say(json.dumps(rows(), indent=1))
        return 0
    _print(rows())
    return 0


def _print(rows: list[Line]) -> None:
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        state = "" if row["available"] else f"  not here: {row['reason']}"
        say(f"{row['id']:<{width}} {row['title']}{state}")
        about = row.get("about") if "do" in row or "suffix" in row else None
        for words in filter(None, (about, row.get("do"))):
            say(f"{'':<{width}}   {words}")
        if "bases" in row:
            source = f" (not here: after {row['source']})" if "source" in row else ""
            say(f"{'':<{width}}   {' > '.join([row['title'], *row['bases']])}; wraps {row['wraps']}{source}")
        if "alias" in row:
            first = ", ".join(row["preference"])
            say(f"{'':<{width}}   {row['alias']}, chosen when selectors is imported: the first that can be used of")
            say(f"{'':<{width}}   {first}")
        for option in row.get("options", ()):
            say(f"{'':<{width}}   {option['name']} ({option['type']}, {option['default']!r}): {option['title']}")


COMMANDS = tuple(
    Subcommand(name, f"the {name} there are", arguments, partial(do, rows))
    for name, rows in (
        ("kinds", _kinds),
        ("backends", _backends),
        ("callbacks", _callbacks),
        ("lints", _lints),
        ("exports", _exports),
    )
)
