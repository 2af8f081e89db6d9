"""Two connected sockets: what one sends, the other can read."""

import socket
from typing import Any

from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject, SocketObject


def open_pair(opening: Opening, *given: int) -> tuple[socket.socket, socket.socket]:
    """``socket.socketpair(*given)``, each end in its place and non-blocking."""
    first, second = socket.socketpair(*given)
    with second:  # closed only if the first could not be moved: lifting it takes its descriptor away
        a = opening.lift_socket(first)
        try:
            return a, opening.lift_socket(second)
        except OSError:
            a.close()
            raise


class SocketPair(Kind):
    id = "socketpair"
    title = text("Socket pair")
    about = text("two ends; what one sends the other can read")
    group = "pairs"
    short = "pair"
    icon = "pair"
    asks = None
    makes = SocketObject
    suffixes = ("a", "b")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        a, b = open_pair(opening)
        names = self.names(name)
        return [
            SocketObject(names[0], self.id, a, state="connected", peer=names[1]),
            SocketObject(names[1], self.id, b, state="connected", peer=names[0]),
        ]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        a, b = (py.variable(one) for one in self.names(name))
        return [f"{a}, {b} = socket.socketpair()", f"{a}.setblocking(False)", f"{b}.setblocking(False)"]
