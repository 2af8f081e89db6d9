"""What a callback may do to the session: accept, register, change a mask, unregister, close. Refusals are returned."""

from typing import Any

from ..callbacks.base import attempt
from ..kinds.file_object import FileObject
from ..values.commands import Events
from ..values.masks import to_mask
from ..values.outcomes import Refused
from ..world.registrations import Registry, make_callback
from ..world.world import World


class CallbackContext:
    """The ``Context`` that a session gives its callbacks. Every method returns a refusal instead of raising."""

    def __init__(self, world: World, registry: Registry):
        self._world = world
        self._registry = registry

    def adopt(self, listener: FileObject) -> FileObject | Refused:
        found: FileObject | Refused = attempt(self._world.adopt, listener)
        return found

    def watch(self, name: str, events: Events, callback: str) -> Refused | None:
        this, mask = self._world.find(name), to_mask(events)
        return self._change(this, self._registry.register, this, mask, make_callback(callback, {}, mask))

    def rewatch(self, this: FileObject, mask: int) -> Refused | None:
        return self._change(this, self._registry.rewatch, this, mask)

    def unwatch(self, this: FileObject) -> Refused | None:
        return self._change(this, self._registry.unregister, this)

    def pause(self, this: FileObject) -> Refused | None:
        """Unregister a listener until a descriptor is free."""
        return self._change(this, self._world.pauses.pause, this, self._registry)

    def finish(self, this: FileObject) -> Refused | None:
        """Unregister, then close. In the other order the key would outlive its descriptor."""
        refused = self._change(this, self._registry.unregister, this)
        refused = self._change(this, this.close) or refused
        self._world.freed(this.name)
        return refused

    def _change(self, this: FileObject, action: Any, *given: Any) -> Refused | None:
        self._world.objects.touch(this.name)
        answer = attempt(action, *given)
        return answer if isinstance(answer, Refused) else None
