"""A number that select() cannot take."""

from ..backends import missing_backend
from ..system.descriptors import limits
from ..values.commands import UseBackend
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord

FD_SETSIZE = 1024
"""Numbers from here on do not fit the set that select(2) is given. Windows counts sockets instead: there is no limit
of numbers, and none is known (``limits()``)."""


class FdOver1023(Lint):
    id = "fd-over-1023"
    title = text("Descriptor too large for select")
    about = text(
        "SelectSelector registers a descriptor of {size} or more without a word, and then every select() is refused "
        "with ValueError until it is gone",
        size=FD_SETSIZE,
    )
    near = text("descriptor {last} with select; any number with poll or epoll", last=FD_SETSIZE - 1)
    do = text("Use poll or epoll, whose descriptors may have any number")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        inside = [one for one in record.registered if ledger.backends.get(one) == "select"]
        if not inside or record.fd < FD_SETSIZE or limits() is None:
            return None
        better = next((one for one in ("epoll", "kqueue", "poll") if missing_backend(one) is None), None)
        message = text(
            "{name} has descriptor {fd}: select() is refused while it is registered", name=record.name, fd=record.fd
        )
        return Finding(message, UseBackend(backend=better) if better is not None and "" in inside else None)
