"""The descriptors of a watched program as file objects: each has a name of its own, and is closed when it is.

The first process has plain names; what is another's begins with its number in brackets. Two descriptors that would have
the same name are told apart by their numbers.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import structs

from ..values.facts import ObjectState
from .facts import KeyChanged

KIND = "fd"
"""What a file object of another process is: a descriptor that was there."""
KEPT = 1000
"""Closed ones that are remembered."""
MOST = 20_000
"""Open ones that are shown, as many as a session can have."""
LISTENS = {"listens": True}
"""Among the options of a listening socket's state."""
Place = tuple[int, int]
"""Process and descriptor."""


class _Watched(NamedTuple):
    events: int
    function: str


class ShownObjects:
    """Gives the states that change. For one thread. ``left_out``: whether there were more than are shown."""

    def __init__(self) -> None:
        self.left_out = False
        self._first = 0
        self._states: dict[Place, ObjectState] = {}
        self._plain: dict[Place, str] = {}
        self._holders: dict[str, Place] = {}
        self._keys: dict[Place, dict[str, _Watched]] = {}
        self._closed: deque[str] = deque()
        self._forgotten: list[str] = []

    def in_process(self, pid: int, name: str) -> str:
        """The name as that of this process."""
        return name if self.is_first(pid) else f"[{pid}] {name}"

    def is_first(self, pid: int) -> bool:
        """Whether it is the first process that was told of."""
        self._first = self._first or pid
        return pid == self._first

    def states(self) -> Sequence[ObjectState]:
        """Of all that is open."""
        return tuple(self._states.values())

    def name(self, pid: int, fd: int, name: str) -> str:
        """What the descriptor is called that its process knows by this name."""
        state = self._states.get((pid, fd))
        return state.name if state is not None and self._plain[pid, fd] == name else self.in_process(pid, name)

    def returned(self, pid: int, fd: int, name: str) -> Sequence[ObjectState]:
        """A call has returned it: it is there, though perhaps no selector has a key of it."""
        place = pid, fd
        if fd < 0 or (place in self._states and self._plain[place] == name):
            return ()
        return tuple(self._begin(place, name))

    def changed(self, key: KeyChanged, selector: str) -> Sequence[ObjectState]:
        """A key of it came, changed or went."""
        place = key.pid, key.fd
        if place not in self._states or self._plain[place] != key.name:
            if not key.events and place in self._states:
                key = structs.replace(key, name=self._plain[place])  # it was closed first: nobody can name it any more
            else:
                before = list(self._begin(place, key.name))
                if place not in self._states:
                    return before
                return (*before[:-1], self._with_key(place, key, selector))
        return (self._with_key(place, key, selector),)

    def look(self) -> Sequence[ObjectState]:
        """Those without a key that have been closed since."""
        free = [place for place in self._states if not self._keys.get(place)]
        return [self._close(place) for place in free if not os.path.lexists("/proc/{}/fd/{}".format(*place))]

    def gone(self, pid: int) -> Sequence[ObjectState]:
        """The process has ended, and with it all that it had."""
        return [self._close(place) for place in list(self._states) if place[0] == pid]

    def take_forgotten(self) -> Sequence[str]:
        """The names of closed ones that are remembered no longer."""
        found, self._forgotten = self._forgotten, []
        return found

    def _begin(self, place: Place, name: str) -> Iterator[ObjectState]:
        if place in self._states:
            yield self._close(place)  # the number is another file's now
        if len(self._states) >= MOST:
            self.left_out = True
            return
        pid, fd = place
        shown = self.in_process(pid, name)
        if shown in self._holders:
            shown = f"{shown} (fd {fd})"
        self._holders[shown], self._plain[place] = place, name
        if shown in self._closed:
            self._closed.remove(shown)
        self._states[place] = state = ObjectState(shown, KIND, fd, "open")
        yield state

    def _with_key(self, place: Place, key: KeyChanged, selector: str) -> ObjectState:
        keys = self._keys.setdefault(place, {})
        keys.pop(selector, None)
        if key.events:
            keys[selector] = _Watched(key.events, ", ".join(map(str, key.functions)))
        events = 0
        for one in keys.values():
            events |= one.events
        callback = next((one.function for one in reversed(keys.values()) if one.function), "")
        state = structs.replace(
            self._states[place],
            options=LISTENS if key.listens else self._states[place].options,
            asked=events or None,
            registered=events or None,
            callback=callback,
            inside=tuple(keys),
        )
        self._states[place] = state
        return state

    def _close(self, place: Place) -> ObjectState:
        state = self._states.pop(place)
        self._keys.pop(place, None)
        self._plain.pop(place)
        self._holders.pop(state.name, None)
        self._closed.append(state.name)
        if len(self._closed) > KEPT:
            self._forgotten.append(self._closed.popleft())
        return ObjectState(state.name, KIND, state.fd, "closed", callback=state.callback, options=state.options)
