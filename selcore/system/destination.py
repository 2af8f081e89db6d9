"""Where a datagram is sent: ``HOST:PORT``, the name of something open, or a path. What could be a name is one."""

import re
from typing import Any

from ..values.spelling import Spelling

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\Z")


def is_name(to: str) -> bool:
    """Whether it is the name of a file object; a path that looks like one is written ``./path``."""
    return _NAME.match(to) is not None


def host_and_port(to: str) -> tuple[str, int] | None:
    """``127.0.0.1:53`` and ``[::1]:53`` as host and port; None for what is not written so."""
    host, colon, port = to.rpartition(":")
    if not colon or "/" in to or not (port.isascii() and port.isdecimal() and len(port) < 10):
        return None
    return host.removeprefix("[").removesuffix("]"), int(port)


def python_address(to: str, py: Spelling) -> str:
    """The address as Python spells it."""
    if is_name(to):
        return py.address(to)
    address: Any = host_and_port(to)
    return repr(address or to)
