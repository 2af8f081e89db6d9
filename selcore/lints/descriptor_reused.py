"""The number of something closed is another's now, and the old key still has it."""

from ..values.commands import Unregister
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord

BY_NUMBER = ("select", "poll")
"""Classes that are given the numbers at each call."""
SAYS = text("descriptor {fd} is {other} now: its events come under the key of {name}, which is closed")
ELSE = text(
    "descriptor {fd} is {other} now, and has the key of {name}, which is closed: {other} is not watched, and cannot be "
    "registered beside it"
)


class DescriptorReused(Lint):
    id = "descriptor-reused"
    title = text("Another file under an old key")
    about = text(
        "a call was made with a key whose descriptor number is another file's now (device and inode differ): select "
        "and poll report that file's events under the old name"
    )
    near = text("the old key unregistered before the number is given again; the number reused by nothing")
    do = text("Unregister before closing: the lowest free number is given to whatever is opened next")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        if not record.other or record.bitten is None or not record.registered:
            return None
        inside = sorted(record.registered)[0] or None
        words = SAYS if ledger.backends.get(inside or "", "") in BY_NUMBER else ELSE
        message = text(words.template, fd=record.fd, other=record.other, name=record.name)
        if record.other == "?":
            message = text(
                "descriptor {fd} is another file now, still under the key of {name}", fd=record.fd, name=record.name
            )
        return Finding(message, Unregister(name=record.name, inside=inside), record.bitten)
