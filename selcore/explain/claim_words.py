"""The sentence of a claim: the one place where it is made, so that prose and data cannot disagree."""

import os

from ..values.claim import Claim
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
    return text("the next {call}() tells", call=claim.call)


def _waits(claim: Claim) -> Text:
    return text("{call}() would wait: BlockingIOError where it is not blocking", call=claim.call)


def _raises(claim: Claim) -> Text:
    values = {"call": claim.call, "error": _error(claim)}
    if claim.stays:
        return text("{call}() raises {error}, at every call", **values)
    if claim.stays is False:
        return text("{call}() raises {error}, once", **values)
    return text("{call}() raises {error}", **values)


def _error(claim: Claim) -> str:
    """``BrokenPipeError [Errno 32]``; the type alone says nothing where it is OSError."""
    if not claim.error or claim.errno is None:
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
    values = {"call": claim.call, "n": f"{claim.size:,}"}
    if claim.whole and claim.bound is None:
        return text("{call}() will return one of {n} {n:byte|bytes}, whole where as many are asked for", **values)
    if claim.whole:
        return text("{call}() will return one of {n} {n:byte|bytes} at most", **values)
    return text("{call}() will return up to {n}", **values)


def _empty(claim: Claim) -> Text:
    if claim.stays:
        return text("{call}() will return b''; this stays so at every call", call=claim.call)
    if claim.whole:
        return text("{call}() will return b'': here that is no end of a stream", call=claim.call)
    if claim.stays is False:
        return text("{call}() will return b'', once", call=claim.call)
    return text("{call}() will return b''", call=claim.call)


def _takes(claim: Claim) -> Text:
    if claim.size is None:
        return text("{call}() does not wait", call=claim.call)
    values = {"call": claim.call, "n": f"{claim.size:,}"}
    if claim.whole:
        return _takes_whole(claim)
    if claim.bound == "about":
        return text("{call}() takes about {n} {n:byte|bytes} without waiting, perhaps not all you give", **values)
    if claim.size == 1:
        return text("{call}() takes at least 1 byte without waiting, perhaps not all you give", **values)
    return text("{call}() takes {n} {n:byte|bytes} without waiting; of more perhaps a part", **values)


def _takes_whole(claim: Claim) -> Text:
    if claim.size == 1:
        return text("{call}() takes a short one whole, without waiting", call=claim.call)
    return text("{call}() takes one of {n} bytes whole, without waiting", call=claim.call, n=f"{claim.size:,}")


_WAYS = {None: _open, "returns": _returns, "raises": _raises, "would-block": _waits}
