"""How a verb is written in a script, and what is known while that is written: what is open, closed, and called how."""

import zlib
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NamedTuple

from ..values.spelling import KindOf, Spelling
from ..values.text import Text
from .variables import Variables

EACH = "-each"
"""How the name ends that stands for each of many that are opened in a loop, where ``number`` counts them from 0."""


class Code(NamedTuple):
    """A command in a script.

    ``do`` are statements, ``value`` then an expression whose value is told. ``tells`` is what sort it is: ``keys``, a
    number of bytes ``sent``, ``bytes`` that were received, or any other; ``told`` what makes bytes of it. ``notes``
    are statements for a script that tells names. Of a call, ``select`` are the selector and the timeout, ``call`` is
    what it returned where that is another expression, ``loop`` the head of the loop that it is in, and ``rest`` that of
    one with a call less. ``makes`` are the variables that an opening makes: of one that is refused none is left.
    """

    do: tuple[str, ...] = ()
    value: str = ""
    tells: str = "value"
    told: str = ""
    notes: tuple[str, ...] = ()
    select: tuple[str, str] | None = None
    call: str = ""
    loop: str = ""
    rest: str = ""
    makes: tuple[str, ...] = ()


class Writer(Spelling):
    """The names of a script. ``moves``: numbers of descriptors matter in it, so that they are those of the session.

    ``parts`` are the functions that it brings along; ``cannot`` is told what it does not do.
    """

    whole: ClassVar[bool] = True

    def __init__(
        self,
        variables: Variables,
        kind_of: KindOf,
        moves: bool = False,
        reached: frozenset[str] = frozenset(),
        cannot: Callable[[Text], None] = lambda words: None,
    ):
        super().__init__(kind_of)
        self.variables, self.moves, self.cannot = variables, moves, cannot
        self.parts: set[str] = set()
        self.folder = False
        self.closed: set[str] = set()
        self.bound: set[str] = set()
        self.numbers: list[str] = []
        """Variables of bare descriptors that were made along with something."""
        self.held: dict[str, Any] = {}
        """By name, what its key was given as data."""
        self._reached, self._saved = reached, dict[str, str]()
        self._opened: dict[str, tuple[Any, dict[str, Any]]] = {}

    # Names.

    def variable(self, name: str) -> str:
        stem, _, number = name.partition(".")
        if number.isdecimal() and not self.variables.known(name):
            self.part("accepted")
            return f"accepted[{self.variable(stem)}][{int(number) - 1}]"
        return self.variables.of(name)

    def beside(self, name: str, what: str) -> str:
        return self.variables.of(f"{name} {what}")

    def address(self, name: str) -> str:
        return self._saved.get(name) or f"{self.variable(name)}.getsockname()"

    def temporary_folder(self) -> str:
        self.folder = True  # one for all of it, removed at the end
        return "folder"

    def path(self, name: str, suffix: str) -> str:
        self.folder = True
        short = name if len(name) <= 16 else f"{zlib.crc32(name.encode()):08x}"  # an address of a Unix socket is short
        if name.endswith(EACH):
            return f"os.path.join(folder, {short!r} + str(number) + {suffix!r})"
        return f"os.path.join(folder, {short + suffix!r})"

    def number(self, name: str) -> str:
        from ..kinds import find_kind

        kind, it = find_kind(self.kind_of(name)), self.variable(name)
        if kind is not None and kind.of_process:
            return super().number(name)
        return it if kind is not None and kind.makes.is_number else f"{it}.fileno()"

    def part(self, name: str) -> str:
        self.parts.add(name)
        return name

    def calm(self, *descriptors: str) -> list[str]:
        return [f"os.set_blocking({one}, False)" for one in descriptors]

    def lifted(self, descriptor: str) -> list[str]:
        return [f"{descriptor} = {self.part('moved')}({descriptor})"] if self.moves else []

    def connect(self, sock: str, address: str) -> str:
        return f"{self.part('connect')}({sock}, {address})"

    # What is open.

    def opens(self, name: str, kind: Any, options: dict[str, Any]) -> None:
        """Note what is opened as one of these."""
        self._opened[name] = kind, options

    def names(self) -> list[str]:
        """The names of all that was opened."""
        return [*self._opened]

    def made(self, name: str) -> tuple[Any, dict[str, Any]]:
        """The kind of what has this name, and the options it was opened with; None and none of a connection."""
        stem, _, number = name.partition(".")
        if name in self._opened:
            return self._opened[name]
        return (None, {}) if number.isdecimal() else self._opened.get(stem, (None, {}))

    def closes(self, name: str) -> list[str]:
        """Note that it is closed; what has to be kept of it before that."""
        self.closed.add(name)
        return self.keeps(name)

    def keeps(self, name: str) -> list[str]:
        """Keep the address of what loses it now, where somebody needs it later."""
        if name not in self._reached or name in self._saved:
            return []
        here = self.address(name)
        self._saved[name] = self.beside(name, "address")
        return [f"{self._saved[name]} = {here}"]

    def renames(self, old: str, new: str) -> list[tuple[str, str]]:
        """Note another name; the variables that it gives to whom, ``(new, what it was)``."""
        found = list(self._renamed(old, new))
        self._saved.update({new: self._saved[old]} if old in self._saved else {})
        for names in (self.closed, self.bound):
            names |= {_instead(name, old, new) for name in names}
        self.held.update({_instead(name, old, new): data for name, data in self.held.items()})
        if old in self._opened:
            self._opened[new] = self._opened[old]
        elif "." in old:
            self._opened[new] = self.made(old)
        return found

    def _renamed(self, old: str, new: str) -> Iterator[tuple[str, str]]:
        kind, options = self.made(old)
        made = kind.opens(old, options) if kind is not None else []
        names = [name for name in made if self.variables.known(name)]  # none where it is one end that was renamed
        for name in names or [old]:
            was, now = self.variable(name), _instead(name, old, new)
            self.variables.give(now, self.variables.fresh(now))
            yield self.variables.of(now), was
        for name in self.variables.beside(old):
            self.variables.give(f"{new}{name.removeprefix(old)}", self.variables.of(name))

    def placed(self, names: list[str], at: int | None) -> list[str]:
        """Move the descriptors of these to where those of the session are."""
        if not self.moves and at is None:
            return []
        self.part("moved")
        found = [self.variable(name) for name in names]
        if at is None:
            return [f"{one} = moved({one})" for one in found]
        many = f" + {len(found)} * number" if names[0].partition(".")[0].endswith(EACH) else ""
        return [f"{one} = moved({one}, {at + number}{many})" for number, one in enumerate(found)]


def _instead(name: str, old: str, new: str) -> str:
    return new + name.removeprefix(old) if name == old or name.startswith(f"{old}.") else name
