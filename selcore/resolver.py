"""Host names are looked up by a helper thread, never on the thread that owns the selector; numbers need none."""

import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import Any

from .commands import AnyCommand, Connect, Open, Send
from .destination import host_and_port
from .inbox import Full

REMEMBERED = 1000
"""Host names whose latest answer is kept."""
AT_ONCE = 32
"""Lookups that may be under way."""

Answer = list[tuple[int, str]] | Exception


def is_number(host: str) -> bool:
    """Whether ``host`` is an address already (or empty: every address of this machine)."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not host
    return True


def hosts_of(command: AnyCommand) -> list[str]:
    """The host names that this command needs looked up, those of the commands given during its call too."""
    if isinstance(command, Send):
        place = host_and_port(command.to or "")
        return [] if place is None or is_number(place[0]) else [place[0]]
    if isinstance(command, Connect):
        return [command.host] if command.host is not None and not is_number(command.host) else []
    if not isinstance(command, Open):
        return [host for one in getattr(command, "during", ()) for host in hosts_of(one)]
    host = command.options.get("host")
    if command.options.get("to") or not isinstance(host, str) or is_number(host):
        return []
    return [host]


class Resolver:
    """Remembers what was looked up, refusals too. ``lookup`` blocks; calling it for something known does not."""

    def __init__(self) -> None:
        self._known: dict[str, Answer] = {}

    def lookup(self, host: str) -> None:
        """Look the name up, anew each time (names change), and remember the answer or the refusal."""
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


class Lookups:
    """The helper threads: each looks up the names of one command and then does what was to follow."""

    def __init__(self, resolver: Resolver):
        self._resolver = resolver
        self._helpers: list[threading.Thread] = []
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Whether any is under way."""
        return any(helper.is_alive() for helper in self._helpers)

    def begin(self, hosts: list[str], then: Callable[[], None]) -> None:
        """Look up, then call ``then`` on the helper thread. Raises Full with too many under way."""
        with self._lock:
            under_way = [helper for helper in self._helpers if helper.is_alive()]
            if len(under_way) >= AT_ONCE:
                raise Full(f"{AT_ONCE} host names are being looked up")
            helper = threading.Thread(target=self._run, args=(hosts, then), name=f"lookup {hosts[0]}", daemon=True)
            try:
                helper.start()
            except RuntimeError as error:
                raise Full(f"no thread can be started to look it up: {error}") from error
            self._helpers = [*under_way, helper]

    def _run(self, hosts: list[str], then: Callable[[], None]) -> None:
        for host in dict.fromkeys(hosts):
            self._resolver.lookup(host)
        then()
