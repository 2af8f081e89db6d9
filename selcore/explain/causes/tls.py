"""TLS: the kernel sees bytes of records, Python what is in them; and OpenSSL keeps in mind what has failed."""

from ...values.claim import Claim, ends, raises, returns
from ...values.text import text
from ..ready_case import Case, Cause

_RECORDS = "tls / TLSv1.3 client, 100-byte record on the wire"
_IDLE = "tls / TLSv1.3 client after that recv"
_CLOSED = "socketpair / peer closed, drained"
_EOF, _SSL = 8, 1
"""SSL_ERROR_EOF and SSL_ERROR_SSL of the ``ssl`` module, which takes long to import."""


def broken(case: Case) -> Cause | None:
    if not case.seen.tls or case.seen.tls_end not in ("broken", "stuck"):
        return None
    cause = text("TLS has failed on this connection, and OpenSSL uses it no more")
    if case.reading:
        return case.because(_RECORDS, cause, ends("recv"))
    if case.seen.tls_end == "stuck" and _down(case):
        return case.because(_RECORDS, cause, raises("send", "send", None))
    # Which of the two it is depends on whether OpenSSL could send its alert, when it failed.
    claim, more = Claim("send", "send", "raises", stays=True), text("SSLError or its subclass SSLEOFError")
    return case.because(_RECORDS, cause, claim, more)


def half_sent(case: Case) -> Cause | None:
    if not case.seen.tls or case.reading or case.seen.unsent <= 1:
        return None
    return case.because(
        _IDLE,
        text(
            "there is room for the rest of the record that did not fit: {n} {n:byte was|bytes were} given",
            n=case.seen.unsent,
        ),
        raises("send", "send", _SSL, "SSLError"),
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
        text("it returns what they hold; SSLWantReadError where it is no data, as after a TLS 1.3 handshake"),
    )


def ended(case: Case) -> Cause | None:
    """Python takes an end without a goodbye, and a reset, for an empty read (``suppress_ragged_eofs``)."""
    if not case.seen.tls or not case.reading or not case.flags & {"HUP", "RDHUP", "ERR"}:
        return None
    cause = text("the connection beneath TLS has ended, and every record has been read")
    return case.because(_CLOSED, cause, ends("recv"))


def refused(case: Case) -> Cause | None:
    """After a read that met the end OpenSSL has other words for it than before."""
    if not case.seen.tls or case.reading or not (_down(case) or case.seen.tls_end):
        return None
    cause = text("nothing can be sent any more beneath TLS: a send would not wait, it would be refused")
    if case.seen.tls_end == "end" and _down(case):
        return case.because(
            _CLOSED,
            cause,
            Claim("send", "send", "raises", stays=True),
            text("SSLError or its subclass SSLZeroReturnError, as this Python has it"),
        )
    if case.seen.tls_end and not _down(case):
        cause = text("there is room, but a read has met the end of the connection, and TLS sends no more")
    return case.because(_CLOSED, cause, raises("send", "send", _EOF, "SSLEOFError", stays=True))


def room(case: Case) -> Cause | None:
    if not case.seen.tls or case.reading or "OUT" not in case.flags:
        return None
    return case.because(
        _IDLE,
        text("there is room in the send buffer"),
        returns("send", "send", 1, whole=True),
        text("where a record does not fit, it raises SSLWantWriteError: repeat it"),
    )


def _down(case: Case) -> bool:
    """Whether nothing can be sent beneath TLS."""
    return "w" in (case.seen.down or "") or "HUP" in case.flags or "r" in case.seen.peer_shut


RULES = (broken, half_sent, decrypted, records, ended, refused, room)
