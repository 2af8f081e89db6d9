"""Looks up host names, on helper threads only and never on the selector's; numeric addresses need no lookup."""

import ipaddress
import socket
from typing import Any

from ..values.commands import AnyCommand, Bind, Connect, Open, Send
from .destination import host_and_port

REMEMBERED = 1000
"""Host names whose latest answer is remembered."""

Answer = list[tuple[int, str]] | Exception


def is_number(host: str) -> bool:
    """Whether ``host`` is a numeric address, or empty (every address of this machine)."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not host
    return True


def hosts_of(command: AnyCommand) -> list[str]:
    """The host names that must be looked up for this command, including those in its ``during``."""
    if isinstance(command, Send):
        place = host_and_port(command.to or "")
        return [] if place is None or is_number(place[0]) else [place[0]]
    if isinstance(command, Connect | Bind):
        return [command.host] if command.host is not None and not is_number(command.host) else []
    if not isinstance(command, Open):
        return [host for one in getattr(command, "during", ()) for host in hosts_of(one)]
    host = command.options.get("host")
    if command.options.get("to") or not isinstance(host, str) or is_number(host):
        return []
    return [host]


class Resolver:
    """Remembers answers and errors of lookups. ``lookup`` blocks; calling the resolver for a known host does not."""

    def __init__(self) -> None:
        self._known: dict[str, Answer] = {}

    def lookup(self, host: str) -> None:
        """Look the name up, every time (names change), and remember the answer or the error."""
        answer = _ask(host)
        self._known.pop(host, None)
        self._known[host] = answer
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    def __call__(self, host: str, port: int, family: int = 0) -> tuple[int, Any]:
        """The family and address of ``host``, the first of that ``family`` where there is one.

        Raises what ``getaddrinfo()`` raises for a name that nobody knows.
        """
        if is_number(host):
            return (socket.AF_INET6 if ":" in host else socket.AF_INET), (host, port)
        found = self._known.get(host) or _ask(host)
        if isinstance(found, Exception):
            raise found.with_traceback(None)
        one = next((one for one in found if one[0] == family), found[0])
        return one[0], (one[1], port)


def _ask(host: str) -> Answer:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except Exception as error:  # also UnicodeError, for what cannot be a name: it is raised where the name is used
        return error
    return [(family, str(address[0])) for family, _, _, _, address in found]
