"""The command that ends a wait: what the core says would, with the names and the callback that the window knows."""

from typing import TYPE_CHECKING

from selcore.history.store import Store
from selcore.values.commands import Command, Modify, Open, Send

from .naming import client_of, free_name
from .watching import watch

if TYPE_CHECKING:
    from selcore.explain.why_not import End


def command_of(store: Store, end: "End") -> Command | None:
    """None where no command ends it."""
    if end.to:
        return client_of(store, end.to)
    by = end.by
    if isinstance(by, Send) and by.to == by.name and store.objects[by.name].callback != "none":
        return _from_another(store, by)
    state = store.objects.get(by.name) if isinstance(by, Modify) else None
    if state is not None and isinstance(by, Modify) and isinstance(by.events, tuple):
        return watch(state, by.events)  # its callback stays
    return by


def _from_another(store: Store, by: Send) -> Command:
    """A datagram to oneself would be echoed to oneself, for ever: another socket sends it, or is opened first."""
    from selcore.kinds import find_kind

    others = (one for one in store.objects.values() if one.kind == "udp" and one.name != by.name)
    other = next((one.name for one in others if one.state == "bound"), None)
    if other is not None:
        return Send(name=other, text=by.text, to=by.to)
    kind = find_kind("udp")
    assert kind is not None
    return Open(kind="udp", name=free_name(store, kind))
