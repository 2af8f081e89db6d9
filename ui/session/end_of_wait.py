"""The command that ends a wait: what the core says would, with the names and the callback that the window knows."""

from typing import TYPE_CHECKING

from selcore.history.store import Store
from selcore.values.commands import Command, Modify

from .naming import client_of
from .watching import watch

if TYPE_CHECKING:
    from selcore.explain.why_not import End


def command_of(store: Store, end: "End") -> Command | None:
    """None where no command ends it."""
    if end.to:
        return client_of(store, end.to)
    by = end.by
    state = store.objects.get(by.name) if isinstance(by, Modify) else None
    if state is not None and isinstance(by, Modify) and isinstance(by.events, tuple):
        return watch(state, by.events)  # its callback stays
    return by
