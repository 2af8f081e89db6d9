"""A server that keeps the state of each connection in ``data``: what it has still to send. Non-blocking throughout.

It watches for WRITE only while something waits to be sent. Without that, it would spin.
"""

import selectors
import socket
import sys
from types import SimpleNamespace


def accept(selector: selectors.BaseSelector, server: socket.socket) -> None:
    connection, address = server.accept()
    connection.setblocking(False)
    print("connected:", address, flush=True)
    selector.register(connection, selectors.EVENT_READ, SimpleNamespace(address=address, unsent=b""))


def serve(selector: selectors.BaseSelector, key: selectors.SelectorKey, mask: int) -> None:
    connection, state = key.fileobj, key.data
    assert isinstance(connection, socket.socket)
    if mask & selectors.EVENT_READ:
        data = connection.recv(1000)
        if not data:
            print("closed:", state.address, flush=True)
            selector.unregister(connection)
            connection.close()
            return
        state.unsent += data
    if mask & selectors.EVENT_WRITE:
        state.unsent = state.unsent[connection.send(state.unsent) :]
    wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if state.unsent else 0)
    if wanted != key.events:
        selector.modify(connection, wanted, state)


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    with selectors.DefaultSelector() as selector, socket.create_server(("127.0.0.1", port)) as server:
        server.setblocking(False)
        print("listening on", *server.getsockname(), flush=True)
        selector.register(server, selectors.EVENT_READ)
        while True:
            for key, mask in selector.select():
                if key.data is None:
                    accept(selector, server)
                else:
                    serve(selector, key, mask)


if __name__ == "__main__":
    main()
