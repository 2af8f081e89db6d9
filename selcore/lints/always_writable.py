"""EVENT_WRITE watched with nothing to send."""

from ..values.masks import WRITE
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .ready_to_fail import would_fail
from .record import ObjectRecord
from .thresholds import AGAIN


class AlwaysWritable(Lint):
    id = "always-writable"
    title = text("Always writable")
    about = text(
        "{again} calls in a row returned WRITE and nothing was sent: there is room in the buffer nearly always, so "
        "that a loop that watches for it never rests",
        again=AGAIN,
    )
    near = text("WRITE watched while bytes wait to be sent, and given up when they are gone")
    do = text("Watch for WRITE only while something waits to be sent")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        streak = record.unserved(WRITE)
        if streak is None or record.closed or would_fail(record, ledger):
            return None
        since = f"{streak.write_since:,}"
        message = text(
            "every call since call {since} has returned {name} for WRITE, and nothing was sent: it is always writable",
            since=since,
            name=record.name,
        )
        if streak.raw is None:
            message = text(
                "every call since call {since} has returned {name} for WRITE, and nothing was sent: there is room, or "
                "a write would be refused, which this selector class does not tell apart",
                since=since,
                name=record.name,
            )
        return Finding(message, record.without(WRITE, streak.selector), streak.write_since)
