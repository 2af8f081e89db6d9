"""Readable again and again, and nobody reads."""

from ..values.commands import Drain
from ..values.masks import READ
from ..values.text import text
from .base import Finding, Lint
from .eof_never_drained import at_end
from .ledger import Ledger
from .ready_never_served import is_other
from .record import Seen
from .thresholds import AGAIN


class Unread(Lint):
    id = "unread"
    title = text("Readable, and nobody reads")
    about = text(
        "{again} calls in a row returned READ and nothing was read: what is not taken is reported by every call",
        again=AGAIN,
    )
    near = text("READ returned once or a few times and then read, if only in part; a callback that receives")
    do = text("Read what is there, or give the key a callback that does, or watch for READ no longer")

    def judge(self, seen: Seen, ledger: Ledger) -> Finding | None:
        streak = seen.unserved(READ)
        if streak is None or seen.closed or seen.unconnected or is_other(seen) or at_end(seen, ledger):
            return None
        if seen.is_file:
            said = text("{name} is a file: it is ready for READ in every call, read or not", name=seen.name)
            return Finding(said, seen.without(READ, streak.selector), streak.read_since)
        said = text(
            "every call since call {since} has returned {name} for READ, and nobody has read from it",
            since=f"{streak.read_since:,}",
            name=seen.name,
        )
        return Finding(said, Drain(name=seen.name), streak.read_since)
