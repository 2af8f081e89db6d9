"""The file objects of a session: each name is given once, every change is noted, and what is closed stays in sight."""

from collections import deque
from collections.abc import Iterator

from .fileobjects import FileObject

REMEMBERED = 1000
"""Closed connections that stay in the list before the oldest is forgotten."""


class Objects:
    """The open and the closed, by name. ``changed`` and ``gone`` are what the next batch tells."""

    def __init__(self) -> None:
        self._by_name: dict[str, FileObject] = {}
        self._used: set[str] = set()
        self._closed: deque[str] = deque()
        self.changed: dict[str, None] = {}
        self.gone: list[str] = []
        self.forgotten = 0

    def __iter__(self) -> Iterator[FileObject]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def get(self, name: str) -> FileObject | None:
        return self._by_name.get(name)

    def add(self, file_object: FileObject) -> None:
        self._by_name[file_object.name] = file_object
        self._used.add(file_object.name)
        self.touch(file_object.name)

    def touch(self, name: str) -> None:
        """Note that this object is another than when it was last told."""
        self.changed[name] = None

    def is_used(self, name: str) -> bool:
        """Whether the name was given in this session, be it to something long closed or to a group like ``pair``."""
        return name in self._used or any(used.startswith(f"{name}.") for used in self._used)

    def free_name(self, stem: str) -> str:
        """The first of ``pair``, ``pair2``, ``pair3``, ... that was never used."""
        number = 1
        while self.is_used(name := stem if number == 1 else f"{stem}{number}"):
            number += 1
        return name

    def retire(self, file_object: FileObject) -> None:
        """Remember a closed connection, and forget the oldest when there are too many."""
        self._closed.append(file_object.name)
        if len(self._closed) > REMEMBERED:
            name = self._closed.popleft()
            self._by_name.pop(name, None)
            self.changed.pop(name, None)
            self.gone.append(name)
            self.forgotten += 1
