"""A loop that spins: it watches for WRITE with nothing to send, and an idle socket has room nearly always.

``top`` shows a whole core. Watch for WRITE only while something waits to be sent.
"""

import selectors
import socket
import sys
import time


def on_ready(connection: socket.socket, mask: int) -> None:
    if mask & selectors.EVENT_READ:
        print("received", connection.recv(100), flush=True)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    near, far = socket.socketpair()
    until, calls = time.monotonic() + seconds, 0
    with near, far, selectors.DefaultSelector() as selector:
        selector.register(near, selectors.EVENT_READ | selectors.EVENT_WRITE, on_ready)
        while time.monotonic() < until:
            for key, mask in selector.select():
                key.data(key.fileobj, mask)
            calls += 1
    print(f"{calls:,} calls of select()", flush=True)


if __name__ == "__main__":
    main()
