"""Why a bit is in the mask: small rules, asked in order; the first that knows decides."""

from collections.abc import Callable

from ..ready_case import Case, Cause
from . import buffers, error_queue, files, flags, kernel, lost, messages, packets, pipes, sockets, tcp, tls

Rule = Callable[[Case], Cause | None]

RULES: tuple[Rule, ...] = (
    *lost.RULES,
    *error_queue.RULES,
    *buffers.RULES,
    *tls.RULES,
    *messages.RULES,
    *tcp.RULES,
    *packets.RULES,
    *sockets.RULES,
    *pipes.RULES,
    *files.RULES,
    *kernel.RULES,
    *flags.RULES,
)

__all__ = ["RULES", "Rule"]
