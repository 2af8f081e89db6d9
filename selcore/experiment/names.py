"""Which names an experiment has given by some place of it, to whole things, to many of them, and to parts."""

from collections.abc import Callable, Iterable, Iterator

from ..kinds import Kind
from ..values.commands import AnyCommand, Open, Rename


class OpenNames:
    """What is open under which names. ``count`` of them at once are NAME-1 to NAME-N: never listed, N may be large."""

    def __init__(self) -> None:
        self._by_name: dict[str, tuple[Kind, int]] = {}
        self._renamed: dict[str, str] = {}
        self._parts: dict[str, Kind] = {}
        self._least: dict[str, int] = {}

    def add(self, name: str, kind: Kind, count: int) -> None:
        self._by_name[name] = kind, count
        stem, number = _numbered(name)
        if number:
            self._least[stem] = min(number, self._least.get(stem, number))

    def taken(self, name: str, count: int) -> bool:
        """Whether this name, or one that opening ``count`` makes of it, is given already."""
        known = name in self._by_name or name in self._parts or name in self._renamed
        return known or self.kind_of(name) is not None or 1 < count >= self._least.get(name, count + 1)

    def kind_of(self, name: str) -> Kind | None:
        """The kind of what was opened so, be it one of many."""
        kind, count = self._by_name.get(name, (None, 0))
        if count == 1:
            return kind
        stem, number = _numbered(name)
        kind, count = self._by_name.get(stem, (None, 0))
        return kind if 1 <= number <= count > 1 and name not in self._renamed else None

    def rename(self, old: str, new: str) -> None:
        """``new`` is what ``old`` was: something opened, one of many, or a part such as ``pair.a``."""
        kind = self.kind_of(old)
        self._renamed[old] = new
        self._renamed.pop(new, None)
        if kind is not None and "." not in old:
            self._by_name.pop(old, None)
            self._by_name[new] = kind, 1
        elif (part := self._parts.pop(old, None) or self.kind_of(old.partition(".")[0])) is not None:
            self._parts[new] = part

    def former(self, name: str, now: str) -> bool:
        """Whether ``now`` was called ``name`` before, so that it may be called so again."""
        seen = {name}
        while (name := self._renamed.get(name, "")) and name not in seen:
            if name == now:
                return True
            seen.add(name)
        return False

    def is_part(self, name: str) -> bool:
        """Whether it is a part that has a name of its own."""
        return name in self._parts

    def renamed(self, name: str) -> str:
        """What it is called now; empty where it has no other name."""
        return self._renamed.get(name, "")

    def count_of(self, name: str) -> int:
        return self._by_name.get(name, (None, 0))[1]


def _numbered(name: str) -> tuple[str, int]:
    """``pair-3`` as ``pair`` and 3; 0 where no number ends it, or one that no opening would give."""
    stem, _, number = name.rpartition("-")
    return (stem, int(number)) if number.isdecimal() and number[0] != "0" and len(number) < 10 else (name, 0)


def kinds_of(commands: tuple[AnyCommand, ...]) -> Callable[[str], str]:
    """What each name of these commands is: a derived name (``pipe.r``, ``pair-3.a``) is what its opening was."""
    kinds: dict[str, str] = {}

    def kind_of(name: str) -> str:
        stem = name.partition(".")[0]
        return kinds.get(stem) or kinds.get(stem.rpartition("-")[0], "")

    for command in with_inner(commands):
        if isinstance(command, Open):
            kinds[command.name] = command.kind
        elif isinstance(command, Rename):
            kinds[command.to] = kind_of(command.name)
    return kind_of


def with_inner(commands: Iterable[AnyCommand]) -> Iterator[AnyCommand]:
    """These commands, and behind each those that are given during it."""
    for command in commands:
        yield command
        yield from with_inner(getattr(command, "during", ()))
