"""The client of the echo server: what is typed is sent, and what comes back is printed. It ends with its input."""

import socket
import sys


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    with socket.create_connection(("127.0.0.1", port)) as connection:
        print("connected to", *connection.getpeername(), flush=True)
        while True:
            line = sys.stdin.readline()
            if not line:
                break
            connection.sendall(line.encode())
            print(connection.recv(1000).decode(), end="", flush=True)


if __name__ == "__main__":
    main()
