"""Unix sockets without an address, which ``bind`` gives them: a stream, and one of datagrams."""

import socket
from typing import Any, ClassVar

from ..values.observed import State
from ..values.spelling import Spelling, variable
from ..values.text import Text, text
from .base import Kind, Opening
from .file_object import FileObject, SocketObject
from .packets import DatagramObject
from .unix import AF_UNIX, missing


class FreshUnixSocket(Kind):
    """``socket.socket(socket.AF_UNIX, type)``, which begins in that ``state``."""

    group = "machine"
    type: ClassVar[str]
    state: ClassVar[State] = "open"

    def missing(self) -> Text | None:
        return missing()

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        sock = opening.lift_socket(socket.socket(AF_UNIX, getattr(socket, self.type)))
        return [self.makes(name, self.id, sock, state=self.state)]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, type = py.variable(name), "" if self.type == "SOCK_STREAM" else f", socket.{self.type}"
        return [f"{it} = socket.socket(socket.AF_UNIX{type})", f"{it}.setblocking(False)"]

    def made_at(self, name: str, path: str) -> str:
        return f"{variable(name)}.getsockname()"


class UnixSocket(FreshUnixSocket):
    id = "unix-socket"
    title = text("Plain Unix socket")
    about = text("fresh: bind it to a path and listen, or connect it")
    short = "usock"
    icon = "client"
    asks = None
    accepts = True
    client = "unix-client"
    makes = SocketObject
    type = "SOCK_STREAM"
    state = "not connected"


class UnixDgramSocket(FreshUnixSocket):
    id = "unix-dgram-socket"
    title = text("Plain Unix datagram socket")
    about = text("fresh: bind it to a path to be sent to; without one it can send, and is not answered")
    short = "udgram"
    icon = "pair"
    asks = None
    makes = DatagramObject
    type = "SOCK_DGRAM"
