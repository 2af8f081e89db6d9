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
    Example("one-of-three", text("One of three is enough")),
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
    Example("data-of-any-kind", text("Data of any kind")),
    Example("fd-above-1023", text("A descriptor number above 1023")),
    Example("reused-number", text("A number that is used again")),
    Example("stdin-from-a-file", text("stdin from a file")),
    Example("modify-and-the-pair", text("modify() is not unregister() and register()")),
    Example("a-mask-of-nothing", text("A mask of nothing")),
    Example("registered-while-it-waits", text("Registered while select() waits")),
    Example("address-in-use", text("Address already in use")),
    Example("shared-port", text("Two listeners share a port")),
    Example("udp-server", text("A UDP server answers each sender")),
    Example("forwarded", text("A proxy of two forwards")),
)
