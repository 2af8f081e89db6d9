"""What an X server on this machine says when a window asks it to be let in: Qt would abort, and name the wrong reason.

The greeting is that of the X11 protocol (chapter 8 of its specification), the keys are those of Xau(3).
"""

import os
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COOKIE = b"MIT-MAGIC-COOKIE-1"
PATIENCE = 10.0
"""Seconds. Qt would wait for ever, with nothing to be seen."""
LARGEST = 1 << 20
"""Bytes: what is larger is no file of keys."""
REFUSED = 0
MOST = 16
"""Keys that are tried."""


class Key(NamedTuple):
    """A line of the file of keys: for which address and display, how it is used, and what it is."""

    address: bytes
    display: bytes
    protocol: bytes
    data: bytes


def refusal(display: str) -> str | None:
    """Why the local server of ``display`` (``:0``) takes no window of ours, in its own words; None where it takes it,
    or where that cannot be told."""
    number = display.removeprefix(":").partition(".")[0]
    keys = [key for key in _keys() if key.display in (b"", os.fsencode(number))]
    cookies = [key for key in keys if key.protocol == COOKIE]
    if len(cookies) < len(keys):
        return None  # a key of a kind that only Xlib knows how to use
    try:
        # The file may hold those of other hosts, too: any of them may be the one.
        answers = [_ask(number, cookie) for cookie in cookies[:MOST] or [Key(b"", b"", b"", b"")]]
    except TimeoutError:
        return f"it has not answered for {PATIENCE:g} seconds"
    return None if None in answers else answers[0]


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


def _ask(number: str, key: Key) -> str | None:
    """What it says to a greeting with this key; None where it lets us in, or says nothing that can be understood.

    Raises TimeoutError.
    """
    if sys.platform == "win32":
        return None
    protocol, data = key.protocol, key.data
    greeting = struct.pack("=cxHHHHxx", _byte_order(), 11, 0, len(protocol), len(data))
    with socket.socket(socket.AF_UNIX) as server:
        server.settimeout(PATIENCE)
        try:
            _connect(server, f"/tmp/.X11-unix/X{number}")  # noqa: S108
            server.sendall(greeting + _padded(protocol) + _padded(data))
            answer = server.recv(8 + 255)
        except TimeoutError:
            raise
        except OSError:
            return None
    if len(answer) < 8 or answer[0] != REFUSED:
        return None
    return answer[8 : 8 + answer[1]].decode(errors="replace").strip() or "it gives no reason"


def _connect(server: socket.socket, path: str) -> None:
    try:
        server.connect(f"\0{path}")  # in a container it may be there only
    except OSError:
        server.connect(path)


def _byte_order() -> bytes:
    return b"l" if struct.pack("=H", 1)[0] else b"B"


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
