"""UDP: a socket that sends to anybody and receives one datagram at a time."""

import socket
from typing import Any

from ..values.needs import Act, Need, beyond_loopback
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject, address_of
from .packets import DatagramObject
from .tcp import HOST, reachable


class Udp(Kind):
    id = "udp"
    title = text("UDP socket")
    about = text("sends datagrams with send to; readable when one is there, be it empty")
    group = "network"
    short = "udp"
    icon = "pair"
    asks = None
    makes = DatagramObject
    options = (
        HOST,
        Option(
            name="port",
            type="int",
            default=0,
            title=text("port (0: any free one)"),
            asks="nothing",
            least=0,
            most=65535,
            advice=True,
        ),
    )
    binds = "datagram"

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        family, address = opening.resolve(options["host"], options["port"])
        sock = opening.lift_socket(socket.socket(family, socket.SOCK_DGRAM))
        try:
            sock.bind(address)
            udp = DatagramObject(name, self.id, sock, state="bound", address=address_of(sock))
            udp.last_address = (family, reachable(sock.getsockname()))
        except BaseException:
            sock.close()
            raise
        if beyond_loopback(sock.getsockname()[0]):
            udp.warning = str(text("receives from beyond this machine on {address}", address=udp.address))
        return [udp]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, family = py.variable(name), "AF_INET6" if ":" in options["host"] else "AF_INET"
        return [
            f"{it} = socket.socket(socket.{family}, socket.SOCK_DGRAM)",
            f"{it}.bind(({options['host']!r}, {options['port']}))",
            f"{it}.setblocking(False)",
        ]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return Need(
            Act.NETWORK,
            text(
                "receives from beyond this machine: host {host}, port {port}",
                host=repr(options["host"]),
                port=options["port"],
            ),
        )
