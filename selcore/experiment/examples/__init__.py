"""Experiments that show what surprises most, as files that anyone can open, change and save elsewhere."""

from pathlib import Path

import msgspec

from ...values.text import Text, text

FOLDER = Path(__file__).parent


class Example(msgspec.Struct, frozen=True):
    """One of them; its title is the one in its file."""

    id: str
    title: Text

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.id}.selector.json"


EXAMPLES: tuple[Example, ...] = (
    Example("always-writable", text("A socket is always writable")),
    Example("half-read", text("Half of it read, and it is ready again")),
    Example("peer-closes", text("The peer closes: READ, again and again")),
    Example("closed-but-registered", text("Closed, and still registered")),
    Example("dup-keeps-reporting", text("A duplicate keeps epoll reporting")),
    Example("closed-with-and-without-dup", text("Closed, with a duplicate and without")),
    Example("one-byte-freed", text("One byte freed in a full pipe")),
    Example("refused-connect", text("Writable does not mean connected")),
    Example("regular-file", text("A regular file is never waited for")),
    Example("more-than-asked", text("More flags than were asked for")),
    Example("buffered-data", text("Buffered data is invisible")),
)
