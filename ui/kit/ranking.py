"""How well something that has a name fits the words that somebody types: the best first, whatever its place in a list.

A whole name comes before a beginning, a beginning before the start of a later word, that before the middle of a word;
a name comes before what is said about it.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_SEPARATORS = re.compile(r"[^\w]+|_")


class Sought(NamedTuple):
    """What words are looked for in: ``names`` are the title and ids, ``about`` whatever else is said of it."""

    names: tuple[str, ...]
    about: str = ""
    destroys: bool = False
    """Of things that fit equally well, one that destroys something comes last."""
    impossible: bool = False
    """Of things that fit and destroy equally, one that cannot be chosen now comes after those that can."""


def rank(words: str, sought: Sought) -> int | None:
    """0 is best; None where some of the words is in neither names nor description. No words fit everything equally."""
    wanted = plain(words)
    names = [plain(name) for name in sought.names]
    about = plain(sought.about)
    if not wanted:
        return 0
    tests: tuple[Callable[[], bool], ...] = (
        lambda: wanted in names,
        lambda: any(name.startswith(wanted) for name in names),
        lambda: any(_at_starts(wanted, name) for name in names),
        lambda: any(_within(wanted, name) for name in names),
        lambda: _at_starts(wanted, " ".join((*names, about))),
        lambda: _within(wanted, " ".join((*names, about))),
    )
    return next((place for place, fits in enumerate(tests) if fits()), None)


def best_first(words: str, things: Iterable[T], sought: Callable[[T], Sought]) -> list[T]:
    """Those that fit, in the order of how well; what fits equally well stays in the order in which it came."""
    found, sorts = [], bool(words.strip())
    for place, thing in enumerate(things):
        about = sought(thing)
        fits = rank(words, about)
        if fits is not None:
            found.append(((fits, sorts and about.destroys, sorts and about.impossible, place), thing))
    return [thing for _, thing in sorted(found, key=lambda one: one[0])]


def plain(words: str) -> str:
    """Lower case, one space between words; dots, dashes and other marks separate words."""
    return " ".join(_SEPARATORS.sub(" ", words.casefold()).split())


def _at_starts(wanted: str, name: str) -> bool:
    """Whether each of the words is the beginning of a word of the name."""
    return all(f" {word}" in f" {name}" for word in wanted.split())


def _within(wanted: str, name: str) -> bool:
    return all(word in name for word in wanted.split())
