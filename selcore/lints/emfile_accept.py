"""No descriptor is free for a connection that waits."""

from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord


class EmfileAccept(Lint):
    id = "emfile-accept"
    title = text("No descriptor left to accept with")
    about = text(
        "accept() was refused with EMFILE or ENFILE: the connection stays in the queue and the listener readable, so "
        "that a loop that goes on watching it spins"
    )
    near = text("accept() refused because nobody waits (EAGAIN), or because the client has left (ECONNABORTED)")
    do = text("Close what is no longer needed or raise the limit (ulimit -n), and stop watching the listener meanwhile")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        if not record.refused or record.closed:
            return None
        message = text(
            "{name} cannot accept: too many open files, and the connection goes on waiting", name=record.name
        )
        return Finding(message, None, record.full)
