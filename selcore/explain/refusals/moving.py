"""Receiving and sending: what would wait, what has ended, what goes in one direction only, or in one form."""

import errno

from ...values.commands import (
    Accept,
    Connect,
    Drain,
    Fill,
    Open,
    ReadLine,
    Receive,
    Select,
    Send,
    Set,
    Shutdown,
)
from ...values.observed import Observed
from ...values.text import Text, text
from ..ready_case import GIVEN_AWAY, poll_names
from ..refusal_case import Advice, Asked

_READS = (Receive, Drain, ReadLine)
_WRITES = (Send, Fill)


def _moves(asked: Asked) -> bool:
    """Whether it is a read or a write that was refused; of what a callback met there is no command."""
    return asked.command is None or asked.does(*_READS, *_WRITES)


def _writes(asked: Asked) -> bool:
    return asked.command is None or asked.does(*_WRITES)


def shut_for_datagrams(asked: Asked) -> Advice | None:
    """A shut socket that is not blocking says EAGAIN at every call, and select() that it is readable."""
    seen = asked.seen
    if asked.refused.type != "BlockingIOError" or not asked.does(*_READS) or seen is None or "r" not in seen.shut:
        return None
    if seen.what != "DATAGRAM":
        return None
    hint = text("reading was shut down on this side and no datagram waits; a blocking socket would return b''")
    return Advice(hint, None, "socketpair / we called SHUT_RDWR")


def being_connected(asked: Asked) -> Advice | None:
    if asked.refused.type != "BlockingIOError" or asked.state != "connecting" or not asked.does(*_READS, *_WRITES):
        return None
    hint = text("it is not connected yet: the connection is being made. When that has ended it is writable")
    return Advice(hint, asked.watch("write"), "tcp / connect in progress")


def of_listener(asked: Asked) -> Advice | None:
    """A listener has no bytes; TCP says ENOTCONN and EPIPE, a Unix listener EINVAL and ENOTCONN."""
    if asked.seen is None or asked.seen.what != "LISTENER" or not asked.does(*_READS, *_WRITES):
        return None
    if asked.refused.errno not in (errno.ENOTCONN, errno.EPIPE, errno.EINVAL):
        return None
    hint = text("a listener has no connection of its own to read from or write to: accept() returns one that has")
    return Advice(hint, None, "tcp / listener, nothing pending")


def would_block(asked: Asked) -> Advice | None:
    if asked.refused.type != "BlockingIOError" or not _moves(asked):
        return None
    if asked.does(*_WRITES):
        hint = text("there is no room now: a blocking object would wait here. Watch it for WRITE")
        return Advice(hint, asked.watch("write"), "socketpair / send buffer full")
    hint = text(
        "there is nothing to read now, and it is not the end: a blocking object would wait here. Watch it for READ"
    )
    return Advice(hint, asked.watch("read"), "pipe / read end, empty")


def broken_pipe(asked: Asked) -> Advice | None:
    if asked.refused.type != "BrokenPipeError" or not (_writes(asked) or asked.does(Shutdown)):
        return None
    seen = asked.seen
    if seen is not None and seen.tcp == "CLOSE" and asked.state == "not connected":
        hint = text("it is not connected: nothing can be sent before it is")
        return Advice(hint, asked.leave(), "tcp / fresh unconnected TCP socket")
    if seen is not None and "w" in seen.shut:
        hint = text("writing was shut down on this side: nothing can be sent any more. Unregister it, then close it")
        return Advice(hint, asked.leave(), "socketpair / the side that called SHUT_WR")
    return Advice(_nobody_reads(seen), asked.leave(), "socketpair / peer closed, drained")


def _nobody_reads(seen: Observed | None) -> Text:
    """Who would have read it, and why nobody does, as far as that was seen."""
    if seen is None:
        return _NOBODY
    if seen.peer and seen.peer_closed and not seen.peer_kept:
        return text(
            "{peer}, which would have read it, is closed: nothing can be sent any more. Unregister it, then close it",
            peer=seen.peer,
        )
    if seen.peer and seen.family == "AF_UNIX" and "r" in seen.peer_shut:
        return text(
            "reading was shut down at the other end, {peer}: nothing can be sent to it any more. To receive still "
            "goes: watch it for READ alone",
            peer=seen.peer,
        )
    if seen.child is not None:
        return text(
            "process {pid}, which would have read it, has closed its end or has ended: nothing can be sent any more. "
            "Unregister it, then close it",
            pid=str(seen.child),
        )
    return _NOBODY_OF.get((seen.what, seen.tcp), _NOBODY)


_NOBODY = text(
    "the other end reads no more (it was closed, or the connection was reset), or writing was shut down on this side: "
    "nothing can be sent any more. Unregister it, then close it"
)
_NOBODY_OF = {
    ("PIPE", ""): text(
        "every end that could read this pipe is closed: nothing can be sent any more. Unregister it, then close it"
    ),
    ("TCP", "CLOSE"): text(
        "the TCP connection is over: nothing can be sent any more. Unregister it and close it; to go on, open a new "
        "socket and connect that"
    ),
}
"""By the type and the state of TCP, where the other end is not one of this session."""


def given_up(asked: Asked) -> Advice | None:
    """shutdown() of a socket in SYN_SENT is a disconnect: the kernel notes ECONNRESET, and no peer had a part in it."""
    if asked.refused.errno != errno.ECONNRESET or not _moves(asked) or asked.seen is None or asked.seen.what != "TCP":
        return None
    if asked.state not in ("connecting", "not connected") or not asked.seen.shut:
        return None
    hint = text("the connection was being made when it was shut down on this side: that ended it, no peer did")
    return Advice(hint, None, "tcp / connect refused, recv called first")


def reset(asked: Asked) -> Advice | None:
    if asked.refused.type not in ("ConnectionResetError", "ConnectionAbortedError"):
        return None
    if not (_moves(asked) or asked.does(Shutdown)):
        return None
    hint = text("the peer has ended the connection at once, what was on its way is lost. Unregister it, then close it")
    return Advice(hint, asked.leave(), "tcp conn / RST received, recv called first")


def refused(asked: Asked) -> Advice | None:
    if asked.refused.type != "ConnectionRefusedError" or not (_moves(asked) or asked.does(Open, Connect)):
        return None
    if asked.seen is not None and asked.seen.what == "DATAGRAM" and asked.seen.family == "AF_UNIX":
        hint = text("its peer is closed, and this was how it learned of it: from now on it has none")
        return Advice(hint, None, "socketpair / AF_UNIX datagram, peer closed")
    if asked.does(*_READS, *_WRITES) and asked.seen is not None and asked.seen.what == "DATAGRAM":
        hint = text("nobody is at the port that the datagram before this went to: that was answered, and this tells it")
        return Advice(hint, None, "udp / connected, ICMP error, recv called first")
    if asked.command is None:
        hint = text("nobody listens at that address (of a datagram: the one sent before was answered so)")
    else:
        hint = text("nobody listens at that address")
    return Advice(hint, None, "tcp / connect refused, recv called first")


def end_of_messages(asked: Asked) -> Advice | None:
    if asked.refused.type != "EOFError":
        return None
    hint = text("the other end is closed and every message has been received. Unregister it, then close it")
    return Advice(hint, asked.leave(), "mp / multiprocessing Connection, peer closed")


def directory(asked: Asked) -> Advice | None:
    if asked.refused.type != "IsADirectoryError" or not (asked.command is None or asked.does(*_READS)):
        return None
    hint = text("a directory has no bytes to read: os.scandir() lists it; a selector finds it ready all the same")
    return Advice(hint, None, "file / directory fd")


def not_connected(asked: Asked) -> Advice | None:
    if not _moves(asked):
        return None
    if asked.refused.errno == errno.EISCONN and _writes(asked):
        return Advice(text("it is connected, and takes no destination: send() without one goes to its peer"))
    unix = asked.seen is not None and asked.seen.family == "AF_UNIX" and asked.seen.connected is False
    datagrams = asked.seen is not None and asked.seen.what == "DATAGRAM" and asked.does(*_WRITES)
    if asked.refused.errno == errno.ENOTCONN and datagrams:
        return Advice(text("it has no peer: name a destination, or connect it first"))
    if asked.refused.errno == errno.ENOTCONN or (asked.refused.errno == errno.EINVAL and unix and asked.does(*_READS)):
        return Advice(text("it is not connected: connect it first"), None, "tcp / fresh unconnected TCP socket")
    if asked.refused.errno == errno.EDESTADDRREQ and _writes(asked):
        return Advice(text("it has no peer: name a destination, or connect it first"))
    return None


def broadcast(asked: Asked) -> Advice | None:
    """EACCES of a write: of UDP over IPv4 a broadcast; of a Unix socket its file, which may not be written to."""
    if asked.refused.errno != errno.EACCES or not asked.does(*_WRITES):
        return None
    seen = asked.seen
    if asked.known is None or seen is None:
        return Advice(text("permission denied; of a UDP socket: broadcasts need SO_BROADCAST"))
    if seen.what == "DATAGRAM" and seen.family == "AF_INET" and asked.known.broadcasts is False:
        hint = text("broadcasts need SO_BROADCAST, which is not set")
        return Advice(hint, Set(name=asked.name, option="SO_BROADCAST", value=1))
    if seen.family == "AF_UNIX":
        return Advice(text("permission denied: look at the permissions of the socket's file and its folders"))
    return Advice(text("permission denied"))


def no_such_port(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.EINVAL or not isinstance(asked.command, Send):
        return None
    if asked.command.to is not None and asked.command.to.endswith(":0"):
        return Advice(text("port 0 is not a destination: it stands for any free port where one is bound"))
    return None


def nothing_urgent(asked: Asked) -> Advice | None:
    """EINVAL of recv() with MSG_OOB, recv(2)."""
    if asked.refused.errno != errno.EINVAL or not isinstance(asked.command, Receive) or not asked.command.oob:
        return None
    return Advice(
        text("no urgent byte can be taken: none was sent, somebody has taken it, or it is read in line (SO_OOBINLINE)")
    )


def not_that_way(asked: Asked) -> Advice | None:
    """EINVAL of a read or a write: what there is goes in one form only, or not at all."""
    if asked.refused.errno != errno.EINVAL or not asked.does(*_READS, *_WRITES):
        return None
    what = asked.seen.what if asked.seen is not None else ""
    if what == "EPOLL":
        hint = text("a selector has no bytes: its own select() returns what is ready in it")
        remedy = Select(timeout=0, inside=asked.name) if asked.is_selector else None
        return Advice(hint, remedy, "special / select.epoll object, one ready fd inside")
    if what in ("EVENTFD", "TIMERFD"):
        hint = text("it is read and written as one number of 8 bytes, never as fewer")
        return Advice(hint, None, "special / eventfd, counter 0")
    if what == "PIDFD":
        hint = text("a pidfd has no bytes: it is readable when the process has ended, and wait() tells how")
        return Advice(hint, None, "special / pidfd, process exited (zombie)")
    if what in ("SIGNALFD", "INOTIFY"):
        return Advice(text("it gives whole entries: ask for as many bytes as one has"))
    return Advice(text("this object does not take such a call, or not with these values"))


def terminal_gone(asked: Asked) -> Advice | None:
    """EIO is also what a disk says, and a file of the kernel's such as /proc/self/mem."""
    if asked.refused.errno != errno.EIO or not _moves(asked):
        return None
    if asked.known is None:
        return Advice(text("of a terminal: its other side is closed"), None, "pty / master, slave closed and drained")
    if asked.seen is None or asked.seen.what != "TERMINAL" or "HUP" not in poll_names(asked.seen.flags):
        return None
    hint = text("the other side of this terminal is closed")
    return Advice(hint, asked.leave(), "pty / master, slave closed and drained")


def wrong_way(asked: Asked) -> Advice | None:
    """EBADF of a read or a write: closed, or opened for the other direction."""
    if asked.refused.errno != errno.EBADF or not asked.does(*_READS, *_WRITES, Accept, Shutdown):
        return None
    if asked.state == "detached":
        return Advice(GIVEN_AWAY, None, "socket.detach() after register")
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
    if asked.refused.errno != errno.EMSGSIZE or not _writes(asked):
        return None
    return Advice(text("a datagram goes whole or not at all, and this one is longer than can be: send less"))


def no_option(asked: Asked) -> Advice | None:
    if not asked.does(Set):
        return None
    if asked.refused.errno in (errno.EINVAL, errno.EDOM):
        return Advice(text("the option does not take this value here"))
    if asked.refused.errno == errno.ENOPROTOOPT:
        return Advice(text("a socket of this type has no such option"))
    return None


def another_type(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.EPROTOTYPE or not asked.does(*_WRITES, Connect, Open):
        return None
    return Advice(text("there is a socket of another type at that address: a stream, datagrams and packets do not mix"))


def no_socket(asked: Asked) -> Advice | None:
    if asked.does(Open):
        return None
    if asked.refused.errno == errno.ENOTSOCK:
        return Advice(text("only a socket can do this"))
    if asked.refused.errno == errno.EOPNOTSUPP:
        return Advice(text("a socket of this type cannot do this"))
    return None


RULES = (
    shut_for_datagrams,
    being_connected,
    of_listener,
    would_block,
    broken_pipe,
    given_up,
    reset,
    refused,
    end_of_messages,
    directory,
    not_connected,
    broadcast,
    no_such_port,
    nothing_urgent,
    not_that_way,
    terminal_gone,
    wrong_way,
    queue_end,
    other_direction,
    too_long,
    no_option,
    another_type,
    no_socket,
)
