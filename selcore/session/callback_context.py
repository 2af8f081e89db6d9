"""What a callback may do to the session: accept, register, change a mask, unregister, close. Refusals are returned."""

from typing import Any

from ..callbacks.base import Callback, attempt
from ..callbacks.flushing import Flushing
from ..kinds.file_object import FileObject
from ..values.commands import Events
from ..values.masks import to_mask
from ..values.outcomes import Refused
from ..world.registrations import Registry, make_callback
from ..world.world import World, unknown_name


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
        return self._change(this, self._unregister, this)

    def pause(self, this: FileObject) -> Refused | None:
        """Unregister a listener until a descriptor is free."""
        return self._change(this, self._world.pauses.pause, this, self._registry)

    def finish(self, this: FileObject) -> Refused | None:
        """Unregister, then close. In the other order the key would outlive its descriptor."""
        refused = self._change(this, self._unregister, this)
        refused = self._change(this, this.close) or refused
        self._world.freed(this.name)
        return refused

    def end(self, this: FileObject) -> Refused | None:
        """As ``finish``, of what may be registered or not."""
        if self._registry.key_of(this.name) is not None:
            return self.finish(this)
        refused = self._change(this, this.close)
        self._world.freed(this.name)
        return refused

    def _unregister(self, this: FileObject) -> None:
        _, key = self._registry.unregister(this)
        if isinstance(key.data, Flushing):
            key.data.dropped()

    def find(self, name: str) -> FileObject | Refused:
        """The file object of that name, also by a name that it had before."""
        objects = self._world.objects
        stem, _, part = name.partition(".")
        found = objects.get(name)
        for one in () if found is not None else objects:
            now, _, same = one.name.partition(".")
            found = one if part == same and objects.was(stem, now) else found
        return found or Refused("UnknownName", str(unknown_name(name, objects)), by="playground")

    def touch(self, this: FileObject) -> None:
        """Note that it has changed, beside the object that is served."""
        self._world.objects.touch(this.name)

    def data_of(self, this: FileObject) -> Any:
        """The data of its key; None where it has none."""
        key = self._registry.key_of(this.name)
        return None if key is None else key.data

    def watched(self, this: FileObject) -> int:
        """The mask that is registered; 0 where it is not."""
        key = self._registry.key_of(this.name)
        return 0 if key is None else key.events

    def put(self, this: FileObject, mask: int, data: Any) -> Refused | None:
        """Watch it for another mask with other data, or not at all (0), for a while."""
        return self._change(this, self._registry.put, this, mask, data)

    def settle(self, this: FileObject, callback: Callback) -> Refused | None:
        """Watch it for what its callback wants, whoever stands in its place."""
        data = self.data_of(this)
        if not isinstance(data, Flushing):
            return self.put(this, callback.watched, callback)
        data.serves(callback)
        data.settle(this, self)
        return None

    def _change(self, this: FileObject, action: Any, *given: Any) -> Refused | None:
        self._world.objects.touch(this.name)
        answer = attempt(action, *given)
        return answer if isinstance(answer, Refused) else None
