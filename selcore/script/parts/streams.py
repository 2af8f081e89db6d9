"""What ``anything`` has too, for stream sockets alone."""

import selectors
import socket


def finish(sel: selectors.BaseSelector, sock: socket.socket) -> None:
    """Unregister, then close: in the other order the key would outlive its descriptor."""
    sel.unregister(sock)
    sock.close()


def failed(sel: selectors.BaseSelector, sock: socket.socket, error: Exception) -> None:
    """Watch it no longer, or it would fail for ever; a connection that is gone is closed."""
    sel.unregister(sock)
    if isinstance(error, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        sock.close()
