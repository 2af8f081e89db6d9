"""An event loop written by hand: what is to be done later stands in a heap, and select() waits no longer than that."""

import heapq
import selectors
import socket
import sys
import time
from collections.abc import Callable
from itertools import count


class Loop:
    """Callbacks for descriptors that are ready, and callbacks for moments that have come."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self._later: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = count()
        self.running = True

    def call_later(self, seconds: float, callback: Callable[[], object]) -> None:
        heapq.heappush(self._later, (time.monotonic() + seconds, next(self._numbers), callback))

    def run(self) -> None:
        while self.running:
            timeout = max(0.0, self._later[0][0] - time.monotonic()) if self._later else None
            for key, _ in self.selector.select(timeout):
                key.data()
            while self._later and self._later[0][0] <= time.monotonic():
                heapq.heappop(self._later)[2]()
        self.selector.close()


def main() -> None:
    ticks = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    loop = Loop()
    near, far = socket.socketpair()

    def tick(left: int) -> None:
        far.send(b"tick")
        if left > 1:
            loop.call_later(0.25, lambda: tick(left - 1))
        else:
            far.close()

    def hear() -> None:
        data = near.recv(100)
        print(data.decode() or "the other end has closed", flush=True)
        if not data:
            loop.selector.unregister(near)
            loop.running = False

    loop.selector.register(near, selectors.EVENT_READ, hear)
    tick(ticks)
    loop.run()
    near.close()


if __name__ == "__main__":
    main()
