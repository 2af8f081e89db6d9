"""What the methods of a selector do. Arguments are passed on as they are; what the selector raises is the outcome."""

from typing import Any

from ...backends import backend_ids, find_backend
from ...callbacks import Callback, find_callback
from ...callbacks.base import attempt, refusal
from ...callbacks.flushing import Flushing
from ...callbacks.key_data import refused_data
from ...kinds.file_object import FileObject
from ...values.commands import CloseSelector, GetKey, GetMap, Modify, Register, Unregister, UseBackend
from ...values.masks import WRITE, known_events, mask_name, to_events, to_mask
from ...values.options import BadOption, fill
from ...values.outcomes import Done, PrintedValue
from ...values.text import Text, text
from ..declining import ask, declined
from ..printing import KEYS, printed
from ..registrations import Registry, callback_id, make_callback, value_of
from ..target import Target
from ..world import World


def register(world: World, command: Register) -> Done:
    """``selector.register(fileobj, events, data)``."""
    registry, this = _selector(world, command.inside), world.find(command.name)
    mask = to_mask(command.events)
    key = ask(registry.register, this, mask, _data(command, mask))
    world.objects.touch(this.name)
    return Done({"key": key_value(key, this.name)}, shown=_shown(world, key))


def modify(world: World, command: Modify) -> Done:
    """``selector.modify(fileobj, events, data)``; the same callback goes on with what it has still to do."""
    registry, this = _selector(world, command.inside), world.find(command.name)
    mask = to_mask(command.events)
    world.objects.touch(this.name)
    old = registry.key_of(this.name)
    flushing = old.data if old is not None and isinstance(old.data, Flushing) else None
    before = flushing.inner if flushing is not None else old.data if old is not None else None
    data, notice = _carry_on(before, command, mask)
    key = ask(registry.modify, this, mask, data)
    if before is not data:
        this.pending = 0
        if isinstance(before, Callback):
            before.dropped()
    if isinstance(data, Callback) and isinstance(mask, int):
        data.asked = data.watched = mask
        notice = _add_own(world, world.target(command.inside), this, data) or notice
    if flushing is not None:
        notice = _go_on(registry, this, flushing, data, mask) or notice
    notice = notice or _nonsense(key.events) or _unasked(world.target(command.inside).backend.id, old, key)
    return Done({"key": key_value(key, registry.names.get(key.fd, this.name))}, notice, _shown(world, key))


def _go_on(registry: Registry, this: FileObject, flushing: Flushing, data: Any, mask: Any) -> Text | None:
    """Bytes that others have for it go on waiting, whatever its key is given."""
    flushing.inner, flushing.asked = data, mask if isinstance(mask, int) else 0
    attempt(registry.put, this, flushing.inner_mask() | WRITE, flushing)
    waiting = flushing.waiting_bytes()
    return text("{n} {n:byte waits|bytes wait} to be sent: WRITE stays registered", n=waiting)


def _carry_on(old: Any, command: Modify, mask: Any) -> tuple[Any, Text | None]:
    data = _data(command, mask)
    if isinstance(old, Callback):
        if isinstance(data, Callback) and (old.id, old.values) == (data.id, data.values):
            return old, None
        return data, _lost(old)
    return data, None


def _nonsense(events: Any) -> Text | None:
    """``modify()`` of poll and epoll keeps any number that ``&`` takes; ``register()`` would have refused it."""
    watched = known_events(events)
    if not watched:
        return text(
            "accepted without a word, and neither READ nor WRITE is in {events}: it is watched for nothing. Errors and "
            "hang-ups come back all the same, as (key, 0), at every call",
            events=events,
        )
    if events == watched:
        return None
    return text(
        "accepted without a word: of {events} only {watched} is watched", events=events, watched=mask_name(watched)
    )


def _unasked(backend: str, old: Any, key: Any) -> Text | None:
    """What ``modify()`` left undone, after Lib/selectors.py of Python 3.11 to 3.14.

    Every class compares the events with the key's first, and goes to its poller only where they differ.
    """
    if old is None or old.events != key.events:
        return None
    if old is key:
        return text("neither the events nor the data differ: modify() changed nothing and returned the same key")
    return _UNASKED[backend]


_UNASKED = {
    "epoll": text("only data changed: a new key in the map, and the kernel was not asked (no epoll_ctl)"),
    "kqueue": text("only data changed: a new key in the map, and the kernel was not asked (no kevent)"),
    "devpoll": text("only data changed: a new key in the map, and the kernel was not asked (no write to /dev/poll)"),
    "poll": text("only data changed: a new key in the map; the kernel is not asked before the next poll()"),
    "select": text("only data changed: a new key in the map; the kernel is not asked before the next select()"),
}
"""How much of a selector a change of the data alone reaches."""


def _add_own(world: World, target: Target, this: FileObject, callback: Callback) -> Text | None:
    """A callback with bytes still to send keeps the mask it needs."""
    if not callback.waiting_bytes() or callback.wanted() == callback.watched:
        return None
    callback.watched = callback.wanted()
    world.objects.touch(this.name)
    attempt(target.registry.rewatch, this, callback.watched)
    return text(
        "{count} {count:byte waits|bytes wait} to be sent: the callback keeps WRITE registered",
        count=callback.waiting_bytes(),
    )


def _lost(callback: Any) -> Text | None:
    if not isinstance(callback, Callback) or not callback.waiting_bytes():
        return None
    return text(
        "{count} {count:byte|bytes} that the callback had still to send {count:is|are} dropped",
        count=callback.waiting_bytes(),
    )


def unregister(world: World, command: Unregister) -> Done:
    """``selector.unregister(fileobj)``."""
    registry, this = _selector(world, command.inside), world.find(command.name)
    world.objects.touch(this.name)
    world.pauses.forget(this.name)
    name, key = ask(registry.unregister, this)
    owner = world.objects.get(name)
    if owner is not None:
        owner.pending = 0
    lost, shown = _lost(key.data), _shown(world, key)
    if isinstance(key.data, Callback):
        key.data.dropped()
    return Done({"key": key_value(key, name)}, lost, shown)


def get_key(world: World, command: GetKey) -> Done:
    """``selector.get_key(fileobj)``."""
    registry, this = _selector(world, command.inside), world.find(command.name)
    key = ask(registry.selector.get_key, this.obj)
    return Done({"key": key_value(key, registry.names.get(key.fd, this.name))}, shown=_shown(world, key))


def get_map(world: World, command: GetMap) -> Done:
    """``selector.get_map()``: its keys in order; None after ``close()``."""
    registry = _selector(world, command.inside)
    found = ask(registry.selector.get_map)
    if found is None:
        return Done({"map": None}, shown=PrintedValue("None") if world.owner.prints else None)
    keys = registry.keys()
    value = {"map": [key_value(key, registry.names.get(key.fd, "")) for key in keys]}
    if not world.owner.prints:
        return Done(value)
    return Done(value, shown=PrintedValue(repr(found), tuple(map(printed, keys[:KEYS])), max(len(keys) - KEYS, 0)))


def _shown(world: World, key: Any) -> PrintedValue | None:
    """The key as Python prints it, where that is asked for."""
    if not world.owner.prints:
        return None
    found = printed(key)
    return PrintedValue(str(found), (found,))


def use_backend(world: World, command: UseBackend) -> Done:
    """Make another selector, register everything with it as it was, and close the old one."""
    backend = find_backend(command.backend)
    if backend is None:
        known = ", ".join(backend_ids())
        said = text("there is no backend {id}; there is: {known}", id=repr(command.backend), known=known)
        raise declined("UnknownBackend", said)
    reason = backend.missing()
    if reason is not None:
        raise declined("NotAvailable", reason)
    selector = ask(backend.make, world.main.trace)
    # Of what is registered with a closed selector, which is possible, the map tells nothing: it is not carried over.
    names = [world.registry.names[key.fd] for key in world.registry.keys()]  # noqa: SIM118
    refused = world.registry.exchange(selector)
    world.main.backend = backend
    for name in names:
        world.objects.touch(name)
    lost = {name for name, _ in refused}
    answer = {
        "backend": backend.id,
        "carried": [name for name in names if name not in lost],
        "refused": [{"name": name, "error": error_value(error)} for name, error in refused],
    }
    return Done(answer, _refused_notice(backend.id, lost))


def _refused_notice(backend: str, lost: set[str]) -> Text | None:
    if not lost:
        return None
    return text("{backend} refused {names}: no longer registered", backend=backend, names=", ".join(sorted(lost)))


def close_selector(world: World, command: CloseSelector) -> Done:
    """``selector.close()``; what a closed selector answers afterwards is its own."""
    registry = _selector(world, command.inside)
    for name in registry.names.values():
        world.objects.touch(name)
    ask(registry.close)
    return Done()


def key_value(key: Any, name: str) -> dict[str, Any]:
    """A key as the contract writes it."""
    events = to_events(key.events) if key.events in (0, 1, 2, 3) else key.events
    found = {"name": name, "fd": key.fd, "events": events, "callback": callback_id(key.data)}
    data = value_of(key.data)
    return found if data is None else found | {"data": data}


def error_value(error: Exception) -> dict[str, Any]:
    """An exception as the contract writes it."""
    said = refusal(error)
    return {"type": said.type, "errno": said.errno, "message": said.message, "by": said.by}


def _selector(world: World, inside: str | None) -> Registry:
    return world.target(inside).registry


def _data(command: Register | Modify, mask: Any) -> Any:
    """What the key is to hold: the value that was given, or the callback."""
    if command.data is None:
        return _callback(command, mask)
    if command.callback != "none":
        raise declined("BadData", text("a key holds a callback or other data, not both"))
    if (reason := refused_data(command.data)) is not None:
        raise declined("BadData", reason)
    return command.data


def _callback(command: Register | Modify, mask: Any) -> Callback | None:
    found = find_callback(command.callback)
    if found is None:
        raise declined("UnknownCallback", text("there is no callback {id}", id=repr(command.callback)))
    try:
        options = fill(found.options, command.options)
    except BadOption as error:
        raise declined("BadOption", error.reason) from error
    return make_callback(command.callback, options, mask)
