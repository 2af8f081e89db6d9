"""Host names are looked up by helper threads; what was to follow is done when the answer is there."""

import threading
from collections.abc import Callable

from ..system.resolver import Resolver
from .inbox import Full

AT_ONCE = 32
"""Lookups that may be under way."""


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
