"""Keys whose descriptor has been closed: looked for once a second, told when one is found twice, and once each."""

from collections.abc import Iterator

from .facts import KeyChanged, KeyOfClosed
from .process_model import ProcessModel

OFTEN = 1_000_000_000
"""Nanoseconds between two looks: a program may unregister right after it has closed."""
MOST = 2000
"""Keys that are looked at."""


class ClosedKeys:
    """Those of one process."""

    def __init__(self) -> None:
        self._next = 0
        self._missing: dict[tuple[int, int], KeyChanged] = {}
        self._told: dict[tuple[int, int], KeyChanged] = {}

    def look(self, model: ProcessModel, now: int) -> Iterator[KeyOfClosed]:
        """Those that were closed at the last look, and still are."""
        if now < self._next:
            return
        self._next = now + OFTEN
        missing = {place: key for place, key in _keys(model) if not model.names.link(key.fd)}
        for place, key in missing.items():
            if self._missing.get(place) == key and self._told.get(place) != key:
                if len(self._told) >= MOST:
                    del self._told[next(iter(self._told))]
                self._told[place] = key
                yield KeyOfClosed(key, now)
        self._missing = missing


def _keys(model: ProcessModel) -> Iterator[tuple[tuple[int, int], KeyChanged]]:
    if not model.names.link_is_told():
        return  # another user's: nothing is seen of any
    count = 0
    for number, selector in model.selectors.items():
        for fd, key in selector.keys.items():
            count += 1
            if count > MOST:
                return
            yield (number, fd), key
