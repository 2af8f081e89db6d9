"""Bytes that have left the kernel and wait in Python: the kernel has nothing, so no selector returns them."""

from ...values.claim import returns
from ...values.text import text
from ..other_end import sends
from ..silent_case import End, Silence, SilentCase


def read_ahead(case: SilentCase) -> Silence | None:
    """A buffered reader takes as much as there is, whatever it was asked for."""
    count = case.seen.buffered
    if not case.seen.reader or not case.reading or not count:
        return None
    own = case.seen.reader == case.name
    cause = text(
        "{n} {n:byte|bytes} read ahead {n:waits|wait} in the buffer of {reader}, in Python: the kernel has none",
        n=f"{count:,}",
        reader=case.seen.reader,
    )
    if case.seen.line is not None:
        call = returns("read-line", "readline", case.seen.line) if own else None
        more = None if own else text("{reader}.readline() returns at once", reader=case.seen.reader)
        return case.silent(
            "buffered / text reader after 1 readline (2 lines now in userspace)", cause, call, more, _more(case), True
        )
    return case.silent(
        "buffered / BufferedReader after read(1) (5 bytes in userspace)",
        cause,
        more=text("no whole line is among them: readline() would look for its end in the kernel"),
        end=_more(case),
        holds=True,
    )


def may_have_read_ahead(case: SilentCase) -> Silence | None:
    """Of a reader that translates, or has failed, nobody can count."""
    if not case.seen.reader or not case.reading or case.seen.buffered is not None:
        return None
    return case.silent(
        "buffered / text reader after 1 readline (2 lines now in userspace)",
        text(
            "the kernel has nothing; bytes may wait in the buffer of {reader}, in Python, where they cannot be counted",
            reader=case.seen.reader,
        ),
        end=_more(case),
        holds=True,
    )


def decrypted(case: SilentCase) -> Silence | None:
    """TLS decrypts a record as a whole, and keeps what was not asked for."""
    if not case.reading or not case.seen.plain:
        return None
    return case.silent(
        "tls / TLSv1.3 client, 90 bytes left in ssl pending(), none in the socket",
        text(
            "{n} {n:byte|bytes} {n:waits|wait} in TLS, decrypted (pending()): the kernel has none",
            n=f"{case.seen.plain:,}",
        ),
        case.reads(case.seen.plain),
        end=_more(case),
        holds=True,
    )


def _more(case: SilentCase) -> End:
    return sends(case, text("More from the other side, or its end"), "hello\n")


RULES = (read_ahead, may_have_read_ahead, decrypted)
