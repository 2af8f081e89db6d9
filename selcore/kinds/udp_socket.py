"""A UDP socket without an address: the OS gives it one when it sends, unless it is bound before."""

import socket
from typing import Any

from ..values.needs import Act, Need
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject
from .packets import DatagramObject
from .tcp_socket import FAMILY, family_of


class UdpSocket(Kind):
    id = "udp-socket"
    title = text("Plain UDP socket")
    about = text("fresh: bind it, or let its first send take a free port on every interface, as a client does")
    group = "network"
    short = "udps"
    icon = "pair"
    # With SO_REUSEADDR, which asks for nothing, it could also take a port that another program shares.
    asks = Need(Act.NETWORK, text("opens a UDP socket without an address: once it sends, it is reached from anywhere"))
    binds = "datagram"
    makes = DatagramObject
    options = (FAMILY,)

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        sock = opening.lift_socket(socket.socket(family_of(options), socket.SOCK_DGRAM))
        return [DatagramObject(name, self.id, sock)]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it = py.variable(name)
        made = f"{it} = socket.socket(socket.{family_of(options).name}, socket.SOCK_DGRAM)"
        return [made, f"{it}.setblocking(False)"]
