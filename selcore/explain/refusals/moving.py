"""Receiving, sending, accepting, connecting: what would wait, what has ended, what goes in one direction only."""

import errno

from ...values.commands import (
    Accept,
    Close,
    Command,
    Drain,
    Fill,
    ReadLine,
    Receive,
    Register,
    Send,
    Shutdown,
    Unregister,
)
from ...values.text import text
from ..refusal_case import Advice, Asked

_READS = (Receive, Drain, ReadLine)
_WRITES = (Send, Fill)


def would_block(asked: Asked) -> Advice | None:
    if asked.refused.type != "BlockingIOError":
        return None
    if asked.does(*_WRITES):
        hint = text("there is no room now: a blocking object would wait here. Watch it for WRITE")
        return Advice(hint, _watch(asked, "write"), "socketpair / send buffer full")
    if asked.does(Accept):
        hint = text("no connection waits: a blocking listener would wait here. Watch it for READ")
        return Advice(hint, _watch(asked, "read"), "tcp / listener, nothing pending")
    hint = text(
        "there is nothing to read now, and it is not the end: a blocking object would wait here. Watch it for READ"
    )
    return Advice(hint, _watch(asked, "read"), "pipe / read end, empty")


def _watch(asked: Asked, event: str) -> Register | None:
    if asked.known is None or not asked.name or not asked.registrable:
        return None
    return Register(name=asked.name, events=(event,))  # type: ignore[arg-type]


def _leave(asked: Asked) -> Command | None:
    """What has ended is unregistered first, then closed."""
    if asked.known is None or not asked.name:
        return None
    return Unregister(name=asked.name) if asked.registered else Close(name=asked.name)


def broken_pipe(asked: Asked) -> Advice | None:
    if asked.refused.type != "BrokenPipeError":
        return None
    hint = text("nobody reads it any more, or writing was shut down: nothing can be sent. Unregister it, then close it")
    return Advice(hint, _leave(asked), "socketpair / peer closed, drained")


def reset(asked: Asked) -> Advice | None:
    if asked.refused.type not in ("ConnectionResetError", "ConnectionAbortedError"):
        return None
    hint = text("the peer has ended the connection at once, what was on its way is lost. Unregister it, then close it")
    return Advice(hint, _leave(asked), "tcp conn / RST received, recv called first")


def refused(asked: Asked) -> Advice | None:
    if asked.refused.type != "ConnectionRefusedError":
        return None
    hint = text("nobody listens at that address (of a datagram: the one sent before was answered so)")
    return Advice(hint, None, "tcp / connect refused, recv called first")


def end_of_messages(asked: Asked) -> Advice | None:
    if asked.refused.type != "EOFError":
        return None
    hint = text("the other end is closed and every message has been received. Unregister it, then close it")
    return Advice(hint, _leave(asked), "mp / multiprocessing Connection, peer closed")


def directory(asked: Asked) -> Advice | None:
    if asked.refused.type != "IsADirectoryError":
        return None
    hint = text("a directory has no bytes to read: os.scandir() lists it; a selector finds it ready all the same")
    return Advice(hint, None, "file / directory fd")


def tls_wants(asked: Asked) -> Advice | None:
    if asked.refused.type not in ("SSLWantReadError", "SSLWantWriteError"):
        return None
    hint = text("TLS has no whole record yet, or read one that holds no data: try again when it is ready")
    fact = "tls / TLSv1.3 client right after handshake, no app data sent"
    return Advice(hint, _watch(asked, "read" if asked.refused.type == "SSLWantReadError" else "write"), fact)


def not_connected(asked: Asked) -> Advice | None:
    if asked.refused.errno == errno.ENOTCONN:
        return Advice(text("it is not connected: connect it first"), None, "tcp / fresh unconnected TCP socket")
    if asked.refused.errno == errno.EDESTADDRREQ:
        return Advice(text("it has no peer: name a destination, or connect it first"))
    return None


def not_listening(asked: Asked) -> Advice | None:
    if not asked.does(Accept) or asked.refused.errno != errno.EINVAL:
        return None
    hint = text("it does not listen, or was shut down: accept() is for listeners")
    return Advice(hint, None, "tcp / listener after shutdown(SHUT_RDWR)")


def terminal_gone(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.EIO:
        return None
    hint = text("the other side of this terminal is closed")
    return Advice(hint, _leave(asked), "pty / master, slave closed and drained")


def wrong_way(asked: Asked) -> Advice | None:
    """EBADF of a read or a write: closed, or opened for the other direction."""
    if asked.refused.errno != errno.EBADF or not asked.does(*_READS, *_WRITES, Accept, Shutdown):
        return None
    hint = text("it is closed, or was opened for the other direction only: a pipe has one end for each")
    return Advice(hint, None, "file / regular file O_RDONLY, asked W")


def queue_end(asked: Asked) -> Advice | None:
    if asked.refused.type not in ("Empty", "QueueEmpty", "Full", "QueueFull"):
        return None
    return Advice(
        text("the queue has nothing, or no room, now; no selector can tell when that changes"),
        None,
        "object / queue.Queue",
    )


def other_direction(asked: Asked) -> Advice | None:
    if asked.refused.type != "UnsupportedOperation":
        return None
    return Advice(
        text("it was not opened for this: the mode says for what it was"),
        None,
        "file / regular file opened write-only (ab)",
    )


def too_long(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.EMSGSIZE:
        return None
    return Advice(text("a datagram goes whole or not at all, and this one is longer than can be: send less"))


def no_socket(asked: Asked) -> Advice | None:
    if asked.refused.errno == errno.ENOTSOCK:
        return Advice(text("only a socket can do this"))
    if asked.refused.errno == errno.EOPNOTSUPP:
        return Advice(text("a socket of this type cannot do this"))
    return None


RULES = (
    would_block,
    broken_pipe,
    reset,
    refused,
    end_of_messages,
    directory,
    tls_wants,
    not_connected,
    not_listening,
    terminal_gone,
    wrong_way,
    queue_end,
    other_direction,
    too_long,
    no_socket,
)
