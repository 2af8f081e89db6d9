"""What a plain program would have seen of a call that was entered again.

The kernel keeps the set of epoll and kqueue: what another thread registers is noticed by a call that waits. select(),
poll() and /dev/poll are told the set when they are called, and wait for that.
"""

from ..backends import TOLD_AT_EACH_CALL
from ..values.flags import flag_bit
from ..world.target import Target
from .dispatch import Ready, flagged

_UNASKED = flag_bit("ERR") | flag_bit("HUP") | flag_bit("NVAL")
"""Reported of whatever was passed, whichever events were asked for."""


def unseen(target: Target, ready: Ready) -> tuple[tuple[str, int], ...]:
    """The results, name and mask, that are there only for what was registered while the call waited.

    Side effect: the registry stops keeping what was registered before.
    """
    registry, earlier = target.registry, target.registry.earlier or {}
    registry.earlier = None
    if target.backend.id not in TOLD_AT_EACH_CALL:
        return ()
    found = []
    for (key, mask), (_, raw) in zip(ready, flagged(target.trace.raw, ready), strict=True):
        before = earlier.get(key.fd, key.events)
        reported_anyway = before and (raw or 0) & _UNASKED
        if not reported_anyway and mask & ~before:
            found.append((registry.names.get(key.fd, ""), mask & ~before))
    return tuple(found)
