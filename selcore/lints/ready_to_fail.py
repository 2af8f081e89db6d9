"""Ready because something is wrong with it: what it is ready for would be refused at once."""

from ..values.commands import Unregister
from ..values.masks import READ, WRITE
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord, Streak
from .thresholds import AGAIN


def would_fail(record: ObjectRecord, ledger: Ledger) -> Streak | None:
    """The calls that reported a socket without a connection, or ERR or HUP to what wants to write."""
    if record.unconnected:
        return record.unserved(WRITE) or record.unserved(READ)
    streak = record.unserved(WRITE)
    return streak if streak is not None and ledger.is_broken(streak) else None


class ReadyToFail(Lint):
    id = "ready-to-fail"
    title = text("Ready, and it would fail")
    about = text(
        "{again} calls in a row returned a socket that is not connected, or returned WRITE because of ERR or HUP: "
        "nobody reads any more, or an error waits. Ready means that a call does not wait, not that it succeeds",
        again=AGAIN,
    )
    near = text("a socket whose connection is being made; the other end still open; select, which does not tell ERR")
    do = text("Connect it first, or take the error; else unregister it and close it")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        streak = would_fail(record, ledger)
        if streak is None or record.closed:
            return None
        since = streak.write_since or streak.read_since
        message = text(
            "every call since call {since} has returned {name} for WRITE with ERR or HUP: nobody reads from it "
            "any more, or an error waits, and a write would be refused",
            since=f"{since:,}",
            name=record.name,
        )
        if record.unconnected:
            message = text(
                "every call since call {since} has returned {name}, which is not connected: what it is ready for would "
                "be refused",
                since=f"{since:,}",
                name=record.name,
            )
        return Finding(message, Unregister(name=record.name, inside=streak.selector or None), since)
