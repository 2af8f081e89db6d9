"""What is announced, done: the call of a claim is made on the plain object, and what comes of it is compared."""

import os
import socket
from collections.abc import Callable
from typing import Any, NamedTuple

from selcore.kinds.file_object import FileObject
from selcore.system.nonblocking import call_nonblocking
from selcore.values.claim import Claim

MUCH = 50_000_000
"""Bytes that fit into no buffer."""
MOST = 1 << 20
"""Bytes that a read asks for: more than any claim speaks of."""


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
    try:
        if claim.outcome == "would-block":  # of a blocking object that is seen without waiting for ever
            answer = call_nonblocking(this.obj, _CALLS[claim.call], this, claim)
        else:
            answer = _CALLS[claim.call](this, claim)
    except BlockingIOError as error:
        return Came("would-block", None, type(error).__name__, error.errno)
    except Exception as error:
        return Came("raises", None, type(error).__name__, getattr(error, "errno", None))
    if claim.do == "accept":
        answer[0].close()
        return Came("returns")
    return Came("returns", len(answer) if isinstance(answer, bytes) else answer)


def _number(this: FileObject) -> int:
    """Its descriptor; of what is closed, the one that it had."""
    return this.fd if this.closed else int(getattr(this.obj, "fileno", lambda: this.obj)())


def _given(claim: Claim) -> bytes:
    """What a write gives: as much as is said to be taken whole, or more than can be taken."""
    page = claim.call == "write" and claim.size == 4096
    return bytes(claim.size or 1 if claim.whole or claim.bound is None or page else MUCH)


def _socket(this: FileObject, call: Callable[[Any], Any]) -> Any:
    """Call it with the socket; of a number that is one, with a socket over it."""
    if hasattr(this.obj, "recv"):
        return call(this.obj)
    with socket.socket(fileno=os.dup(_number(this))) as sock:
        return call(sock)


def _bytes(line: Any) -> bytes:
    return line.encode() if isinstance(line, str) else bytes(line)


_CALLS: dict[str, Callable[[FileObject, Claim], Any]] = {
    "recv": lambda this, claim: _socket(this, lambda sock: sock.recv(MOST)),
    "recv_bytes": lambda this, claim: this.obj.recv_bytes(),
    "read": lambda this, claim: os.read(_number(this), MOST),
    "readline": lambda this, claim: _bytes(this.obj.readline()),
    "send": lambda this, claim: _socket(this, lambda sock: sock.send(_given(claim))),
    "send_bytes": lambda this, claim: this.obj.send_bytes(_given(claim)) or claim.size,
    "write": lambda this, claim: os.write(_number(this), _given(claim)),
    "accept": lambda this, claim: this.obj.accept(),
}


def differs(claim: Claim, came: Came) -> str:
    """How it differs from what was announced; empty if it does not."""
    if claim.outcome is None:
        return ""
    if came.outcome != claim.outcome:
        return f"announced {claim.outcome}, came {came}"
    if claim.outcome == "raises":
        wrong = claim.error and (claim.error, claim.errno) != (came.error, came.errno)
        return f"announced {claim.error} {claim.errno}, came {came}" if wrong else ""
    if claim.end and came.size != 0:
        return f"announced an end, came {came}"
    fits = {
        "at least": lambda size, came: came >= size,
        "at most": lambda size, came: 0 < came <= size,
        "about": lambda size, came: size / 2 <= came <= size * 2,
        None: lambda size, came: came == size,
    }[claim.bound]
    if claim.outcome == "returns" and claim.size is not None and not fits(claim.size, came.size):
        return f"announced {claim.bound or 'exactly'} {claim.size}, came {came}"
    return ""


def untrue(this: FileObject, claim: Claim) -> str:
    """Make the call, and those that are said to follow; what of it was announced wrongly. Empty if it is all true."""
    came = make(this, claim)
    found = differs(claim, came)
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
