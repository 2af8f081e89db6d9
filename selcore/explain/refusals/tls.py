"""TLS: errors of OpenSSL, which have numbers and names of their own."""

from ...values.commands import Drain, ReadLine, Receive
from ...values.text import text
from ..refusal_case import Advice, Asked

_WANTS = "tls / TLSv1.3 client right after handshake, no app data sent"
_CLOSED = "socketpair / peer closed, drained"
_RECORDS = "tls / TLSv1.3 client, 100-byte record on the wire"


def wants(asked: Asked) -> Advice | None:
    if asked.refused.type not in ("SSLWantReadError", "SSLWantWriteError"):
        return None
    if asked.refused.type == "SSLWantWriteError":
        hint = text("there is no room for the whole record: when it is writable, repeat the send as it was, or longer")
        return Advice(hint, asked.watch("write"), _WANTS)
    hint = text("TLS has no whole record yet, or read one that holds no data: try again when it is ready")
    return Advice(hint, asked.watch("read"), _WANTS)


def ended(asked: Asked) -> Advice | None:
    if asked.refused.type == "SSLZeroReturnError":
        hint = text("the other end has ended TLS in order (close_notify): nothing more comes in it")
        return Advice(hint, asked.leave(), _RECORDS)
    if asked.refused.type != "SSLEOFError":
        return None
    hint = text(
        "the connection beneath TLS has ended without a goodbye: the other end closed it, or reads no more. "
        "Unregister it, then close it"
    )
    return Advice(hint, asked.leave(), _CLOSED)


def goodbye_refused(asked: Asked) -> Advice | None:
    """A read that meets an end sends an alert; older Pythons do not tell of it when that is refused."""
    read = asked.does(Receive, Drain, ReadLine) and asked.refused.type == "BrokenPipeError"
    if not read or asked.seen is None or not asked.seen.tls:
        return None
    hint = text(
        "the connection beneath TLS has ended, and TLS could not tell the other end of it, which reads no more. "
        "Unregister it, then close it"
    )
    return Advice(hint, asked.leave(), "socketpair / peer closed, drained")


def no_flags(asked: Asked) -> Advice | None:
    if not asked.says("non-zero flags not allowed"):
        return None
    return Advice(text("TLS has no urgent bytes, and recv() and send() of it take no flags"))


def half_sent(asked: Asked) -> Advice | None:
    """``bad length`` and ``bad write retry`` are OpenSSL's words for it."""
    if asked.refused.type != "SSLError" or not asked.says("BAD_LENGTH", "BAD_WRITE_RETRY", "bad length", "bad write"):
        return None
    if asked.seen is not None and not asked.seen.unsent:
        hint = text(
            "TLS has ended on this connection, and a read has met that: nothing can be sent any more. Unregister it, "
            "then close it"
        )
        return Advice(hint, asked.leave(), _CLOSED)
    hint = text(
        "the send before did not fit, and TLS had begun its record: that send had to be repeated as it was. Since "
        "another was tried, OpenSSL uses this connection no more. Unregister it, then close it"
    )
    return Advice(hint, asked.leave(), _RECORDS)


def no_record(asked: Asked) -> Advice | None:
    if asked.refused.type != "SSLError" or not asked.says(
        "WRONG_VERSION", "RECORD_LAYER", "UNKNOWN_PROTOCOL", "record"
    ):
        return None
    hint = text("what came is no TLS record: the other end has sent in plain text. TLS is over on this connection")
    return Advice(hint, asked.leave(), _RECORDS)


def failed(asked: Asked) -> Advice | None:
    if not asked.refused.type.startswith("SSL"):
        return None
    hint = text("TLS has failed on this connection, and OpenSSL uses it no more. Unregister it, then close it")
    return Advice(hint, asked.leave(), _RECORDS)


RULES = (no_flags, wants, ended, goodbye_refused, half_sent, no_record, failed)
