"""Why an event was not returned: small rules, asked in order; the first that knows decides. One file a family."""

from collections.abc import Callable

from ..silent_case import Silence, SilentCase
from . import buffers, calls, files, kernel, late, listeners, lost, packets, pipes, streams, tcp, terminals

Rule = Callable[[SilentCase], Silence | None]

RULES: tuple[Rule, ...] = (
    *calls.RULES,
    *lost.RULES,
    *late.RULES,
    *buffers.RULES,
    *listeners.RULES,
    *tcp.RULES,
    *streams.RULES,
    *packets.RULES,
    *pipes.RULES,
    *terminals.RULES,
    *files.RULES,
    *kernel.RULES,
)

__all__ = ["RULES", "Rule"]
