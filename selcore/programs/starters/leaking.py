"""Sockets that are closed and stay registered: each client that goes leaves its key behind, and epoll says nothing.

``selector.unregister(connection)`` has to come before ``connection.close()``.
"""

import selectors
import socket
import sys


def accept(selector: selectors.BaseSelector, server: socket.socket) -> None:
    connection, _ = server.accept()
    selector.register(connection, selectors.EVENT_READ, serve)


def serve(selector: selectors.BaseSelector, connection: socket.socket) -> None:
    data = connection.recv(100)
    if data:
        connection.sendall(data)
    else:
        connection.close()


def main() -> None:
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with selectors.DefaultSelector() as selector, socket.create_server(("127.0.0.1", 0)) as server:
        selector.register(server, selectors.EVENT_READ, accept)
        others = [socket.create_connection(server.getsockname()) for _ in range(clients)]
        for turn in range(30 * clients):
            if turn % 20 == 19 and others:
                others.pop().close()
            for key, _ in selector.select(0.05):
                key.data(selector, key.fileobj)
        print(f"{len(selector.get_map())} keys are registered, of one open socket", flush=True)


if __name__ == "__main__":
    main()
