"""What a form has in its fields when it is shown: what is selected, and how that is registered now."""

import json
from collections.abc import Iterable

from msgspec import structs

from selcore.kinds import Kind, find_kind
from selcore.values.commands import AnyCommand, Modify, Register
from selcore.values.facts import ObjectState
from selcore.values.masks import READ, WRITE
from selcore.values.options import Option

from ..session.watching import with_callback

EVENTS = {READ: "read", WRITE: "write", READ | WRITE: "both"}


def offered(kind: Kind, states: Iterable[ObjectState], current: str) -> tuple[list[str], str]:
    """What an option of the kind may name, and what it names at first.

    A client goes to the listener that is selected, or to the only one; a duplicate is of what is selected.
    """
    if not any(option.name == "to" for option in kind.options):
        names = [state.name for state in states if state.state != "closed"]
        return names, current if kind.duplicates and current in names else ""
    names = [state.name for state in states if state.state == "listening" and _group(state) == kind.group]
    return names, current if current in names else names[0] if len(names) == 1 else ""


def _group(state: ObjectState) -> str:
    """TCP listeners and clients are in one group of kinds, Unix ones in another."""
    found = find_kind(state.kind)
    return found.group if found is not None else ""


def as_registered(options: tuple[Option, ...], state: ObjectState | None) -> tuple[Option, ...]:
    """The fields of a form that registers, filled in with the key that is there already."""
    if state is None or state.registered is None:
        return options
    mask = state.registered if state.asked is None else state.asked
    data = "" if state.data is None else json.dumps(state.data, ensure_ascii=False)
    now = {"events": EVENTS.get(mask, str(mask)), "callback": state.callback or "none", "data": data}
    return tuple(_with_default(option, now[option.name]) if option.name in now else option for option in options)


def _with_default(option: Option, value: str) -> Option:
    """One that needs a form of its own to be chosen is kept all the same."""
    more = (value,) if option.type == "choice" and value not in option.choices else ()
    return structs.replace(option, default=value, choices=(*option.choices, *more))


def kept(command: AnyCommand, state: ObjectState | None) -> AnyCommand:
    """A callback that is chosen by a form goes to what is registered already, too; one that stays keeps its options."""
    if state is None:
        return command
    if isinstance(command, Register) and command.options:
        return with_callback(state, command.callback, command.options)
    if isinstance(command, Modify) and command.callback != "none" and command.callback == state.callback:
        return structs.replace(command, options=dict(state.options))
    return command
