"""Looks up host names on helper threads, and continues when the answer is there."""

import threading
from collections.abc import Callable

from ..system.resolver import Resolver
from .inbox import Full

AT_ONCE = 32
"""Lookups that may be in progress."""


class Lookups:
    """The helper threads. Each one looks up the names of one command, then calls its continuation."""

    def __init__(self, resolver: Resolver):
        self._resolver = resolver
        self._helpers: list[threading.Thread] = []
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Whether any lookup is in progress."""
        return any(helper.is_alive() for helper in self._helpers)

    def begin(self, hosts: list[str], then: Callable[[], None]) -> None:
        """Look the names up, then call ``then`` on the helper thread. Raises Full if AT_ONCE are in progress."""
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
