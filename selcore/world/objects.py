"""The file objects of a session. A name is given only once, changes are noted, and closed objects stay listed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..values.names import numbered, stem_of
from ..values.traffic import Traffic

if TYPE_CHECKING:
    from ..kinds.file_object import FileObject

MOST = 20_000
"""File objects in one session, closed ones included. Each takes some 5 KiB here and in the window, and the OS does not
limit those without a descriptor."""
REMEMBERED = 1000
"""Closed connections that stay in the list before the oldest is forgotten."""


class Objects:
    """Open and closed objects, ``by_name``. ``changed`` and ``gone`` are the names that the next batch reports."""

    def __init__(self) -> None:
        self.by_name: dict[str, FileObject] = {}
        self._used: set[str] = set()
        self._closed: dict[str, None] = {}
        self.changed: dict[str, None] = {}
        self.gone: list[str] = []
        self._former: dict[str, str] = {}
        self.forgotten = 0
        self.traffic = Traffic()

    def __iter__(self) -> "Iterator[FileObject]":
        return iter(self.by_name.values())

    def __len__(self) -> int:
        return len(self.by_name)

    def get(self, name: str) -> "FileObject | None":
        return self.by_name.get(name)

    def add(self, file_object: "FileObject") -> None:
        file_object.traffic = self.traffic
        self.by_name[file_object.name] = file_object
        self._used.add(stem_of(file_object.name))
        self.touch(file_object.name)

    def touch(self, name: str) -> None:
        """Note that this object has changed since it was last reported. Does nothing if it was forgotten."""
        if name in self.by_name:
            self.changed[name] = None

    def under(self, name: str) -> list[str]:
        """This name and the names derived from it (``pair.a`` from ``pair``)."""
        return [one for one in self.by_name if one == name or one.startswith(f"{name}.")]

    def was(self, name: str, now: str) -> bool:
        """Whether ``name`` is an earlier name of the object that is called ``now``."""
        seen = {name}
        while (name := self._former.get(name, "")) and name not in seen:
            if name == now:
                return True
            seen.add(name)
        return False

    def rename(self, old: str, new: str, names: dict[str, str]) -> None:
        """Rename objects, keeping their order. The old names are reported as gone and stay used."""
        self._former.pop(new, None)
        self._former[old] = new
        self._used |= {stem_of(old), stem_of(new)}
        renamed = {names.get(name, name): found for name, found in self.by_name.items()}
        self.by_name.clear()  # the dictionary stays the same: a run in progress holds a reference to it
        self.by_name.update(renamed)
        self._closed = {names.get(name, name): None for name in self._closed}
        self.gone += names
        for before, after in names.items():
            self.changed.pop(before, None)
            self.by_name[after].name = after
        for found in self:
            if found.peer in names:
                found.peer = names[found.peer]
                self.touch(found.name)
        for after in names.values():
            self.touch(after)

    def reserve(self, name: str) -> None:
        """Note that a name was given to a group, such as ``pair`` to ``pair-1``, ``pair-2``, ..."""
        self._used.add(name)

    def is_used(self, name: str) -> bool:
        """Whether the name was ever given in this session, also to an object long closed or to a group."""
        return stem_of(name) in self._used

    def taken(self, name: str, count: int = 1) -> str | None:
        """The first name in use among those that opening ``count`` as ``name`` would give; None if all are free."""
        return next((one for one in (name, *numbered(name, count)) if self.is_used(one)), None)

    def free_name(self, wanted: str, count: int = 1) -> str:
        """The first of ``pair``, ``pair2``, ``pair3``, ... that was never used; of ``pair.x`` it is ``pair2.x``."""
        stem, dot, rest = wanted.partition(".")
        number, name = 1, wanted
        while self.taken(name, count):
            number += 1
            name = f"{stem}{number}{dot}{rest}"
        return name

    def retire(self, file_object: "FileObject") -> None:
        """Keep a closed connection in the list, and forget the oldest if there are more than REMEMBERED."""
        self._closed[file_object.name] = None
        if len(self._closed) > REMEMBERED:
            name = next(iter(self._closed))
            del self._closed[name]
            self.by_name.pop(name, None)
            self.changed.pop(name, None)
            self.gone.append(name)
            self.forgotten += 1
