"""What is open and what is registered: file objects, selectors and their wakeup. No ``select()`` is called here."""

import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import structs

from ..backends.base import Backend
from ..files.private_folder import PrivateFolder
from ..kinds import Opening
from ..kinds.file_object import FileObject
from ..kinds.memory import TemporaryRoom
from ..system.resolver import Resolver
from ..system.socket_options import calm_linger
from ..tracing import Go, Trace, Wakeup
from ..values.facts import ObjectState
from ..values.text import Text, text
from .accepting import accept
from .counters import Counters
from .declining import declined
from .objects import Objects
from .owner import Owner
from .paused_listeners import Pauses
from .registrations import Registry
from .target import Target, backend_of, is_selector


class World:
    """File objects and selectors. ``woken`` is called when a blocking call on one of the selectors was woken."""

    def __init__(self, backend: Backend, woken: Callable[[], Go], owner: Owner, resolve: Resolver | None = None):
        self._woken = woken
        self.owner = owner
        self.wakeup = Wakeup()
        trace = self.new_trace()
        try:
            self.registry = Registry(backend.make(trace), self._dropped)
        except BaseException:
            self.wakeup.close()
            raise
        self.main = Target(self.registry, trace, backend)
        """The session's own selector."""
        self.nested: dict[str, Target] = {}
        """Opened selectors that have been used, by name."""
        self.objects = Objects()
        self.counters = Counters()
        self.pauses = Pauses(self.objects, self._remind)
        self.resolve = resolve or Resolver()
        self.in_call = False
        """Whether ``select()`` has been called and has not returned; other threads may read it."""
        self.helpers: list[threading.Thread] = []
        """Threads to join in ``close``."""
        self._folder: PrivateFolder | None = None
        self._room = TemporaryRoom()

    def _remind(self, seconds: float) -> None:
        self.owner.remind(seconds)

    def new_trace(self) -> Trace:
        """A trace for another selector of this world. All of them share one wakeup."""
        return Trace(self.wakeup, self._woken)

    # Selectors.

    def target(self, inside: str | None) -> Target:
        """The session's own selector, or the opened one of that name. Raises Declined (UnknownName, NotASelector)."""
        if inside is None:
            return self.main
        obj = self.find(inside).obj
        if not is_selector(obj):
            raise declined("NotASelector", text("{name} is not a selector", name=inside))
        if inside not in self.nested:
            self.nested[inside] = Target(Registry(obj, self._dropped), obj.trace, backend_of(obj), inside)
        return self.nested[inside]

    def targets(self) -> list[Target]:
        """The session's own selector and the opened ones that have been used."""
        return [self.main, *self.nested.values()]

    def watching(self, name: str) -> list[Target]:
        """The selectors in which the object is registered."""
        return [target for target in self.targets() if target.registry.key_of(name) is not None]

    def _dropped(self, name: str) -> None:
        """Called when an object is no longer registered."""
        self.objects.touch(name)
        self.retire(name)

    # File objects.

    def find(self, name: str) -> FileObject:
        """The file object of that name, open or closed. Raises Declined (UnknownName)."""
        found = self.objects.get(name)
        if found is None:
            raise declined("UnknownName", unknown_name(name, self.objects))
        return found

    def opening(self) -> Opening:
        """What a kind may use while it opens a file object."""
        opening = Opening(self.find, self.resolve, self.folder)
        opening.trace, opening.room = self.new_trace, self._room
        return opening

    def folder(self) -> Path:
        """The private temporary folder of this world, made when it is first needed."""
        if self._folder is None:
            self._folder = PrivateFolder()
        return self._folder.path

    def adopt(self, listener: FileObject) -> FileObject:
        """Accept one connection and name it ``LISTENER.N``. Raises what ``accept()`` raises."""
        connection = accept(listener, self.opening())
        self.objects.add(connection)
        self.pauses.took(listener.name)
        return connection

    def retire(self, name: str) -> None:
        """Let a closed, unregistered connection be forgotten when the list is full."""
        found = self.objects.get(name)
        if found and found.closed and found.kind == "connection" and not self.watching(name):
            self.objects.retire(found)

    def freed(self, name: str) -> None:
        """Note that the object was closed: a descriptor may be free now."""
        self.retire(name)
        self.pauses.look(freed=True)

    # Telling.

    def changes(self) -> tuple[list[ObjectState], list[str]]:
        """The full states of the objects changed since the last time, and the names of those forgotten."""
        changed, gone = list(self.objects.changed), self.objects.gone
        self.objects.changed.clear()
        self.objects.gone = []
        return [self.state_of(name) for name in changed], gone

    def state_of(self, name: str) -> ObjectState:
        """The present state of the object. Raises Declined (UnknownName)."""
        found = self.find(name)
        state = found.snapshot(*self.registry.seen(name))
        inside = tuple(target.name for target in self.watching(name) if target.name) if self.nested else ()
        return structs.replace(state, inside=inside) if inside else state

    def close(self) -> None:
        """Close everything that is open and remove the temporary folder. Idempotent."""
        self.registry.selector.close()
        for file_object in self.objects:
            close_quietly(file_object)
        for helper in self.helpers:
            helper.join()
        self.wakeup.close()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None


def close_quietly(file_object: FileObject) -> None:
    """Close at the end of the session, when errors (a full disk, a reset) can no longer be reported."""
    _quietly(file_object.close)
    file_object.state = "closed"
    if file_object.held is not None:
        file_object.held.give_back()
    if file_object.loose is not None:
        calm_linger(file_object.loose)
        _quietly(file_object.loose.close)


def _quietly(action: Callable[[], object]) -> None:
    try:
        action()
    except (OSError, ValueError):
        pass


def unknown_name(name: str, objects: Objects) -> Text:
    """The message for an unknown name; for a group such as ``pair`` it lists the ends."""
    ends = [found.name for found in objects if found.name.startswith(f"{name}.")]
    if ends:
        return Text("{name} is {ends}: name one of them", {"name": name, "ends": " and ".join(ends[:4])})
    return Text("there is nothing named {name}", {"name": repr(name)})
