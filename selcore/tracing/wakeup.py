"""A wakeup is readable exactly while it is signalled, so the flag can be tested without a system call."""

import socket
import threading


class Wakeup:
    """A socket pair that interrupts a blocking poll from any thread.

    A socket pair, not a pipe or an eventfd: it is the one thing every backend of every OS can watch.
    """

    def __init__(self):
        self._receiver, self._sender = socket.socketpair()
        self._receiver.setblocking(False)
        self._sender.setblocking(False)
        self._lock = threading.Lock()
        self.signalled = False

    def fileno(self):
        """The descriptor to watch for reading."""
        return self._receiver.fileno()

    def signal(self):
        """Make the descriptor readable. Thread-safe; signalling twice is signalling once."""
        with self._lock:
            if not self.signalled:
                # The flag first: whoever finds the descriptor readable must also find the flag set.
                self.signalled = True
                self._sender.send(b"\0")

    def clear(self):
        """Make the descriptor unreadable again. The owner thread reads its inbox after this, never before."""
        with self._lock:
            if self.signalled:
                self._receiver.recv(16)
                self.signalled = False

    def close(self):
        """Close both ends; the wakeup cannot be used afterwards."""
        self._receiver.close()
        self._sender.close()
