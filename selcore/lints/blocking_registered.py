"""Registered, and a call on it may wait."""

from ..values.commands import Set
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord


class BlockingRegistered(Lint):
    id = "blocking-registered"
    title = text("Blocking object registered")
    about = text(
        "a socket or pipe is registered that is in blocking mode: ready means that one call does not wait, not "
        "the next. A send of more than there is room for hangs the whole loop, and so does an accept when the client "
        "has left"
    )
    near = text("what is made non-blocking before it is registered; files; standard streams, whose mode others share")
    do = text("setblocking(False) before it is registered")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        state = record.state
        if state is None or not state.blocking or record.closed or not record.registered:
            return None
        message = text("{name} is registered and in blocking mode: a call on it may stop the loop", name=record.name)
        return Finding(message, Set(name=record.name, option="blocking", value=False))
