"""The words that stand in the ring's columns as codes: names, effects, refusals, and how a call was made."""

from typing import Any

from ..values.outcomes import Attached
from .ring import Ring
from .word_tables import Coded, Column, Labels, Seconds, WordTable


def _same(error: Any) -> Any:
    """The key by which refusals are equal."""
    return None if error is None else (error.type, error.message, error.errno, error.by, str(error.hint))


class Tables:
    """The words of all columns that hold words. ``swept`` changes when codes may have changed their meaning.

    A table that is full of what is in use raises TableFull; then the oldest rows go, as if the ring were full.
    """

    def __init__(self) -> None:
        self.name = WordTable(131_072)
        self.did = WordTable(65_536, None)
        self.error = WordTable(65_535, None)
        self.how = WordTable(65_535, ("", "", None))
        self.do = WordTable(255)
        self.swept = 0
        self._told = {
            "did": Labels(self.did, lambda did: "" if did is None else str(did)),
            "error": Labels(self.error, lambda error: "" if error is None else str(error.type)),
            "backend": Labels(self.how, lambda how: str(how[0])),
            "selector": Labels(self.how, lambda how: str(how[1])),
        }
        self._seconds = Seconds(self.how)

    def told(self, name: str, codes: Column) -> Coded:
        """A column of codes as words; ``name`` is did, error, backend or selector."""
        return self._told[name].of(codes)

    def seconds(self, codes: Column) -> Column:
        """The timeouts (s) of a column of ``how``; None, which waits for ever, is inf."""
        return self._seconds.of(codes)

    def effect(self, effect: Any) -> int:
        """The code of a callback's Effect, or of the Text noted beside a command."""
        if effect is None:
            return 0
        amounts = (getattr(effect, "received", -1), getattr(effect, "sent", -1), _same(getattr(effect, "error", None)))
        return self.did.code((str(effect), *amounts), effect)

    def attached(self, effect: Any, data: Any) -> int:
        """The code of what came of a key's data: a callback's Effect, or the data itself, where it is a value."""
        if data is None:
            return self.effect(effect)
        # By its text: 1 is not True, and a list has no hash.
        return self.did.code((repr(data),), Attached(data))

    def manner(self, backend: str, selector: str, timeout: Any) -> int:
        """The code of backend, selector and timeout. The key is text: nan is not equal to itself, and 1 is not 1.0."""
        return self.how.code((backend, selector, repr(timeout)), (backend, selector, timeout))

    def refusal(self, error: Any) -> int:
        """The code of a refusal."""
        if error is None:
            return 0
        return self.error.code(_same(error), error)

    def sweep(self, first: int, *rings: Ring) -> None:
        """Forget words that no row from ``first`` on and no row of the rings uses."""
        for column in ("name", "did", "error", "how"):
            words: WordTable = getattr(self, column)
            for ring in rings:
                words.mark(ring.column(column), first)
            words.sweep(first)
        self.swept += 1
