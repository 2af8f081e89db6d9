"""TCP: a listener and a client. The client's connect is non-blocking and starts at once."""

import errno
import os
import socket
from typing import Any

from msgspec import structs

from ..values.needs import Act, Need, beyond_loopback
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject, SocketObject, address_of

REUSE = "socket.SOL_SOCKET, socket.SO_REUSEADDR, 1"
HOST = Option(name="host", type="text", default="127.0.0.1", title=text("host"), asks="host")


def _port(default: int, title: str) -> Option:
    return Option(
        name="port", type="int", default=default, title=text(title), asks="nothing", least=0, most=65535, advice=True
    )


BACKLOG = Option(
    name="backlog",
    type="int",
    default=128,
    title=text("backlog"),
    asks="nothing",
    least=0,
    most=65535,
    advice=True,
)


def reachable(address: Any) -> Any:
    """Where a client on this machine finds a listener: the wildcard addresses are no destination."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104
    return (host, *address[1:])


def _bind(sock: socket.socket, address: Any, reuse: str) -> None:
    if reuse == "before" and os.name == "posix":
        # Before bind, else a restart meets EADDRINUSE from connections in TIME_WAIT. On Windows the option
        # would let two listeners share the port.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(address)
    if reuse == "after":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # too late for this socket


class TcpListener(Kind):
    id = "tcp-listener"
    title = text("TCP listener")
    about = text("readable when a connection waits to be accepted")
    group = "network"
    short = "server"
    icon = "server"
    asks = None
    accepts = True
    makes = SocketObject
    options = (
        HOST,
        _port(0, "port (0: any free one)"),
        BACKLOG,
        Option(
            name="reuse",
            type="choice",
            default="before",
            title=text("SO_REUSEADDR, set before or after bind"),
            asks="nothing",
            choices=("before", "after", "never"),
        ),
    )
    client = "tcp-client"
    binds = "stream"

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        family, address = opening.resolve(options["host"], options["port"])
        sock = opening.lift_socket(socket.socket(family, socket.SOCK_STREAM))
        try:
            _bind(sock, address, options["reuse"])
            sock.listen(options["backlog"])
            listener = SocketObject(name, self.id, sock, state="listening", address=address_of(sock))
            listener.last_address = (family, reachable(sock.getsockname()))
        except BaseException:
            sock.close()
            raise
        if beyond_loopback(sock.getsockname()[0]):
            listener.warning = str(text("listens beyond this machine on {address}", address=listener.address))
        return [listener]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, address, backlog = py.variable(name), (options["host"], options["port"]), options["backlog"]
        six = ":" in options["host"]
        if options["reuse"] == "before":
            family = ", family=socket.AF_INET6" if six else ""
            return [
                f"{it} = socket.create_server({address!r}{family}, backlog={backlog})",
                f"{it}.setblocking(False)",
            ]
        return [
            f"{it} = socket.socket({'socket.AF_INET6' if six else ''})",
            f"{it}.bind({address!r})",
            *([f"{it}.setsockopt({REUSE})"] if options["reuse"] == "after" else []),
            f"{it}.listen({backlog})",
            f"{it}.setblocking(False)",
        ]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return Need(
            Act.NETWORK,
            text(
                "listens beyond this machine: host {host}, port {port}",
                host=repr(options["host"]),
                port=options["port"],
            ),
        )


class TcpClient(Kind):
    id = "tcp-client"
    title = text("TCP client")
    about = text("connects without waiting; writable or an error tells how it ended")
    group = "network"
    short = "client"
    icon = "client"
    asks = None
    makes = SocketObject
    options = (
        Option(name="to", type="name", default="", title=text("to (a listener's name)"), asks="name"),
        structs.replace(HOST, unless="to"),
        _port(8080, "port"),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        family, address = self._target(options, opening)
        sock = opening.lift_socket(socket.socket(family, socket.SOCK_STREAM))
        try:
            code = sock.connect_ex(address)
            if code not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK):
                raise OSError(code, os.strerror(code))
            client = SocketObject(name, self.id, sock, state="connecting", address=address_of(sock))
        except BaseException:
            sock.close()
            raise
        client.refresh()
        client.peer = options["to"]
        return [client]

    def _target(self, options: dict[str, Any], opening: Opening) -> tuple[int, Any]:
        if not options["to"]:
            return opening.resolve(options["host"], options["port"])
        return opening.reach(options["to"], TcpListener.id, "tcp-socket")

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it = py.variable(name)
        target = py.address(options["to"]) if options["to"] else f"({options['host']!r}, {options['port']})"
        six = "" if options["to"] or ":" not in options["host"] else "socket.AF_INET6"
        return [f"{it} = socket.socket({six})", f"{it}.setblocking(False)", py.connect(it, target)]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return Need(
            Act.NETWORK,
            text(
                "connects beyond this machine: host {host}, port {port}",
                host=repr(options["host"]),
                port=options["port"],
            ),
        )
