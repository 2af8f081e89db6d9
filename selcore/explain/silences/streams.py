"""Sockets of a pair, Unix connections, multiprocessing Connections, TLS: nothing waits, or the buffer is full."""

import errno

from ...values.text import Text, text
from ..other_end import reads_all, sends
from ..silent_case import End, Silence, SilentCase

_STREAMS = ("STREAM", "SEQPACKET")


def nothing(case: SilentCase) -> Silence | None:
    if case.seen.what not in _STREAMS or not case.reading:
        return None
    fact = "mp / multiprocessing Connection, empty" if case.seen.messages else "socketpair / fresh"
    if case.seen.tls:
        return case.silent(
            "tls / TLSv1.3 client after that recv",
            _nothing(case),
            more=text("recv() would wait") if case.seen.blocking else text("recv() would raise SSLWantReadError"),
            end=_send(case),
        )
    return case.silent(fact, _nothing(case), case.blocks(), end=_send(case))


def _nothing(case: SilentCase) -> Text:
    if case.seen.messages:
        return text("no message from {peer} is waiting", peer=case.peer)
    if not case.seen.peer:
        return text("nothing is waiting")
    return text("nothing from {peer} is waiting", peer=case.seen.peer)


def full_and_shut(case: SilentCase) -> Silence | None:
    """A shut direction is no event of Unix sockets: WRITE comes when the buffer has room, a refusal at once."""
    if case.seen.what not in (*_STREAMS, "DATAGRAM") or case.reading or case.seen.family != "AF_UNIX":
        return None
    if "w" not in case.seen.shut + (case.seen.down or "") and "r" not in case.seen.peer_shut:
        return None
    cause = text("the send buffer is full, which keeps WRITE back; a send would not wait: that direction was shut down")
    end = reads_all(case, text("The other side's reading"))
    return case.silent("socketpair / send buffer full", cause, case.fails(errno.EPIPE, stays=True), None, end, True)


def full(case: SilentCase) -> Silence | None:
    """unix_writable() of Linux: at most a quarter of the buffer may be in use. It counts memory, not bytes of yours."""
    if case.seen.what not in _STREAMS or case.reading:
        return None
    taken, size, end = case.seen.queued, case.seen.room, reads_all(case, text("The other side's reading"))
    certain = taken is not None and size is not None and taken >= size and not case.seen.tls
    if not case.linux:
        words = text("there is no room in the send buffer: {peer} must read", peer=case.peer)
        return case.silent(
            "",
            words,
            case.blocks() if certain else None,
            end=end,
            holds=True,
        )
    return case.silent(
        "socketpair / send buffer full",
        text(
            "the send buffer is full: {peer} must read a large part of it (at most a quarter of its memory may be "
            "in use)",
            peer=case.peer,
        ),
        case.blocks() if certain else None,
        _full_of_records(case) if case.seen.tls else None,
        end,
        holds=True,
    )


def _full_of_records(case: SilentCase) -> Text:
    if case.seen.blocking:
        return text("send() would wait")
    return text("send() would raise SSLWantWriteError, or take a part")


def _send(case: SilentCase) -> End:
    return sends(case, text("Bytes from the other side, or its end"))


RULES = (nothing, full_and_shut, full)
