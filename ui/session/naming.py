"""Names for what is opened: the kind's short word, then ``pair2``, ``pair3``; never one that was used before."""

from typing import TYPE_CHECKING

from selcore.history.store import Store
from selcore.values.commands import Open

if TYPE_CHECKING:
    from selcore.kinds import Kind


def free_name(store: Store, kind: "Kind") -> str:
    """The first free name for an object of this kind."""
    number = 1
    while store.is_used(name := kind.short if number == 1 else f"{kind.short}{number}"):
        number += 1
    return name


def client_of(store: Store, listener: str) -> Open | None:
    """The command that connects a client to that listener; None where its kind has none."""
    from selcore.kinds import find_kind

    found = find_kind(store.kind_of(listener))
    client = find_kind(found.client) if found is not None and found.client else None
    return None if client is None else Open(kind=client.id, name=free_name(store, client), options={"to": listener})
