"""Fixed ports that an experiment binds: each backend gets free ones, for one port cannot be bound twice.

They are looked for below the range from which systems take the ports of outgoing connections: what is free now is then
free still when a child binds it.
"""

import errno
import ipaddress
import os
import random
import socket
from collections.abc import Iterator
from typing import Any

from ..experiment.names import kinds_of
from ..kinds import Kind, find_kind
from ..values.commands import AnyCommand, Bind, Open
from ..values.text import Text, text

LOWEST, HIGHEST = 20_000, 32_000
TRIES = 200
_TYPES = {"stream": socket.SOCK_STREAM, "datagram": socket.SOCK_DGRAM}


class Ports:
    """The replacement for each fixed port, and a notice about it."""

    def __init__(self, commands: list[AnyCommand], backends: tuple[str, ...]):
        self.notices: list[Text] = []
        self._by_port: dict[int, dict[str, int]] = {}
        self._taken: set[int] = set()
        for kind, host, port in _bound(commands):
            sort = kind.binds if kind is not None and isinstance(port, int) and 0 < port < 65536 else ""
            if sort and port not in self._by_port:
                self._replace(port, _trouble(sort, host, port), backends)

    def _replace(self, port: int, trouble: int, backends: tuple[str, ...]) -> None:
        if trouble not in (0, errno.EADDRINUSE) or (not trouble and len(backends) == 1):
            return  # refused to all alike, or there is nobody to share it with
        given = {backend: self._free() for backend in backends}
        self._by_port[port] = given
        here = _listed(list(given.values()))
        if trouble:
            self.notices.append(text("Port {port} is in use; {here} here.", port=port, here=here))
        else:
            self.notices.append(text("All are played at once: port {port} is {here} here.", port=port, here=here))

    def of(self, backend: str, port: Any) -> Any:
        return self._by_port.get(port, {}).get(backend, port) if isinstance(port, int) else port

    def _free(self) -> int:
        """A port that is free now and was not given to another backend. Raises OSError if none is found."""
        for _ in range(TRIES):
            port = random.randrange(LOWEST, HIGHEST)  # noqa: S311
            if port not in self._taken and not any(_trouble(bound, "127.0.0.1", port) for bound in _TYPES):
                self._taken.add(port)
                return port
        raise OSError(errno.EADDRINUSE, "no free port was found")


def _bound(commands: list[AnyCommand]) -> Iterator[tuple[Kind | None, str, Any]]:
    """The kind, host and port that a command binds, when the object is opened or later."""
    kind_of = kinds_of(tuple(commands))
    for command in commands:
        if isinstance(command, Open):
            options = command.options
            yield find_kind(command.kind), options.get("host", ""), options.get("port", 0)
        elif isinstance(command, Bind) and command.host is not None:
            yield find_kind(kind_of(command.name)), command.host, command.port


def _trouble(bound: str, host: str, port: int) -> int:
    """The errno that binding the port gives; 0 if it succeeds. A host name is not looked up: it is taken to mean this
    machine."""
    address = _address(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, _TYPES[bound]) as probe:
            if bound == "stream" and os.name == "posix":
                # As the listener does: connections in TIME_WAIT are no trouble. Windows would share the port.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            if bound == "stream":
                probe.listen(1)
    except OSError as error:
        return error.errno or errno.EINVAL
    return 0


def _address(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return "127.0.0.1"


def _listed(ports: list[int]) -> str:
    if len(ports) == 1:
        return str(ports[0])
    return f"{', '.join(map(str, ports[:-1]))} and {ports[-1]}"
