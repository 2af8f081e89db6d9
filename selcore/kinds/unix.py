"""Unix sockets: a listener whose address is a file, and a client. The file goes with the listener that made it."""

import errno
import os
import socket
import zlib
from pathlib import Path
from typing import Any

from ..values.needs import Act, Need
from ..values.observed import State
from ..values.options import Option
from ..values.spelling import Spelling, variable
from ..values.text import Text, text
from .base import Kind, Opening
from .file_object import FileObject, SocketObject, address_of
from .made import remover
from .tcp import BACKLOG

AF_UNIX: int = getattr(socket, "AF_UNIX", -1)


def missing() -> Text | None:
    """Why there are no Unix sockets here; None where there are."""
    return None if AF_UNIX >= 0 else text("this Python has no Unix sockets (socket.AF_UNIX)")


def private_path(folder: Path, name: str) -> str:
    """A path for ``name`` that is short: an address has 107 bytes, on macOS 103."""
    return str(folder / f"{name if len(name) <= 16 else f'{zlib.crc32(name.encode()):08x}'}.sock")


class UnixListener(Kind):
    id = "unix-listener"
    title = text("Unix listener")
    about = text("a listener whose address is a path; readable when a connection waits to be accepted")
    group = "machine"
    short = "unix"
    icon = "server"
    asks = None
    accepts = True
    makes = SocketObject
    options = (
        Option(name="path", type="path", default="", title=text("path (empty: a temporary one)"), asks="path"),
        BACKLOG,
    )
    client = "unix-client"
    at_path = "socket"

    def missing(self) -> Text | None:
        return missing()

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        sock = opening.lift_socket(socket.socket(AF_UNIX, socket.SOCK_STREAM))
        remove = None
        try:
            sock.bind(options["path"] or private_path(opening.folder(), name))
            path = sock.getsockname()
            if isinstance(path, str):  # else it is in Linux's abstract namespace: there is no file
                remove = remover(path)
            sock.listen(options["backlog"])
            listener = SocketObject(name, self.id, sock, state="listening", address=address_of(sock))
        except BaseException:
            if remove is not None:
                remove()
            sock.close()
            raise
        listener.last_address = (AF_UNIX, path)
        listener.before_close = remove
        return [listener]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, path = py.variable(name), repr(options["path"]) if options["path"] else py.path(name, ".sock")
        return [
            f"{it} = socket.socket(socket.AF_UNIX)",
            f"{it}.bind({path})",
            f"{it}.listen({options['backlog']})",
            f"{it}.setblocking(False)",
        ]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, path = py.variable(name), options["path"]
        unlink = [] if path.startswith("\0") else [f"os.unlink({it}.getsockname())"]
        return [*unlink, f"{it}.close()"]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return Need(Act.WRITE, text("makes the socket {path}", path=options["path"]))

    def made_at(self, name: str, path: str) -> str:
        return f"{variable(name)}.getsockname()"


class UnixClient(Kind):
    id = "unix-client"
    title = text("Unix client")
    about = text("connects to a Unix listener at once; with nothing to connect to, a fresh socket")
    group = "machine"
    short = "uclient"
    icon = "client"
    asks = None
    makes = SocketObject
    options = (
        Option(name="to", type="name", default="", title=text("to (a listener's name)"), asks="name"),
        Option(name="path", type="path", default="", title=text("path"), asks="path", unless="to"),
    )

    def missing(self) -> Text | None:
        return missing()

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        target = opening.reach(options["to"], UnixListener.id, "unix-socket")[1] if options["to"] else options["path"]
        sock = opening.lift_socket(socket.socket(AF_UNIX, socket.SOCK_STREAM))
        try:
            state = _connect(sock, target) if target else "not connected"
            client = SocketObject(name, self.id, sock, state=state, address=address_of(sock))
        except BaseException:
            sock.close()
            raise
        client.peer = options["to"]
        if not target:
            client.warning = str(text("connected to nothing: neither to nor path was given"))
        return [client]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it = py.variable(name)
        made = [f"{it} = socket.socket(socket.AF_UNIX)", f"{it}.setblocking(False)"]
        if options["to"]:
            return [*made, f"{it}.connect({py.address(options['to'])})"]
        return [*made, f"{it}.connect({options['path']!r})"] if options["path"] else made

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return Need(Act.OPEN, text("connects to the socket {path}", path=options["path"]))


def _connect(sock: socket.socket, target: Any) -> State:
    """The state that came of it. A full backlog is EAGAIN: nothing is under way then, unlike with TCP."""
    code = sock.connect_ex(target)
    if code not in (0, errno.EINPROGRESS):
        raise OSError(code, os.strerror(code))
    return "connecting" if code else "connected"
