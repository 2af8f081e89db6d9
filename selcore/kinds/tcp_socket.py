"""A TCP socket that is neither connected nor listening: it is ready at once, and nothing can be done with it yet."""

import socket
from typing import Any

from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject, SocketObject

FAMILY = Option(
    name="family",
    type="choice",
    default="IPv4",
    title=text("address family"),
    asks="nothing",
    choices=("IPv4", "IPv6"),
)


def family_of(options: dict[str, Any]) -> socket.AddressFamily:
    """The address family that was chosen."""
    return socket.AF_INET if options["family"] == "IPv4" else socket.AF_INET6


class TcpSocket(Kind):
    id = "tcp-socket"
    title = text("Plain TCP socket")
    about = text("fresh: ready for reading and writing (OUT and HUP), until it is connected, or bound and listening")
    group = "network"
    short = "tcp"
    icon = "client"
    asks = None
    accepts = True
    client = "tcp-client"
    binds = "stream"
    makes = SocketObject
    options = (FAMILY,)

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        sock = opening.lift_socket(socket.socket(family_of(options), socket.SOCK_STREAM))
        return [SocketObject(name, self.id, sock, state="not connected")]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, family = py.variable(name), "" if options["family"] == "IPv4" else "socket.AF_INET6"
        return [f"{it} = socket.socket({family})", f"{it}.setblocking(False)"]
