"""The kernel still watches what the map no longer has."""

from ..values.commands import UseBackend
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord
from .thresholds import IN_VAIN


class StaleRegistration(Lint):
    id = "stale-registration"
    title = text("Spinning on nothing")
    about = text(
        "{early} calls in a row returned an empty list before their time was up: the kernel reports a descriptor that "
        "has no key any more. It was closed before it was unregistered, and a duplicate of it is open",
        early=IN_VAIN,
    )
    near = text("an empty list when the time is up, or with timeout 0; a call that was stopped")
    do = text("Close the duplicate, or make a new selector; unregister before closing")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        if record.stale < IN_VAIN:
            return None
        message = text(
            "since call {since} calls return nothing before their time is up: {name} has no key any more, and the "
            "kernel still watches it",
            since=f"{record.stale_since:,}",
            name=record.name,
        )
        backend = ledger.backends.get(record.stale_in, "")
        remedy = UseBackend(backend=backend) if backend and not record.stale_in else None
        return Finding(message, remedy, record.stale_since)
