"""What a stranger's file must ask for before it is done, the most dangerous first, and which values are harmless.

A value is judged by its text alone: what stands at a path, or what a host's name leads to, may be another thing when it
is used than it was when it was asked about.
"""

import os
from collections.abc import Callable
from enum import IntEnum
from typing import Any, Literal

import msgspec

from .text import Text, text


class Act(IntEnum):
    """What is done, in the order of its danger."""

    PROCESS = 1
    SIGNAL = 2
    DESCRIPTOR = 3
    WRITE = 4
    OPEN = 5
    NETWORK = 6
    OPTION = 7


ACTS: dict[Act, Text] = {
    Act.PROCESS: text("start a process"),
    Act.SIGNAL: text("send a signal"),
    Act.DESCRIPTOR: text("use a descriptor or a process of others"),
    Act.WRITE: text("write or make a file"),
    Act.OPEN: text("open what stands at a path"),
    Act.NETWORK: text("reach beyond this machine"),
    Act.OPTION: text("set an option of a socket"),
}
"""Each as the end of a sentence."""


class Need(msgspec.Struct, frozen=True, gc=False):
    """One thing that is asked for. ``words`` go on from "it"; ``count`` tells how often."""

    act: Act
    words: Text
    count: int = 1

    def __str__(self) -> str:
        return str(self.words)


Asks = Literal["nothing", "name", "path", "host", "descriptor", "pid", "command"]
"""What the value of an option or a field may do: nothing, or what values of that sort can."""

NEVER: tuple[Asks, ...] = ("nothing", "name")
"""Whatever the value: what has a name was opened before, and asked for then."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
"""Nothing happens to anybody when one of them is opened, read or written."""


def beyond_loopback(host: str) -> bool:
    """Whether it may reach beyond this machine: all but 127.0.0.0/8, ::1 and ``localhost``, spelled just so."""
    import ipaddress  # 2 ms, which a window that asks for nothing need not wait for

    if host == "localhost":
        return False
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return True  # 127.1, 0x7f.1 and 2130706433 are names to us, whatever the resolver makes of them
    # Pythons differ about ::ffff:127.0.0.1; and a zone (::1%eth0) is not known to lead to the loopback.
    return not found.is_loopback if found.version == 4 else str(found) != "::1"


HARMLESS: dict[Asks, Callable[[Any], bool]] = {
    **{asks: lambda value: True for asks in NEVER},
    "path": lambda value: value in ("", os.devnull, *DEVICES),
    "host": lambda value: not beyond_loopback(value),
    "descriptor": lambda value: value is None or value < 0,
    "pid": lambda value: value == 0,
    "command": lambda value: False,
}
"""By what a value may do, whether this one does not."""

ABOUT: dict[Asks, Text] = {
    "path": text("any that is given, except for {devices}", devices=", ".join(f"`{one}`" for one in DEVICES)),
    "host": text("any but `localhost`, `::1` and addresses in 127.0.0.0/8 written with four numbers"),
    "descriptor": text("any number that is given and not negative"),
    "pid": text("any process but this program (0)"),
    "command": text("always"),
}
"""Which values ask, for the docs."""
