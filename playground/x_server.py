"""Why an X server on this machine let no window in, in its own words: Qt only says that it could not connect.

The greeting is that of the X11 protocol (chapter 8 of its specification), the keys are those of Xau(3).
"""

import os
import re
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COOKIE = b"MIT-MAGIC-COOKIE-1"
PATIENCE = 2.0
"""Seconds."""
LARGEST = 1 << 20
"""Bytes: what is larger is no file of keys."""
REFUSED = 0


class Key(NamedTuple):
    """A line of the file of keys: for which address and display, how it is used, and what it is."""

    address: bytes
    display: bytes
    protocol: bytes
    data: bytes


NO_KEY = Key(b"", b"", b"", b"")


def refusal(display: str) -> str | None:
    """What the local server of ``display`` (``:0``) says to whoever shows the key that is held for it.

    None where it lets us in, does not answer, or is not on this machine.
    """
    found = re.fullmatch(r":(\d+)(\.\d+)?", display, re.ASCII)
    if found is None or sys.platform == "win32":
        return None
    number = found[1]
    held = (key for key in _keys() if key.protocol == COOKIE and key.display in (b"", number.encode()))
    key = next(held, NO_KEY)
    order = b"l" if sys.byteorder == "little" else b"B"
    greeting = struct.pack("=cxHHHHxx", order, 11, 0, len(key.protocol), len(key.data))
    with socket.socket(socket.AF_UNIX) as server:
        server.settimeout(PATIENCE)
        try:
            _connect(server, f"/tmp/.X11-unix/X{number}")  # noqa: S108
            server.sendall(greeting + _padded(key.protocol) + _padded(key.data))
            answer = server.recv(8, socket.MSG_WAITALL)
            reason = server.recv(answer[1], socket.MSG_WAITALL) if len(answer) == 8 and answer[0] == REFUSED else b""
        except OSError:
            return None
    return reason.decode(errors="replace").strip() or None


def _keys() -> Iterator[Key]:
    try:
        path = Path(os.environ.get("XAUTHORITY") or Path.home() / ".Xauthority")
        left = path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST else b""
    except (OSError, RuntimeError, ValueError):
        return
    while len(left) >= 2:
        fields, left = [], left[2:]
        for _ in Key._fields:
            size = int.from_bytes(left[:2], "big")
            if len(left) < 2 + size:
                return  # the file ends in the middle
            fields.append(left[2 : 2 + size])
            left = left[2 + size :]
        yield Key(*fields)


def _connect(server: socket.socket, path: str) -> None:
    try:
        server.connect(f"\0{path}")  # in a container it may be there only
    except OSError:
        server.connect(path)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
