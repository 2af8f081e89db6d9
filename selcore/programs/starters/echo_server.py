"""The echo server as notes have it: the function to call stands in ``data``, and the sockets block.

SO_REUSEADDR is set after bind(), where it does nothing for this start: stop the server while a client is connected,
start it at once, and the address is in use. Set it before bind() and it is not.
"""

import selectors
import socket
import sys

HOST = "127.0.0.1"


def accept(selector: selectors.BaseSelector, server: socket.socket) -> None:
    connection, address = server.accept()
    print("connected:", address, flush=True)
    selector.register(connection, selectors.EVENT_READ, echo)


def echo(selector: selectors.BaseSelector, connection: socket.socket) -> None:
    data = connection.recv(1000)
    if data:
        connection.sendall(data)
    else:
        print("closed:", connection.getpeername(), flush=True)
        selector.unregister(connection)
        connection.close()


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    with selectors.DefaultSelector() as selector, socket.socket() as server:
        server.bind((HOST, port))
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.listen()
        print("listening on", *server.getsockname(), flush=True)
        selector.register(server, selectors.EVENT_READ, accept)
        while True:
            for key, _ in selector.select():
                key.data(selector, key.fileobj)


if __name__ == "__main__":
    main()
