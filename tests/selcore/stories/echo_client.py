"""Many clients of an echo server in one process: each sends its bytes, reads what comes back, and compares.

``echo_client.py PORT CLIENTS SIZE`` prints the bytes sent and received in all; wrong bytes are an error.
"""

import selectors
import socket
import sys

CHUNK = 1 << 18
PATTERN = bytes(range(256)) * (2 * CHUNK // 256)


class Client:
    """One connection. Byte number n is n % 256, so any slice can be compared without keeping what was sent."""

    def __init__(self, port: int, size: int):
        self.size, self.sent, self.received = size, 0, 0
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.sock.setblocking(False)

    def serve(self, selector: selectors.BaseSelector, mask: int) -> bool:
        """Whether there is more to come."""
        if mask & selectors.EVENT_WRITE:
            self.send(selector)
        return not mask & selectors.EVENT_READ or self.receive()

    def send(self, selector: selectors.BaseSelector) -> None:
        start = self.sent % 256
        left = min(self.size - self.sent, CHUNK)
        self.sent += self.sock.send(PATTERN[start : start + left])
        if self.sent == self.size:
            self.sock.shutdown(socket.SHUT_WR)
            selector.modify(self.sock, selectors.EVENT_READ, self)

    def receive(self) -> bool:
        data = self.sock.recv(CHUNK)
        start = self.received % 256
        assert data == PATTERN[start : start + len(data)].upper(), f"wrong bytes at {self.received}"
        self.received += len(data)
        assert data or self.received == self.size, f"only {self.received} of {self.size} came back"
        return bool(data)


def main(port: int, clients: int, size: int) -> None:
    with selectors.DefaultSelector() as selector:
        everyone = [Client(port, size) for _ in range(clients)]
        for client in everyone:
            selector.register(client.sock, selectors.EVENT_READ | selectors.EVENT_WRITE, client)
        while selector.get_map():
            for key, mask in selector.select(10):
                if not key.data.serve(selector, mask):
                    selector.unregister(key.fileobj)
                    key.data.sock.close()
    print(sum(client.sent for client in everyone), sum(client.received for client in everyone))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
