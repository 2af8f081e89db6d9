"""A lint names a kind of trouble and recognises it in what is known of one object: no state of its own, no clock.

What is known is an ``ObjectRecord`` (``record.py``), folded from the worker's facts on the side of whoever takes them.
"""

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple

import msgspec

from ..values.commands import Command
from ..values.text import Text
from .ledger import Ledger
from .record import ObjectRecord


class Finding(NamedTuple):
    """What a lint says of one object: the sentence, a command that would mend it, the call it began with (0: none)."""

    message: Text
    remedy: Command | None = None
    since: int = 0


class Warning(msgspec.Struct, frozen=True):
    """A named observation about an object. ``after_step`` is the command during or after which it was made, ``since``
    the number of the first ``select()`` call that it is about (0: about none), ``at`` when it was
    seen (ns) of a watched program's."""

    lint: str
    name: str
    after_step: int
    message: Text
    what_to_do: Text
    remedy: Command | None = None
    since: int = 0
    at: int = 0


class Lint(ABC):
    """``about``: what it means and when it is said; ``near``: what looks like it and is none; ``do``: what to do."""

    id: ClassVar[str]
    title: ClassVar[Text]
    about: ClassVar[Text]
    near: ClassVar[Text]
    do: ClassVar[Text]

    @abstractmethod
    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        """Whether the object is in this trouble now. Asked only when something about it has changed."""
