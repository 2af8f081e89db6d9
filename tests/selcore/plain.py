"""The oracle of the session: plain ``selectors`` classes and plain file objects, used as any program uses them.

Its descriptors live from 600 on, in the order in which they are opened: numbers are used anew as in the session.
"""

import fcntl
import os
import re
import selectors
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selcore.kinds.file_object import CHUNK

FLOOR = 600


def masked(message: str) -> str:
    """A message without what must differ between two worlds: numbers, addresses."""
    return re.sub(r"0x[0-9a-f]+|\d+", "N", message)


def said(error: BaseException) -> tuple[str, int | None, str]:
    return type(error).__name__, getattr(error, "errno", None), masked(str(error))


def lifted(fd: int) -> int:
    try:
        return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, FLOOR)
    finally:
        os.close(fd)


class Plain:
    """File objects by name and one selector. Each method answers as the commands of the session do."""

    def __init__(self, backend: str):
        self.objects: dict[str, Any] = {}
        self.selector: Any = stock_class(backend)()

    def close(self) -> None:
        self.selector.close()
        for obj in self.objects.values():
            obj.close()

    def name_of(self, fileobj: Any) -> str:
        return next(name for name, obj in self.objects.items() if obj is fileobj)

    # Opening.

    def open_socketpair(self, name: str) -> None:
        for suffix, end in zip("ab", socket.socketpair(), strict=True):
            moved = socket.socket(end.family, end.type, end.proto, fileno=lifted(end.detach()))
            moved.setblocking(False)
            self.objects[f"{name}.{suffix}"] = moved

    def open_pipe(self, name: str) -> None:
        for suffix, mode, fd in zip("rw", ("rb", "wb"), os.pipe(), strict=True):
            moved = lifted(fd)
            os.set_blocking(moved, False)
            self.objects[f"{name}.{suffix}"] = os.fdopen(moved, mode, 0)

    def open_file(self, name: str, path: str) -> None:
        def opener(path: str, flags: int) -> int:
            return lifted(os.open(path, flags))

        self.objects[name] = open(path, encoding="utf-8", newline="", opener=opener)  # noqa: PTH123

    # The selector.

    def key(self, key: selectors.SelectorKey) -> tuple[str, int]:
        return self.name_of(key.fileobj), key.events

    def register(self, name: str, events: Any) -> Any:
        return self.key(self.selector.register(self.objects[name], events))

    def modify(self, name: str, events: Any) -> Any:
        return self.key(self.selector.modify(self.objects[name], events))

    def unregister(self, name: str) -> Any:
        return self.key(self.selector.unregister(self.objects[name]))

    def get_key(self, name: str) -> Any:
        return self.key(self.selector.get_key(self.objects[name]))

    def get_map(self) -> Any:
        found = self.selector.get_map()
        return None if found is None else [self.key(key) for key in found.values()]

    def select(self, timeout: float) -> list[tuple[str, int, int | None]]:
        ready = self.selector.select(timeout)
        raw = dict(self.selector._selector.poll(0)) if hasattr(self.selector, "_selector") else {}
        return [(self.name_of(key.fileobj), mask, raw.get(key.fd)) for key, mask in ready]

    def use_backend(self, backend: str) -> Any:
        old, self.selector = self.selector, stock_class(backend)()
        carried, refused = [], []
        for key in list((old.get_map() or {}).values()):
            try:
                self.selector.register(key.fileobj, key.events, key.data)
                carried.append(self.name_of(key.fileobj))
            except Exception as error:
                refused.append((self.name_of(key.fileobj), said(error)))
        old.close()
        return carried, refused

    # The file objects.

    def write(self, name: str, data: bytes) -> int:
        obj = self.objects[name]
        if isinstance(obj, socket.socket):
            return obj.send(data)
        if hasattr(obj, "encoding"):
            obj.write(data.decode())
            obj.flush()
            return len(data)
        return os.write(obj.fileno(), data)

    def read(self, name: str, size: int) -> bytes:
        obj = self.objects[name]
        if isinstance(obj, socket.socket):
            return obj.recv(size)
        if hasattr(obj, "encoding"):
            text: str = obj.read(size)
            return text.encode()
        return os.read(obj.fileno(), size)

    def fill(self, name: str) -> int:
        total, size = 0, CHUNK
        while size:
            try:
                total += self.write(name, bytes(size))
            except BlockingIOError:
                size //= 2
        return total

    def drain(self, name: str) -> int:
        total = 0
        try:
            while data := self.read(name, CHUNK):
                total += len(data)
        except BlockingIOError:
            pass
        return total

    def shutdown(self, name: str, how: str) -> None:
        self.objects[name].shutdown({"read": 0, "write": 1, "both": 2}[how])

    def close_object(self, name: str) -> None:
        self.objects[name].close()


def stock_class(backend: str) -> type[Any]:
    """The class of the standard library."""
    found: type[Any] = getattr(selectors, f"{backend.capitalize()}Selector")
    return found


def answer(call: Callable[[], Any]) -> Any:
    """What it returns, or how it refuses."""
    try:
        return call()
    except Exception as error:
        return said(error)


def write_lines(path: Path) -> Path:
    path.write_text("one\ntwo\n", encoding="utf-8")
    return path
