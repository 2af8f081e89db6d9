"""The sentence of a claim: the one place where it is made, so that prose and data cannot disagree."""

import os

from ..values.claim import Bound, Claim
from ..values.text import Text, text


def sentence(claim: Claim) -> Text:
    """What the next call will do, in words."""
    first = _first(claim)
    if claim.then is None:
        return first
    if claim.then.end:
        return text("{first}; when all are read, b''", first=first)
    if claim.then.outcome == "raises" and claim.then.do == claim.do:
        return text("{first}, then raise {error}", first=first, error=claim.then.error or "an OSError")
    return text("{first}; then {then}", first=first, then=sentence(claim.then))


def _first(claim: Claim) -> Text:
    return _WAYS[claim.outcome](claim)


def _open(claim: Claim) -> Text:
    return text("only the next {call}() will tell", call=claim.call)


def _waits(claim: Claim) -> Text:
    if claim.size is None:
        return text("{call}() would block (BlockingIOError if non-blocking)", call=claim.call)
    words = text(
        "{call}() would block for more; asked for at most {n} {n:byte|bytes}, or non-blocking, it returns at once"
    )
    return Text(words.template, _values(claim))


def _raises(claim: Claim) -> Text:
    values = {"call": claim.call, "error": _error(claim)}
    if claim.stays:
        return text("{call}() raises {error}, at every call", **values)
    if claim.stays is False:
        return text("{call}() raises {error}, once", **values)
    return text("{call}() raises {error}", **values)


def _error(claim: Claim) -> str:
    """``BrokenPipeError [Errno 32]``; the type alone says nothing where it is OSError."""
    if not claim.error or claim.errno is None or claim.error.startswith("SSL"):  # OpenSSL's number is no errno
        return claim.error or "an OSError"
    said = f"{claim.error} [Errno {claim.errno}]"
    return f"{said} {os.strerror(claim.errno)}" if claim.error == "OSError" else said


def _returns(claim: Claim) -> Text:
    if claim.do == "accept":
        return text("{call}() will return a connection", call=claim.call)
    if claim.do == "connect":
        return text("{call}() will return at once", call=claim.call)
    return _takes(claim) if claim.do == "send" else _gives(claim)


def _gives(claim: Claim) -> Text:
    if claim.end:
        return _empty(claim)
    if claim.size is None:
        return text("{call}() does not wait", call=claim.call)
    if claim.fixed:
        words = _GIVES_ENTRIES if claim.bound else _GIVES_NUMBER
        return Text(words.template, {"call": claim.call, "size": claim.size})
    if claim.call == "recv_bytes" and claim.bound == "at most":
        return Text(_GIVES_MESSAGE.template, _values(claim))
    return _bounded(_GIVES_WHOLE if claim.whole else _GIVES, claim)


def _empty(claim: Claim) -> Text:
    if claim.stays:
        return text("{call}() will return b''; this stays so at every call", call=claim.call)
    if claim.whole:
        return text("{call}() will return b'', which does not mean the end here", call=claim.call)
    if claim.stays is False:
        return text("{call}() will return b'', once", call=claim.call)
    return text("{call}() will return b''", call=claim.call)


def _takes(claim: Claim) -> Text:
    if claim.size is None:
        return text("{call}() does not wait", call=claim.call)
    if claim.fixed:
        return text("{call}() takes a number of {size} bytes", call=claim.call, size=claim.size)
    if claim.whole and claim.size == 1 and claim.bound is None:
        return text("{call}() takes a short one whole, without waiting", call=claim.call)
    return _bounded(_TAKES_WHOLE if claim.whole else _TAKES, claim)


def _bounded(words: dict[Bound | None, Text], claim: Claim) -> Text:
    """Each bound has words of its own."""
    return Text(words[claim.bound].template, _values(claim))


def _values(claim: Claim) -> dict[str, object]:
    return {"call": claim.call, "n": f"{claim.size:,}"}


_GIVES: dict[Bound | None, Text] = {
    None: text("{call}() will return up to {n} {n:byte|bytes}"),
    "at least": text("{call}() will return at least {n} {n:byte|bytes}"),
    "at most": text("{call}() will return at most {n} {n:byte|bytes}"),
}
_GIVES_WHOLE: dict[Bound | None, Text] = {
    None: text("{call}() will return a datagram of {n} {n:byte|bytes}, if you ask for at least {n}"),
    "at least": text("{call}() will return a packet of at least {n} {n:byte|bytes}"),
    "at most": text("{call}() will return a packet of at most {n} {n:byte|bytes}"),
}
_GIVES_NUMBER = text("{call}({size}) will return {size} bytes, and fewer cannot be asked for")
_GIVES_ENTRIES = text("{call}() will return at least {size} bytes, and a size of fewer is refused (EINVAL)")
_GIVES_MESSAGE = text("{call}() will return a message of at most {n} {n:byte|bytes}")
_TAKES: dict[Bound | None, Text] = {
    None: text("{call}() takes {n} {n:byte|bytes} without waiting; of more perhaps a part"),
    "at least": text("{call}() takes at least {n} {n:byte|bytes} without waiting, perhaps not all you give"),
    "at most": text("{call}() takes at most {n} {n:byte|bytes} without waiting"),
}
_TAKES_WHOLE: dict[Bound | None, Text] = {
    None: text("{call}() takes one of {n} bytes whole, without waiting"),
    "at least": text("{call}() takes one of at least {n} {n:byte|bytes} whole, without waiting"),
    "at most": text("{call}() takes one of at most {n} {n:byte|bytes} whole, without waiting"),
}
_WAYS = {None: _open, "returns": _returns, "raises": _raises, "would-block": _waits}
