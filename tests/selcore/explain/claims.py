"""What is announced, done: the call of a claim is made on the plain object, and what comes of it is compared."""

import errno
import io
import os
import select
import socket
import struct
from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple

from selcore.kinds.file_object import FileObject, TextObject
from selcore.system.nonblocking import fileno, waits
from selcore.values.claim import Claim

MUCH = 50_000_000
"""Bytes that fit into no buffer."""
MOST = 1 << 20
"""Bytes that a read asks for: more than any claim speaks of."""


PAUSE = 0.05
"""Seconds after which the kernel ends a call that waits."""


class Came(NamedTuple):
    """What came of a call: ``size`` of what it returned, or the exception's type and errno."""

    outcome: str
    size: int | None = None
    error: str = ""
    errno: int | None = None


def raised(call: Callable[[], Any]) -> tuple[str, int | None]:
    """What it raises: the type and errno."""
    try:
        answer = call()
    except Exception as error:
        return type(error).__name__, getattr(error, "errno", None)
    return f"it returned {str(answer)[:50]!r}", None


def make(this: FileObject, claim: Claim) -> Came:
    """Make the announced call, of Python's own function by that name."""
    _bound(this)
    begun = monotonic()
    try:
        answer = _CALLS[claim.call](this, claim)
    except BlockingIOError as error:
        return Came("would-block", None, type(error).__name__, error.errno)
    except Exception as error:
        return Came("raises", None, type(error).__name__, getattr(error, "errno", None))
    if claim.do == "accept":
        answer[0].close()
        return Came("returns")
    if isinstance(answer, bytes) and _waited_for_more(this, claim, answer, monotonic() - begun):
        return Came("would-block", len(answer))
    return Came("returns", len(answer) if isinstance(answer, bytes) else answer)


def _waited_for_more(this: FileObject, claim: Claim, answer: bytes, seconds: float) -> bool:
    """Whether it gave what was there because its time was over.

    A blocking socket waits for SO_RCVLOWAT bytes; a reader for all that it was asked for, but is not blocking here.
    """
    if isinstance(this.obj, socket.socket):
        least = this.obj.getsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT)
        return waits(this.obj) and seconds >= PAUSE and len(answer) < least
    return claim.outcome == "would-block" and claim.size == len(answer)


def _bound(this: FileObject) -> None:
    """Let no call wait for ever. A blocking socket stays one, with a timeout of the kernel's: some answer otherwise."""
    if this.closed or this.fd < 0 or not waits(this.obj):
        return
    if isinstance(this.obj, socket.socket) and not hasattr(this.obj, "do_handshake"):
        this.obj.setblocking(True)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            this.obj.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", 0, int(PAUSE * 1_000_000)))
    elif isinstance(this.obj, socket.socket):
        this.obj.setblocking(False)
    else:
        os.set_blocking(_number(this), False)


def _number(this: FileObject) -> int:
    """Its descriptor. Raises what its ``fileno()`` raises when it is closed."""
    return int(fileno(this.obj))


def _given(claim: Claim) -> bytes:
    """What a write gives: as much as is said to be taken whole, or more than can be taken."""
    page = claim.call == "write" and claim.size == 4096
    return bytes(claim.size or 1 if claim.whole or claim.fixed or claim.bound is None or page else MUCH)


def _socket(this: FileObject, call: Callable[[Any], Any]) -> Any:
    """Call it with the socket; of a number that is one, with a socket over it."""
    if hasattr(this.obj, "recv"):
        return call(this.obj)
    with socket.socket(fileno=os.dup(_number(this))) as sock:
        return call(sock)


def _read(this: FileObject) -> bytes:
    """Through the object's own buffer, where it has one."""
    if this.closed or not (this.ahead is not None or isinstance(this, TextObject)):
        return os.read(_number(this), MOST)
    got = this.obj.read(MOST)
    if got is None:
        raise BlockingIOError(errno.EAGAIN, "read() answers None")
    return _bytes(got)


def _write(this: FileObject, data: bytes) -> int:
    """Through the object itself, where that takes no bytes: its answer is Python's."""
    if not this.closed and "w" in this.of_python().get("unsupported", ""):
        return int(this.obj.write(data.decode() if isinstance(this.obj, io.TextIOBase) else data))
    return os.write(_number(this), data)


def _bytes(line: Any) -> bytes:
    return line.encode() if isinstance(line, str) else bytes(line)


_CALLS: dict[str, Callable[[FileObject, Claim], Any]] = {
    "recv": lambda this, claim: _socket(this, lambda sock: sock.recv(MOST)),
    "recvfrom": lambda this, claim: _socket(this, lambda sock: sock.recvfrom(MOST)[0]),
    "recv_bytes": lambda this, claim: this.obj.recv_bytes(),
    "read": lambda this, claim: _read(this),
    "readline": lambda this, claim: _bytes(this.obj.readline()),
    "send": lambda this, claim: _socket(this, lambda sock: sock.send(_given(claim))),
    "sendto": lambda this, claim: _socket(this, lambda sock: sock.sendto(_given(claim), sock.getsockname())),
    "send_bytes": lambda this, claim: this.obj.send_bytes(_given(claim)) or claim.size,
    "write": lambda this, claim: _write(this, _given(claim)),
    "accept": lambda this, claim: _socket(this, lambda sock: sock.accept()),
}


def differs(claim: Claim, came: Came) -> str:
    """How it differs from what was announced; empty if it does not."""
    if claim.outcome is None:
        return ""
    if came.outcome != claim.outcome:
        return f"announced {claim.outcome}, came {came}"
    if claim.outcome == "raises":
        wrong = claim.error and (claim.error, claim.errno) not in ((came.error, came.errno), (came.error, None))
        return f"announced {claim.error} {claim.errno}, came {came}" if wrong else ""
    if claim.end and came.size != 0:
        return f"announced an end, came {came}"
    fits = {
        "at least": lambda size, came: came >= size,
        "at most": lambda size, came: came <= size,
        None: lambda size, came: came == size,
    }[claim.bound]
    if claim.outcome == "returns" and claim.size is not None and not fits(claim.size, came.size):
        return f"announced {claim.bound or 'exactly'} {claim.size}, came {came}"
    return ""


def is_terminal(this: FileObject) -> bool:
    """Whether it is one end of a terminal, or a duplicate of one."""
    return this.kind == "pty" or (not this.closed and this.fd >= 0 and os.isatty(this.fd))


def _comes_later(this: FileObject, claim: Claim) -> bool:
    """What is written to a terminal reaches its other side by a thread of the kernel's, a moment later: whether in this
    world it has not come yet, or has gone already. Of a call that waits it is asked whether it would do so still."""
    if not is_terminal(this) or this.closed or claim.outcome != "returns":
        return False
    poller, until = select.poll(), monotonic() + 1
    poller.register(_number(this), event := select.POLLOUT if claim.do == "send" else select.POLLIN)
    while monotonic() < until:
        if any(flags & event for _, flags in poller.poll(10)) and not differs(claim, make(this, claim)):
            return True
    return not any(flags & event for _, flags in poller.poll(0))


def _of_fewer(this: FileObject, claim: Claim) -> str:
    """Of a number nothing can be read but the whole; its size is refused before its value is looked at."""
    said = raised(lambda: os.read(_number(this), (claim.size or 0) - 1))
    return "" if said == ("OSError", errno.EINVAL) else f"announced a number of {claim.size} bytes, fewer: {said}"


def untrue(this: FileObject, claim: Claim) -> str:
    """Make the call, and those that are said to follow; what of it was announced wrongly. Empty if it is all true."""
    came = make(this, claim)
    if came.outcome == "would-block" and _comes_later(this, claim):
        return ""
    if is_terminal(this) and came.size and claim.do == "receive" and claim.outcome in ("raises", "would-block"):
        came = make(this, claim)  # that was on its way still
    found = differs(claim, came)
    if not found and claim.fixed and claim.do == "receive":
        found = _of_fewer(this, claim)
    if not found and claim.stays is not None:
        again = make(this, claim)
        if claim.stays == bool(differs(claim, again)):
            found = f"announced {'at every call' if claim.stays else 'once'}, came {again}"
    if not found and claim.then is not None:
        left = (claim.size or 0) - (came.size or 0)
        while left > 0 and (more := make(this, claim)).size:
            left -= more.size
        found = untrue(this, claim.then)
    return found
