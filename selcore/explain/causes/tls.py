"""TLS: the kernel sees bytes of records, Python what is in them; and OpenSSL keeps in mind what has failed.

Pythons have different words for a connection that ended without TLS's goodbye: older ones return b"" from a read, and
raise an SSLEOFError from a send; newer ones raise what the kernel said.
"""

import errno

from ...values.claim import Claim, ends, raises, returns
from ...values.text import Text, text
from ..ready_case import Case, Cause

_RECORDS = "tls / TLSv1.3 client, 100-byte record on the wire"
_IDLE = "tls / TLSv1.3 client after that recv"
_CLOSED = "socketpair / peer closed, drained"
_RECORDS_RAISE = text("it returns what they hold; SSLWantReadError if that is not data, as after a TLS 1.3 handshake")
_RECORDS_WAIT = text("it returns what they hold; if that is not data, as after a TLS 1.3 handshake, it waits for more")
_EOF = 8
"""SSL_ERROR_EOF of the ``ssl`` module, which takes long to import."""


def broken(case: Case) -> Cause | None:
    if not case.seen.tls or case.seen.tls_end not in ("broken", "stuck"):
        return None
    cause = text("TLS has failed on this connection, and OpenSSL uses it no more")
    if case.reading:
        return case.because(_RECORDS, cause, ends("recv"))
    if case.seen.tls_end == "stuck" and _down(case):
        return case.because(_RECORDS, cause, raises("send", "send", None))
    # Which it is depends on whether OpenSSL could send its alert when it failed, or was sent one.
    more = text("SSLError, or its subclass SSLEOFError or SSLZeroReturnError")
    return case.because(_RECORDS, cause, _RAISES, more)


def half_sent(case: Case) -> Cause | None:
    if not case.seen.tls or case.reading or case.seen.unsent <= 1:
        return None
    return case.because(
        _IDLE,
        text(
            "there is room for the rest of the record that did not fit: {n} {n:byte was|bytes were} given",
            n=case.seen.unsent,
        ),
        raises("send", "send", None, "SSLError"),  # its number is 1, or 5 where a send was refused before
        text("unless all that was given is given again: TLS repeats a record, and cuts none"),
    )


def decrypted(case: Case) -> Cause | None:
    if not case.seen.tls or not case.reading or not case.seen.plain:
        return None
    cause = text("{n} {n:byte is|bytes are} decrypted, waiting in TLS", n=case.seen.plain)
    return case.because(_RECORDS, cause, returns("receive", "recv", case.seen.plain))


def records(case: Case) -> Cause | None:
    if not case.seen.tls or not case.reading or not case.waiting:
        return None
    return case.because(
        _RECORDS,
        text(
            "{n} {n:byte|bytes} of TLS records {n:is|are} waiting: the kernel cannot see what is in them",
            n=case.waiting,
        ),
        Claim("receive", "recv"),
        _RECORDS_WAIT if case.seen.blocking else _RECORDS_RAISE,
    )


def ended(case: Case) -> Cause | None:
    """A read that meets an end wants to send an alert; Pythons differ in what they tell of it when it cannot."""
    if not case.seen.tls or not case.reading or not case.flags & {"HUP", "RDHUP", "ERR"}:
        return None
    cause = text("the connection beneath TLS has ended, and every record has been read")
    if case.seen.tls_end == "refused":
        return case.because(_CLOSED, cause, raises("receive", "recv", errno.EPIPE, stays=True))
    if case.seen.tls_end or not case.flags & {"HUP", "ERR"}:
        return case.because(_CLOSED, cause, ends("recv"))
    more = text("b'', or in newer Pythons an error: ConnectionResetError, BrokenPipeError or SSLError")
    return case.because(_CLOSED, cause, Claim("receive", "recv"), more)


def refused(case: Case) -> Cause | None:
    """After a read that met the end OpenSSL has other words for it than before; where that was in order it sends on."""
    after = case.seen.tls_end
    if not case.seen.tls or case.reading or not (_down(case) or after not in ("", "in order")):
        return None
    cause = text("nothing can be sent any more beneath TLS: a send would not wait, it would be refused")
    if not _down(case):
        cause = text("there is room, but a read has met the end of the connection, and TLS sends no more")
    return case.because(_CLOSED, cause, *_REFUSES[after])


_RAISES = Claim("send", "send", "raises", stays=True)
_REFUSES: dict[str, tuple[Claim, Text | None]] = {
    "": (_RAISES, text("SSLEOFError, or in newer Pythons BrokenPipeError")),
    "end": (_RAISES, text("SSLError or its subclass SSLEOFError")),
    "in order": (_RAISES, text("SSLError or its subclass SSLZeroReturnError or SSLEOFError")),
    "reset": (raises("send", "send", _EOF, "SSLEOFError", stays=True), None),
    "refused": (
        _RAISES,
        text("BrokenPipeError; of a single byte, fewer than the alert that was refused has, SSLError"),
    ),
}


def room(case: Case) -> Cause | None:
    if not case.seen.tls or case.reading or "OUT" not in case.flags:
        return None
    return case.because(
        _IDLE,
        text("there is room in the send buffer"),
        returns("send", "send", 1, whole=True),
        text("where a record does not fit, it waits")
        if case.seen.blocking
        else text("where a record does not fit, it raises SSLWantWriteError: repeat it"),
    )


def _down(case: Case) -> bool:
    """Whether nothing can be sent beneath TLS."""
    return "w" in (case.seen.down or "") or "HUP" in case.flags or "r" in case.seen.peer_shut


RULES = (broken, half_sent, decrypted, records, ended, refused, room)
