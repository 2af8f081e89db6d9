"""What is said to come next, done: each sentence has a check that makes that very call on the real object."""

import errno
import os
import socket
from collections.abc import Callable
from typing import Any

from selcore.kinds.file_object import FileObject
from selcore.session.session import Session
from selcore.values.text import Text

MUCH = 50_000_000
"""Bytes that fit into no buffer."""


class Next:
    """The object of a result, on which the next call is made."""

    def __init__(self, session: Session, this: FileObject, values: dict[str, Any]):
        self.session = session
        self.this = this
        self.obj = this.obj
        self.values = values

    @property
    def number(self) -> int:
        return self.obj if isinstance(self.obj, int) else int(self.obj.fileno())

    def read(self, size: int = 65536) -> Any:
        if isinstance(self.obj, socket.socket):
            return self.obj.recv(size)
        return self.obj.recv_bytes() if hasattr(self.obj, "recv_bytes") else os.read(self.number, size)

    def write(self, data: bytes = b"x") -> Any:
        if isinstance(self.obj, socket.socket):
            return self.obj.send(data)
        return self.obj.send_bytes(data) if hasattr(self.obj, "send_bytes") else os.write(self.number, data)


def raised(call: Callable[[], Any]) -> tuple[str, int | None]:
    """What it raises: the type and errno."""
    try:
        answer = call()
    except Exception as error:
        return type(error).__name__, getattr(error, "errno", None)
    return f"it returned {str(answer)[:50]!r}", None


def reads(next: Next) -> None:
    data = next.read()
    assert 0 < len(data) <= next.values["n"]


def reads_then_end(next: Next) -> None:
    left = next.values["n"]
    while left:
        left -= len(next.read())
    assert next.read() == b""


def reads_end(next: Next) -> None:
    assert [next.read(), next.read()] == [b"", b""]


def reads_end_once(next: Next) -> None:
    assert next.read() == b""


def read_raises(*wanted: str | int) -> Callable[[Next], None]:
    return lambda next: _raises(next.read, wanted)


def write_raises(*wanted: str | int) -> Callable[[Next], None]:
    return lambda next: _raises(next.write, wanted)


def _raises(call: Callable[[], Any], wanted: tuple[str | int, ...]) -> None:
    type_, number = raised(call)
    assert type_ in wanted or number in wanted, (type_, number)


def takes_some(next: Next) -> None:
    assert 0 < next.write(bytes(MUCH)) < MUCH


def takes_a_page(next: Next) -> None:
    assert next.write(bytes(4096)) == 4096


def accepts(next: Next) -> None:
    next.obj.accept()[0].close()


def accept_is_refused(next: Next) -> None:
    assert raised(next.obj.accept) == ("OSError", errno.EINVAL)


def data_then_reset(next: Next) -> None:
    left = next.values["n"]
    while left:
        left -= len(next.read())
    assert raised(next.read)[0] == "ConnectionResetError"


def reset_or_end(next: Next) -> None:
    """Whether an end had come before, TCP keeps for itself."""
    try:
        assert next.read() == b""
    except ConnectionResetError:
        assert next.read() == b""


def error_once(next: Next) -> None:
    """Three ways to be told; whoever is first takes it away."""
    code = next.obj.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    assert code and next.obj.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0


def refused_once(next: Next) -> None:
    assert raised(next.read)[0] == "ConnectionRefusedError"
    assert raised(next.read)[0] == "BlockingIOError"


def one_datagram(next: Next) -> None:
    assert len(next.read()) == next.values["n"]


def whole_datagram(next: Next) -> None:
    """Whole, or refused: without a peer, too long, or nobody there."""
    try:
        assert next.write(bytes(100)) == 100
    except OSError as error:
        assert error.errno == errno.EDESTADDRREQ
    assert raised(lambda: next.write(bytes(MUCH)))[1] in (errno.EMSGSIZE, errno.EDESTADDRREQ)


def connected(next: Next) -> None:
    assert next.obj.getpeername() and next.write() == 1


def takes_one(next: Next) -> None:
    assert next.write() == 1


def reads_or_wants(next: Next) -> None:
    try:
        assert next.read()
    except OSError as error:
        assert type(error).__name__ == "SSLWantReadError"


def first_message(next: Next) -> None:
    assert isinstance(next.read(), bytes)


def messages_then_end(next: Next) -> None:
    left = next.values["n"]
    while left:
        left -= len(next.read()) + 4
    assert raised(next.read)[0] == "EOFError"


def short_message(next: Next) -> None:
    next.obj.send_bytes(b"short")


def does_not_wait_to_read(next: Next) -> None:
    assert raised(lambda: os.read(next.number, 100))[0] != "BlockingIOError"


def does_not_wait_to_write(next: Next) -> None:
    assert raised(lambda: os.write(next.number, b"x"))[0] != "BlockingIOError"


def from_its_beginning(next: Next) -> None:
    os.lseek(next.number, 0, os.SEEK_SET)
    assert os.read(next.number, 100)


def both_fail(next: Next) -> None:
    assert raised(lambda: os.read(next.number, 100))[0].endswith("Error")
    assert raised(lambda: os.write(next.number, b"x"))[0].endswith("Error")


def counter(next: Next) -> None:
    count = next.this.read(8)
    assert int.from_bytes(count, "little") > 0


def adds(next: Next) -> None:
    assert os.write(next.number, (1).to_bytes(8, "little")) == 8


def no_write(next: Next) -> None:
    assert raised(lambda: os.write(next.number, b"x"))[1] in (errno.EINVAL, errno.EBADF)


def has_ended(next: Next) -> None:
    assert next.this.process is None or next.this.process.wait(5) is not None


def inner_select(next: Next) -> None:
    assert next.obj.select(0)


def any_call_fails(next: Next) -> None:
    assert raised(lambda: os.fstat(next.number))[1] == errno.EBADF


NEXT: dict[str, Callable[[Next], None]] = {
    "recv() will return up to {n}": reads,
    "read() will return up to {n}": reads,
    "read() will return up to {n}; a line at most where lines are edited": reads,
    "recv() will return up to {n} bytes; when all are read, b''": reads_then_end,
    "read() will return up to {n} bytes; when all are read, b''": reads_then_end,
    "recv() will return b''": reads_end,
    "recv() will return b''; this stays so at every call": reads_end,
    "recv() will return b''; to send is possible still": reads_end,
    "read() will return b''; this stays so at every call": reads_end,
    "read() will return b''": reads_end,
    "read() will return b'', once": reads_end_once,
    "recv() will return b'': here that is no end of a stream": reads_end_once,
    "recv() will return up to {n} bytes, then raise ConnectionResetError": data_then_reset,
    "recv() raises it, as ConnectionResetError, once; where the end had come before, it returns b''": reset_or_end,
    "recv() raises ConnectionResetError, once; then it returns b''": reset_or_end,
    "recv() raises OSError [Errno 107] Transport endpoint is not connected": read_raises(errno.ENOTCONN),
    "send() raises BrokenPipeError [Errno 32]": write_raises("BrokenPipeError"),
    "send() raises it: ConnectionResetError or BrokenPipeError": write_raises(
        "ConnectionResetError", "BrokenPipeError"
    ),
    "send() raises ConnectionRefusedError": write_raises("ConnectionRefusedError"),
    "the next recv(), send() or SO_ERROR gives the error and takes it away": error_once,
    "the next recv() or send() raises ConnectionRefusedError, once": refused_once,
    "accept() will return it": accepts,
    "accept() will return the first": accepts,
    "accept() raises OSError [Errno 22] Invalid argument": accept_is_refused,
    "send() takes at least 1 byte without waiting, perhaps not all you give": takes_some,
    "send() takes bytes; if the peer is gone it answers with a reset, and the send after that fails": takes_one,
    "send() takes bytes without waiting; WRITE alone would not tell success from failure: SO_ERROR does": connected,
    "send() takes a datagram whole, or refuses it; never a part of it": whole_datagram,
    "recv() will return it; what does not fit the size that is given is lost": one_datagram,
    "recv() will return the first packet": first_message,
    "recv_bytes() will return the first message": first_message,
    "recv_bytes() returns a message; when all are read, it raises EOFError": messages_then_end,
    "recv_bytes() raises EOFError, at every call": read_raises("EOFError"),
    "send_bytes() takes a short message without waiting; of a long one a part may be left": short_message,
    "recv() returns what they hold; SSLWantReadError where it is no data, as after a TLS 1.3 handshake": reads_or_wants,
    "send() takes a short piece; where its record does not fit, it raises SSLWantWriteError: repeat it": takes_one,
    "write() raises BrokenPipeError [Errno 32]": write_raises("BrokenPipeError"),
    "a write of at most {page} bytes is taken whole; of a longer one perhaps a part": takes_a_page,
    "this is the end for writing: read() raises OSError [Errno 9] Bad file descriptor": read_raises(errno.EBADF),
    "this is the end for reading: write() raises OSError [Errno 9] Bad file descriptor": write_raises(errno.EBADF),
    "read() raises {error}": read_raises(errno.EBADF),
    "write() raises {error}": write_raises(errno.EBADF),
    "read() raises IsADirectoryError [Errno 21]": read_raises("IsADirectoryError"),
    "read() returns up to {n} bytes (position {at} of {size})": reads,
    "a read of the descriptor returns b''; no selector tells when the file grows": reads_end,
    "write() goes to the file at once": takes_one,
    "read() does not wait": does_not_wait_to_read,
    "read() does not wait for anybody": does_not_wait_to_read,
    "write() does not wait": does_not_wait_to_write,
    "read() from its beginning returns what it is now": from_its_beginning,
    "read() and write() raise OSError": both_fail,
    "read() raises OSError [Errno 5] Input/output error": read_raises(errno.EIO),
    "write() raises OSError [Errno 5]": write_raises(errno.EIO),
    "write() takes at least 1 byte without waiting": takes_one,
    "read() returns it as 8 bytes and sets it to 0; of a semaphore it returns and takes 1": counter,
    "read() returns as 8 bytes how often": counter,
    "a write of 8 bytes adds to it without waiting": adds,
    "wait() returns its return code at once and reaps it": has_ended,
    "its return code is known: wait()": has_ended,
    "a pidfd cannot be written to": no_write,
    "its own select() will return that": inner_select,
    "any call raises OSError [Errno 9] Bad file descriptor; unregister it, which works all the same": any_call_fails,
    "any call on it raises OSError [Errno 9] Bad file descriptor; unregister it": any_call_fails,
    "reading and writing raise OSError [Errno 9] Bad file descriptor": both_fail,
}


def check(session: Session, this: FileObject, said: Text, known: Text) -> None:
    """Do what is said to come next. ``known`` is the cause, whose values the sentence shares."""
    NEXT[said.template](Next(session, this, {**known.values, **said.values}))
