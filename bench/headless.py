"""A worker and a store, without a window: what is done is in the store when the clock stops."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from selcore.history.store import Store
from selcore.values.commands import AnyCommand
from selcore.worker.worker import Worker

EVERY = 0.02
"""Seconds between two looks at what has arrived."""


class Headless:
    """Sends commands and waits for their outcomes."""

    def __init__(self) -> None:
        self._arrived = threading.Event()
        self.worker = Worker(self._arrived.set)
        self.store = Store()

    def do(self, *commands: AnyCommand) -> None:
        """Apply them; all have been told and folded when it returns."""
        for command in commands:
            self.worker.submit(command)
        left = len(commands)
        while left:
            self._arrived.wait(EVERY)
            self._arrived.clear()
            with self.worker.turns.taken():
                left -= sum(entry.during is None for entry in self.store.fold(self.worker.take()).entries)
            if left:
                threading.Event().wait(EVERY)


@contextmanager
def headless() -> Iterator[Headless]:
    """One that is ended in the end."""
    made = Headless()
    made.worker.start()
    try:
        yield made
    finally:
        made.worker.stop()
