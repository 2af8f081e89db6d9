"""A wakeup is readable exactly while it is signalled, so the flag can be tested without a system call."""

from __future__ import annotations

import socket
import threading


class Wakeup:
    """A socket pair that interrupts a blocking poll from any thread.

    A socket pair, not a pipe or an eventfd: it is the one thing every backend of every OS can watch.
    """

    def __init__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        self._receiver.setblocking(False)
        self._sender.setblocking(False)
        self._lock = threading.Lock()
        self.signalled = False

    def fileno(self) -> int:
        """The descriptor to watch for reading."""
        return self._receiver.fileno()

    def signal(self) -> None:
        """Make the descriptor readable. Thread-safe; signalling twice is signalling once, after close() nothing."""
        with self._lock:
            if not self.signalled and self._sender.fileno() >= 0:
                # The flag first: whoever finds the descriptor readable must also find the flag set.
                self.signalled = True
                self._sender.send(b"\0")

    def clear(self) -> None:
        """Make the descriptor unreadable again. The owner thread reads its inbox after this, never before."""
        with self._lock:
            if self.signalled:
                try:
                    self._receiver.recv(16)
                except BlockingIOError:
                    return  # on its way still (Windows makes a pair of TCP): it stays signalled until it is here
                self.signalled = False

    def close(self) -> None:
        """Close both ends. Somebody may be about to signal: that does nothing any more."""
        with self._lock:
            self.signalled = False
            self._receiver.close()
            self._sender.close()
