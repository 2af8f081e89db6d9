"""Opening, accepting and closing file objects. What cannot be opened whole leaves nothing open."""

import socket
from collections.abc import Callable
from typing import Any

from ...callbacks.base import refusal
from ...kinds import Kind, Opening, find_kind
from ...kinds.base import NoNumber, close_all
from ...kinds.file_object import FileObject
from ...system.descriptors import NumberTaken
from ...values.commands import Accept, Close, Open, Reset
from ...values.names import numbered
from ...values.options import BadOption, fill
from ...values.outcomes import Done
from ...values.text import Text, text
from ..declining import Declined, ask, declined
from ..objects import MOST
from ..world import World


def open_objects(world: World, command: Open) -> Done:
    """Open ``count`` times what the kind opens."""
    kind = _kind(command.kind)
    options = _options(kind, command.options)
    _check_name(world, command.name, options["count"])
    made = _open_all(world, kind, command.name, options)
    world.objects.reserve(command.name)
    for file_object in made:
        world.objects.add(file_object)
    warnings = [one.warning for one in made if one.warning]
    opened = [{"name": one.name, "fd": one.number} for one in made]
    return Done({"opened": opened}, text("{warning}", warning=warnings[0]) if warnings else None)


def _check_name(world: World, name: str, count: int) -> None:
    taken = world.objects.taken(name, count)
    if taken is not None:
        free = world.objects.free_name(name, count)
        raise declined("NameTaken", text("the name {name} is already used; free: {free}", name=taken, free=free))


def _kind(id: str) -> Kind:
    kind = find_kind(id)
    if kind is None:
        raise declined("UnknownKind", text("there is no kind {id}", id=repr(id)))
    reason = kind.missing()
    if reason is not None:
        raise declined("NotAvailable", reason)
    return kind


def _options(kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return fill(kind.all_options(), given)
    except BadOption as error:
        raise declined("BadOption", error.reason) from error


def _open_all(world: World, kind: Kind, name: str, options: dict[str, Any]) -> list[FileObject]:
    opening = world.opening()
    opening.at = options["fd"]
    made: list[FileObject] = []
    _check_room(world, options["count"])
    try:
        for one in numbered(name, options["count"]):
            _check_room(world, len(made) + 1)
            if world.owner.ending():
                said = text("opening was stopped after {n} of {all}", n=len(made), all=options["count"])
                raise declined("Stopped", said)
            made += _open_one(kind, one, options, opening)
        _check_placed(kind, opening, options["fd"])
    except BaseException:
        close_all(made)
        raise
    return made


def _check_room(world: World, more: int) -> None:
    if len(world.objects) + more > MOST:
        said = text("a session has at most {n} file objects, the closed ones too", n=f"{MOST:,}")
        raise declined("TooMany", said)


def _check_placed(kind: Kind, opening: Opening, asked: int | None) -> None:
    if asked is not None and opening.at == asked:
        raise declined("BadOption", text("fd: {kind} opens no descriptor that could have a number", kind=kind.id))


def _open_one(kind: Kind, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
    try:
        return kind.open(name, options, opening)
    except BadOption as error:
        raise declined("BadOption", error.reason) from error
    except NoNumber as error:
        raise Declined(refusal(error.error)) from error
    except NumberTaken as error:
        raise declined("NumberTaken", text("{error}", error=str(error))) from error
    except (OSError, ValueError, OverflowError, TypeError) as error:
        raise Declined(refusal(error)) from error


def accept(world: World, command: Accept) -> Done:
    """``accept()`` once; the connection is named ``LISTENER.N`` and not registered."""
    listener = world.find(command.name)
    connection = ask(world.adopt, listener)
    world.objects.touch(listener.name)
    return Done({"opened": [{"name": connection.name, "fd": connection.number}]})


def close(world: World, command: Close) -> Done:
    """Close the object; a registration stays, as it stays in Python. The answer is what ended with it."""
    this = world.find(command.name)
    notice = closing(world, this, this.close)
    return Done(dict(this.ended_too), notice)


def reset(world: World, command: Reset) -> Done:
    """Close it so that the peer gets an RST."""
    this = world.find(command.name)
    return Done(notice=closing(world, this, this.reset) or _no_reset(this.obj))


def closing(world: World, this: FileObject, close: Callable[[], None]) -> Text | None:
    """Close it so; what there is to be said of it."""
    world.objects.touch(this.name)
    registered, other = world.watching(this.name), this.lost() == "other"
    for target in registered:
        # A call that goes on after this asks the OS about another descriptor, or about none.
        target.registry.version += 1
    ask(close)
    if this.name in world.nested:
        world.nested[this.name].registry.close()
    world.pauses.forget(this.name)
    world.freed(this.name)
    if other:
        return text("descriptor {fd} is another file by now: Python's close() closes that one; not so here", fd=this.fd)
    return text("{name} is closed but still registered", name=this.name) if registered else None


def _no_reset(sock: Any) -> Text | None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
        return None
    return text("only TCP has a reset: this was an ordinary close")
