"""TCP: a listener and a client. The client's connect is non-blocking and starts at once."""

import errno
import os
import socket
from typing import Any

from msgspec import structs

from ..values.needs import Act, Need, beyond_loopback
from ..values.options import Option
from ..values.spelling import variable
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject, SocketObject, address_of

HOST = Option(name="host", type="text", default="127.0.0.1", title=text("host"), asks="host")


def _port(default: int, title: str) -> Option:
    return Option(
        name="port", type="int", default=default, title=text(title), asks="nothing", least=0, most=65535, advice=True
    )


def reachable(address: Any) -> Any:
    """Where a client on this machine finds a listener: the wildcard addresses are no destination."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104
    return (host, *address[1:])


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
        Option(
            name="backlog",
            type="int",
            default=128,
            title=text("backlog"),
            asks="nothing",
            least=0,
            most=65535,
            advice=True,
        ),
    )
    client = "tcp-client"
    binds = "stream"

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        family, address = opening.resolve(options["host"], options["port"])
        sock = opening.lift_socket(socket.socket(family, socket.SOCK_STREAM))
        try:
            if os.name == "posix":
                # Before bind, else a restart meets EADDRINUSE from connections in TIME_WAIT. On Windows the option
                # would let two listeners share the port.
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address)
            sock.listen(options["backlog"])
            listener = SocketObject(name, self.id, sock, state="listening", address=address_of(sock))
            listener.last_address = (family, reachable(sock.getsockname()))
        except BaseException:
            sock.close()
            raise
        if beyond_loopback(sock.getsockname()[0]):
            listener.warning = str(text("listens beyond this machine on {address}", address=listener.address))
        return [listener]

    def line(self, name: str, options: dict[str, Any]) -> str:
        call = f"{name} = socket.create_server(({options['host']!r}, {options['port']})"
        return f"{call}, backlog={options['backlog']}); {name}.setblocking(False)"

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
        return opening.reach(options["to"], TcpListener.id)

    def line(self, name: str, options: dict[str, Any]) -> str:
        listener = variable(options["to"])
        target = f"{listener}.getsockname()" if listener else f"({options['host']!r}, {options['port']})"
        return f"{name} = socket.socket(); {name}.setblocking(False); {name}.connect_ex({target})"

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return Need(
            Act.NETWORK,
            text(
                "connects beyond this machine: host {host}, port {port}",
                host=repr(options["host"]),
                port=options["port"],
            ),
        )
