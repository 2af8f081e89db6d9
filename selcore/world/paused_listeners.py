"""With no descriptor free a listener stays readable for ever: it is paused, and watched again when one is free.

As others do (libuv, nginx): after a close at once, otherwise by looking again after a while, each time twice as long.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from ..kinds.file_object import FileObject
from ..system.descriptors import ReservedDescriptor
from ..values.observed import State
from ..values.text import text
from .objects import Objects
from .registrations import Registry

SHORTEST, LONGEST = 0.1, 5.0
"""Seconds between two checks: the first, and the longest that doubling leads to."""


@dataclass
class Paused:
    """A registration to restore, and when to check again (monotonic seconds)."""

    registry: Registry
    mask: int
    callback: Any
    state: State
    due: float


class Pauses:
    """The listeners among ``objects`` that are ``paused``. ``remind(seconds)`` must cause a check at that time."""

    def __init__(self, objects: Objects, remind: Callable[[float], None]):
        self._objects = objects
        self._remind = remind
        self.paused: dict[str, Paused] = {}
        self._delays: dict[str, float] = {}

    def __bool__(self) -> bool:
        return bool(self.paused)

    def pause(self, this: FileObject, registry: Registry) -> None:
        """Unregister a listener for a while. Raises what ``unregister()`` raises."""
        _, key = registry.unregister(this)
        delay = self._delays.get(this.name, SHORTEST)
        self._delays[this.name] = min(2 * delay, LONGEST)
        self.paused[this.name] = Paused(registry, key.events, key.data, this.state, monotonic() + delay)
        this.state, this.warning = "paused", str(text("too many open files: not registered until one is closed"))
        self._objects.touch(this.name)
        self._remind(delay)

    def took(self, name: str) -> None:
        """Note that it accepted a connection: its next pause is short again."""
        self._delays.pop(name, None)

    def forget(self, name: str) -> bool:
        """Do not register it again. Returns whether it was paused."""
        paused = self.paused.pop(name, None)
        this = self._objects.get(name)
        if paused is not None and this is not None and this.state == "paused":
            this.state, this.warning = paused.state, ""
            self._objects.touch(name)
        return paused is not None

    def renamed(self, old: str, new: str) -> None:
        if old in self.paused:
            self.paused[new] = self.paused.pop(old)

    def due(self) -> bool:
        """Whether it is time to check."""
        return bool(self.paused) and min(paused.due for paused in self.paused.values()) <= monotonic()

    def look(self, freed: bool = False) -> None:
        """Watch them again if a descriptor is free; ``freed``: one has just been closed."""
        if not self.paused or not (freed or self.due()):
            return
        free, now = descriptor_free(), monotonic()
        for name, paused in list(self.paused.items()):
            if free:
                self._resume(name, paused)
            elif paused.due <= now:
                delay = self._delays[name]
                self._delays[name], paused.due = min(2 * delay, LONGEST), now + delay
                self._remind(delay)

    def _resume(self, name: str, paused: Paused) -> None:
        self.forget(name)
        this = self._objects.get(name)
        if this is None or this.closed or paused.registry.key_of(name) is not None:
            return
        try:
            paused.registry.register(this, paused.mask, paused.callback)
        except (OSError, ValueError, KeyError, RuntimeError):
            pass  # the selector was closed meanwhile


def descriptor_free() -> bool:
    """Whether two descriptors are free: accept() returns one, and it is then moved to another number."""
    try:
        with ReservedDescriptor():
            os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        return False
    return True
