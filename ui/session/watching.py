"""The command by which the selector watches an object for given events: register, modify or unregister."""

from selcore.values.commands import AnyCommand, Event, Modify, Register, Unregister
from selcore.values.facts import ObjectState


def watch(state: ObjectState, events: tuple[Event, ...]) -> AnyCommand:
    """The command that makes the selector watch an object for just these events."""
    if state.registered is None:
        return Register(name=state.name, events=events)
    if not events:
        return Unregister(name=state.name)
    callback = state.callback or "none"
    return Modify(name=state.name, events=events, callback=callback, options=dict(state.options), data=state.data)
