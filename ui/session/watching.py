"""The command by which the selector watches an object for given events: register, modify or unregister."""

from typing import Any

from selcore.values.commands import AnyCommand, Event, Modify, Register, Unregister
from selcore.values.facts import ObjectState
from selcore.values.masks import to_events


def watch(state: ObjectState, events: tuple[Event, ...]) -> AnyCommand:
    """The command that makes the selector watch an object for just these events."""
    if state.registered is None:
        return Register(name=state.name, events=events)
    if not events:
        return Unregister(name=state.name)
    callback = state.callback or "none"
    return Modify(name=state.name, events=events, callback=callback, options=dict(state.options), data=state.data)


def with_callback(state: ObjectState, id: str, options: dict[str, Any]) -> AnyCommand:
    """The command that gives an object this callback; what is not watched yet is watched for READ."""
    if state.registered is None:
        return Register(name=state.name, events=("read",), callback=id, options=options)
    events = tuple(to_events(state.asked or state.registered))
    return Modify(name=state.name, events=events, callback=id, options=options)
