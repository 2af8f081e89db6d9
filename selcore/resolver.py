"""Host names are looked up by a helper thread, never on the thread that owns the selector; numbers need no looking up."""

import ipaddress
import socket
from typing import Any

from .commands import AnyCommand, Open


def is_number(host: str) -> bool:
    """Whether ``host`` is an address already (or empty: every address of this machine)."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not host
    return True


class Resolver:
    """Remembers what was looked up, refusals too. ``lookup`` may block; calling it for something known does not."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, str] | OSError] = {}

    def wanted(self, command: AnyCommand) -> str | None:
        """The host name that this command needs and nobody has looked up yet."""
        if not isinstance(command, Open) or command.options.get("to"):
            return None
        host = command.options.get("host")
        if not isinstance(host, str) or is_number(host) or host in self._known:
            return None
        return host

    def lookup(self, host: str) -> None:
        """Look the name up and remember the answer or the refusal. Blocks."""
        try:
            family, _, _, _, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
        except (OSError, UnicodeError) as error:
            self._known[host] = error if isinstance(error, OSError) else OSError(f"{host!r}: {error}")
        else:
            self._known[host] = (family, str(address[0]))

    def __call__(self, host: str, port: int) -> tuple[int, Any]:
        """The family and address of ``host``. Raises socket.gaierror for a name that nobody knows."""
        if is_number(host):
            return (socket.AF_INET6 if ":" in host else socket.AF_INET), (host, port)
        if host not in self._known:
            self.lookup(host)
        found = self._known.pop(host)  # asked anew the next time: names change
        if isinstance(found, OSError):
            raise found
        return found[0], (found[1], port)
