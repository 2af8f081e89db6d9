"""At its end, still registered: the end of a stream is readable for ever."""

from ..values.commands import Unregister
from ..values.masks import READ
from ..values.observed import State
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .ready_never_served import is_other
from .record import ObjectRecord
from .thresholds import AGAIN

UNCONNECTED: tuple[State, ...] = ("not connected", "connecting")


def at_end(record: ObjectRecord, ledger: Ledger) -> bool:
    """Whether what is readable is the end: a read met it, its other end is closed, or the kernel says it hung up."""
    if not record.ends or (record.state is not None and record.state.state in UNCONNECTED):
        return False
    streak = record.unserved(READ)
    if streak is not None and streak.waiting:
        return False  # behind what waits: it has to be read first
    return record.ended or ledger.hung_up(record)


class EofNeverDrained(Lint):
    id = "eof-never-drained"
    title = text("At its end, still watched")
    about = text(
        "{again} calls in a row returned READ for what is at its end: a read gives nothing (b''), and that will be so "
        "for ever",
        again=AGAIN,
    )
    near = text("the other end closed, the end read once, then unregistered and closed")
    do = text("When a read returns b'', unregister the object, then close it")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        streak = record.unserved(READ)
        if streak is None or record.closed or is_other(record) or not at_end(record, ledger):
            return None
        message = text(
            "every call since call {since} has returned {name} for READ, and it is at its end: there will be no more",
            since=f"{streak.read_since:,}",
            name=record.name,
        )
        if record.ends_until is not None:
            message = text(
                "every call since call {since} has returned {name} for READ: {until}",
                since=f"{streak.read_since:,}",
                name=record.name,
                until=record.ends_until,
            )
        if record.is_file:
            message = text("{name} is a file and read to its end: it is ready for READ all the same", name=record.name)
        return Finding(message, Unregister(name=record.name, inside=streak.selector or None), streak.read_since)
