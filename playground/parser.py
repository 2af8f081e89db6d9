"""argparse with one line for an error, and words that were mistyped answered with what is near."""

import argparse
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from .console import complain, is_there, one_line


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest of what is known, as a question; empty where nothing is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""


class Parser(argparse.ArgumentParser):
    """argparse with one line for an error, and its options never guessed from their beginning.

    ``calls`` are the names of its calls. An unknown option or call is found before argparse begins: that would take
    the option's value for the call, or complain of what is missing first.
    """

    calls: tuple[str, ...] = ()

    def __init__(self, **settings: Any):
        super().__init__(**settings, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        # Not through argparse: before Python 3.12 it stumbles over a stderr that is not there.
        complain(one_line(f"{self.prog}: {message.removeprefix('argument ')}; see {self.prog} --help"))
        sys.exit(2)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        self._look(words)
        found, left = super().parse_known_args(words, namespace)
        if left:
            self.error(f"there is nothing to do with {left[0]!r}")
        return found, left

    def _look(self, words: list[str]) -> None:
        place = 0
        while place < len(words) and (self.calls or words[place] != "--"):
            word = words[place]
            place += 1
            if word.startswith("-") and word != "-":
                place += self._values(word, words[place:])
            elif self.calls:
                self._check_call(word)
                return

    def _values(self, word: str, after: list[str]) -> int:
        """How many words after this option are its own."""
        name, given, _ = word.partition("=")
        action = self._option_string_actions.get(name)
        if action is None:
            self.error(f"there is no option {name}{did_you_mean(name, self._option_string_actions)}")
        if given or not after or action.nargs == 0:
            return 0
        return int(action.nargs is None or not after[0].startswith("-"))

    def _check_call(self, word: str) -> None:
        if word in self.calls:
            return
        advice = did_you_mean(word, self.calls)
        if not advice and is_there(word):
            advice = f"; did you mean --open {word}, or run {word}?"
        self.error(f"there is no call {word!r}{advice or '; there is ' + ', '.join(self.calls)}")
