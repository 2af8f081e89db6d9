"""Reading and writing on to the end."""

import os
import queue
import ssl
import sys
from collections.abc import Callable
from typing import Any

NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError, queue.Empty)


def fill(write: Callable[[bytes], int | None], chunk: int = 65536, least: int = 1) -> int:
    """Write zeros, in smaller and smaller pieces, until nothing more is taken. Return how many bytes were."""
    total, data = 0, bytes(chunk)
    for _ in range(100_000):
        if total >= 16 << 20:
            break
        try:
            sent = write(data)
            total += len(data) if sent is None else sent
        except NOT_NOW:
            if len(data) <= least:
                break
            data = data[: len(data) // 2]
    return total


def drain_all(read: Callable[[], Any], ends: bool = True) -> int:
    """Read until there is nothing more, or the end. Return how many bytes there were."""
    total = 0
    for _ in range(1 << 20):
        try:
            data = read()
        except (*NOT_NOW, EOFError):
            break
        if data is None or (ends and not data) or total >= 16 << 20:
            break
        total += len(data)
    return total


def write_text(file: Any, text: str) -> int:
    """Write it, and on to the file: what is in a buffer no selector sees. Return its bytes."""
    file.write(text)
    file.flush()
    return len(text.encode())


def fill_counter(eventfd: int) -> int:
    """Add to the counter of an eventfd until it is at its maximum. Return how many bytes were written."""
    total = 0
    for bit in reversed(range(64)):
        try:
            total += os.write(eventfd, (1 << bit).to_bytes(8, sys.byteorder))
        except BlockingIOError:
            pass
    return total
