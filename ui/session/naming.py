"""Names for what is opened: the kind's short word, then ``pair2``, ``pair3``; never one that was used before."""

from typing import TYPE_CHECKING

from selcore.history.store import Store

if TYPE_CHECKING:
    from selcore.kinds import Kind


def free_name(store: Store, kind: "Kind") -> str:
    """The first free name for an object of this kind."""
    number = 1
    while store.is_used(name := kind.short if number == 1 else f"{kind.short}{number}"):
        number += 1
    return name
