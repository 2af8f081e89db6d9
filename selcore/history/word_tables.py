"""Words that columns hold as codes, in bounded tables. A word is forgotten when no row uses it any more."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from ..system.lazy import later
from ..values.timeouts import as_float

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")

Column: TypeAlias = "NDArray[Any]"


class TableFull(Exception):
    """The table has as many words as allowed, and all of them are in use."""


class Coded(msgspec.Struct, frozen=True):
    """A column of words: ``words[codes[n]]`` is the word of row n. To compare with a word, compare one integer.

    Codes and words belong together until the next batch is folded; whoever keeps them longer copies both.
    """

    codes: "Column"
    words: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def code(self, word: str) -> int:
        """The code of a word; -1, which no row has, if it is unknown."""
        return self.words.index(word) if word in self.words else -1

    def equals(self, word: str) -> "NDArray[np.bool_]":
        """A mask of the rows that have the word."""
        return np.asarray(self.codes == self.code(word))

    def where(self, test: Callable[[str], bool]) -> "NDArray[np.bool_]":
        """A mask of the rows whose word passes the test, which is called once per word."""
        passed = np.fromiter((test(word) for word in self.words), np.bool_, len(self.words))
        return np.asarray(passed[self.codes])

    def texts(self) -> list[str]:
        """The word of each row."""
        return [self.words[code] for code in self.codes.tolist()]


class WordTable:
    """Things and their codes; code 0 is "none". What no row uses any more is forgotten by ``sweep``."""

    def __init__(self, limit: int, none: Any = ""):
        self.limit = limit
        self.words: list[Any] = [none]
        self._codes: dict[Any, int] = {}
        self._free: list[int] = []
        self._watchers: list[set[int]] = []

    def __len__(self) -> int:
        return len(self._codes) + 1

    @cached_property
    def _used(self) -> Column:
        return np.zeros(64, np.int64)

    def watch(self, fresh: set[int]) -> None:
        """Add all codes to this set now, and later each code that gets a new meaning."""
        fresh.update(range(len(self.words)))
        self._watchers.append(fresh)

    def find(self, key: Any) -> int:
        """The code of this key; -1 if there is none."""
        return self._codes.get(key, -1)

    def code(self, key: Any, word: Any = None) -> int:
        """The code of this key, a new one if needed. ``word`` is what it means (None: the key). Raises TableFull."""
        found = self._codes.get(key)
        return self._new(key, key if word is None else word) if found is None else found

    def _new(self, key: Any, thing: Any) -> int:
        if len(self) >= self.limit:
            raise TableFull
        if self._free:
            code = self._free.pop()
            self.words[code] = thing
        else:
            code = len(self.words)
            self.words.append(thing)
            if code >= len(self._used):
                self._used = np.concatenate([self._used, np.zeros(len(self._used), np.int64)])
        self._codes[key] = code
        for fresh in self._watchers:
            fresh.add(code)
        return code

    def mark(self, codes: Any, serial: int) -> None:
        """Mark these codes as used by rows up to ``serial``."""
        self._used[codes] = serial

    def sweep(self, first: int) -> None:
        """Forget the codes that only rows before ``first`` used."""
        for key in [key for key, code in self._codes.items() if self._used[code] < first]:
            code = self._codes.pop(key)
            self.words[code] = self.words[0]
            self._free.append(code)


class Labels:
    """Labels of things, made once for each thing. Things with equal labels have one code."""

    def __init__(self, things: WordTable, tell: Callable[[Any], str]):
        self._things, self._tell = things, tell
        self._fresh = set[int]()
        self._codes = {"": 0}
        self._words = [""]
        things.watch(self._fresh)

    @cached_property
    def _turn(self) -> Column:
        return np.zeros(64, np.int32)

    def of(self, codes: Column) -> Coded:
        """The labels of a column of things."""
        if self._fresh:
            self._learn(self._things.words)
        return Coded(self._turn[codes], self._words)

    def _learn(self, things: list[Any]) -> None:
        if len(things) > len(self._turn):
            self._turn = np.concatenate([self._turn, np.zeros(len(things), np.int32)])
        if len(self._words) > 2 * self._things.limit:  # most of them are of things long gone
            self._codes, self._words = {"": 0}, [""]
            self._fresh.update(range(len(things)))
        for code in self._fresh:
            word = self._tell(things[code])
            if word not in self._codes:
                self._codes[word] = len(self._words)
                self._words.append(word)
            self._turn[code] = self._codes[word]
        self._fresh.clear()


class Seconds:
    """Timeouts as numbers (s); None, which waits for ever, is inf."""

    def __init__(self, things: WordTable):
        self._things = things
        self._fresh = set[int]()
        things.watch(self._fresh)

    @cached_property
    def _turn(self) -> Column:
        return np.zeros(64, np.float64)

    def of(self, codes: Column) -> Column:
        """The timeouts (s) of a column of ``how``."""
        things = self._things.words
        if len(things) > len(self._turn):
            self._turn = np.concatenate([self._turn, np.zeros(len(things), np.float64)])
        for code in self._fresh:
            timeout = things[code][2]
            self._turn[code] = np.inf if timeout is None else as_float(timeout)
        self._fresh.clear()
        return self._turn[codes]
