"""Closed, and its key is still there."""

from ..values.commands import Unregister
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord

SAYS = {
    "select": text("{name} is closed and still registered: select() is refused with EBADF, for everybody"),
    "poll": text("{name} is closed and still registered: poll reports it as ready for ever (POLLNVAL)"),
    "epoll": text("{name} is closed and still registered: epoll no longer speaks of it, unless a duplicate is open"),
}
KEPT = text("{name} is closed and still registered: its descriptor is another's, stays open, and is watched on")
REUSED = text("{name} is closed and still registered, and its number is another file's by now")
ELSE = text("{name} is closed and still registered: nothing good comes of its key")


class ClosedRegistered(Lint):
    id = "closed-registered"
    title = text("Closed, and still registered")
    about = text(
        "a call was made while something closed was registered: select is refused, poll spins on it, epoll is silent, "
        "and its number may soon be another's"
    )
    near = text("unregistered and then closed; or closed, and unregistered before the next call")
    do = text("Unregister first, then close; unregister() takes what is closed, too")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        left = sorted(record.left())
        if record.bitten is None or not left:
            return None
        message = KEPT if record.kept else REUSED if record.other else SAYS.get(ledger.backends.get(left[0], ""), ELSE)
        remedy = Unregister(name=record.name, inside=left[0] or None)
        return Finding(text(message.template, name=record.name), remedy, record.bitten)
