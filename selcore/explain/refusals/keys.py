"""register, modify, unregister and get_key: masks, keys that are there already, keys that are not."""

import errno

from msgspec import structs

from ...values.commands import GetKey, Modify, Register, Unregister, UseBackend
from ...values.text import text
from ..refusal_case import Advice, Asked

_TWICE = "register the same object twice"
_OTHER = "register the same fd through a different object (int / second file object)"
_REUSED = "fd number reused by a new file after close (old one not unregistered)"
_MASKS = "register argument checks: events"


def already_registered(asked: Asked) -> Advice | None:
    if not asked.says("is already registered"):
        return None
    owner = _owner(asked)
    if owner and owner != asked.name:
        hint = text(
            "this descriptor has a key already, {owner}'s: one key a descriptor, whatever object it is", owner=owner
        )
        return Advice(hint, None, _OTHER)
    hint = text("it has a key already: modify() changes its events and its data")
    return Advice(hint, _as(Modify, asked) if asked.usable else None, _TWICE)


def _owner(asked: Asked) -> str:
    return asked.known.key_owner if asked.known is not None else ""


def _as(verb: type[Register] | type[Modify], asked: Asked) -> Register | Modify | None:
    """The same events, callback and options by the other verb."""
    command = asked.command
    if not isinstance(command, Register | Modify):
        return None
    return verb(
        name=command.name,
        events=command.events,
        callback=command.callback,
        options=command.options,
        data=command.data,
        inside=command.inside,
    )


def not_registered(asked: Asked) -> Advice | None:
    if not asked.says("is not registered"):
        return None
    if asked.does(Modify):
        hint = text("it has no key: register() makes one")
        return Advice(
            hint,
            _as(Register, asked) if asked.registrable else None,
            "modify on an unregistered / invalid / closed object",
        )
    if asked.does(Unregister):
        return Advice(text("it has no key: there is nothing to take away"), None, "unregister / get_key errors")
    remedy = Register(name=asked.name, events=("read",)) if asked.does(GetKey) and asked.registrable else None
    return Advice(
        text("it has no key: it was never registered, or is no longer"), remedy, "unregister / get_key errors"
    )


def invalid_events(asked: Asked) -> Advice | None:
    if not asked.says("Invalid events", "for &:"):
        return None
    hint = text("events must be EVENT_READ (1), EVENT_WRITE (2) or both (3)")
    remedy = _with_read(asked) if isinstance(asked.command, Register) else None
    if isinstance(asked.command, Modify):
        lost = 'modify with invalid events (0, 4, 8, -1, None, "r"): result, is the key lost, then select'
        if asked.backend == "select":
            hint = text("events is 1, 2 or 3; SelectSelector unregisters before it looks at them: the key is lost")
            remedy = Register(name=asked.name, events=("read",))
        return Advice(hint, remedy, lost)
    return Advice(hint, remedy, _MASKS)


def _with_read(asked: Asked) -> Register | Modify | None:
    """The same with READ: of what has a key by modify(), for register() would be refused for that."""
    if asked.registered:
        found = _as(Modify, asked) if asked.usable else None
    else:
        found = _as(Register, asked) if asked.registrable else None
    return None if found is None else structs.replace(found, events=("read",))


def compared_data(asked: Asked) -> Advice | None:
    """modify() compares the old data with the new."""
    if not asked.says("ambiguous"):
        return None
    hint = text(
        "modify() compares the data with the old (!=), and that raised: wrap such data in an object of your own"
    )
    return Advice(hint, None, "modify: same events, different data")


def kernel_has_none(asked: Asked) -> Advice | None:
    """epoll's set and the map say different things: the number was closed and is another file's now."""
    if asked.refused.errno != errno.ENOENT or asked.backend != "epoll":
        return None
    if asked.command is not None and not asked.does(Modify, Unregister):
        return None
    hint = text("epoll has nothing under this number: what was registered was closed, and the number is another file's")
    if asked.does(Modify):
        hint = text(
            "epoll has nothing under this number: what was registered was closed. modify() has taken the key away"
        )
        return Advice(hint, _as(Register, asked) if asked.registrable else None, _REUSED)
    remedy = Unregister(name=asked.name) if asked.name and asked.registered else None
    return Advice(hint, remedy, _REUSED)


def kernel_has_it(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.EEXIST or asked.backend != "epoll":
        return None
    if asked.command is not None and not asked.does(Register, Modify, UseBackend):
        return None
    return Advice(
        text("epoll has this file under this number already"),
        None,
        "raw epoll flags the selectors module cannot express",
    )


def no_such_key(asked: Asked) -> Advice | None:
    if asked.refused.type != "KeyError":
        return None
    return Advice(text("the map has no key for this"), None, "get_map: liveness, mutability, lookups")


RULES = (
    already_registered,
    not_registered,
    invalid_events,
    compared_data,
    kernel_has_none,
    kernel_has_it,
    no_such_key,
)
