"""Readable again and again, and nobody reads."""

from ..values.commands import Drain
from ..values.masks import READ
from ..values.text import text
from .base import Finding, Lint
from .eof_never_drained import at_end
from .ledger import Ledger
from .ready_never_served import is_other
from .record import ObjectRecord
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

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        streak = record.unserved(READ)
        if streak is None or record.closed or record.unconnected or is_other(record) or at_end(record, ledger):
            return None
        if record.is_file:
            message = text("{name} is a file: it is ready for READ in every call, read or not", name=record.name)
            return Finding(message, record.without(READ, streak.selector), streak.read_since)
        message = text(
            "every call since call {since} has returned {name} for READ, and nobody has read from it",
            since=f"{streak.read_since:,}",
            name=record.name,
        )
        return Finding(message, Drain(name=record.name), streak.read_since)
