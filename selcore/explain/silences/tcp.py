"""TCP: connecting, urgent data, too few bytes, a full buffer; after TCP_INFO, poll() and SO_RCVLOWAT."""

from ...values.claim import waits_for_more
from ...values.commands import Accept, Send
from ...values.text import text
from ..other_end import can_send, reads_all, sends
from ..silent_case import End, Silence, SilentCase


def connecting(case: SilentCase) -> Silence | None:
    """A full queue of a listener drops what asks to be connected, and it asks again later: tcp(7), listen(2)."""
    if case.seen.tcp != "SYN_SENT":
        return None
    fact, listener = "tcp / connect in progress (listener backlog full)", case.seen.listener
    count, most = case.seen.backlog, case.seen.backlog_most
    if listener and count is not None and most is not None and count > most:
        cause = text(
            "connect() is still in progress: the queue of {listener} is full (backlog {most}, and {n} in it)",
            listener=listener,
            most=most,
            n=count,
        )
        end = End(
            text(
                "Accept a connection from {listener}: who asks again first, within seconds, has its place",
                listener=listener,
            ),
            Accept(name=listener),
        )
        return case.silent(fact, cause, case.blocks(), end=end, holds=True)
    cause = text("connect() is still in progress: the other side has not answered")
    end = End(text("The other side's answer, or the end of its time"), alone=True)
    return case.silent(fact, cause, case.blocks(), end=end, holds=True)


def urgent(case: SilentCase) -> Silence | None:
    """Urgent data is an exceptional condition of its own: POLLPRI, not POLLIN."""
    if case.seen.what != "TCP" or not case.reading or "PRI" not in case.flags:
        return None
    return case.silent(
        "tcp conn / OOB byte only (MSG_OOB)",
        text("an urgent byte waits, out of band: that is no READ, and selectors has no event for it (POLLPRI)"),
        case.blocks() if not case.waiting else None,
        text("recv(1, MSG_OOB) returns the urgent byte"),
        _send(case),
        holds=True,
    )


def too_few(case: SilentCase) -> Silence | None:
    """SO_RCVLOWAT, socket(7): poll() obeys it, and a call that does not wait takes what there is."""
    if case.seen.what != "TCP" or not case.reading or not 0 < case.waiting < case.seen.lowat:
        return None
    missing = case.seen.lowat - case.waiting
    peer = case.seen.peer
    end = (
        End(
            text("Send {n} {n:byte|bytes} more from {peer}", n=f"{missing:,}", peer=peer), Send(name=peer, size=missing)
        )
        if can_send(case)
        else _send(case)
    )
    return case.silent(
        "tcp conn / SO_RCVLOWAT=10, 5 bytes waiting",
        text(
            "{n} {n:byte|bytes} {n:waits|wait}, fewer than the {least} that SO_RCVLOWAT asks for",
            n=f"{case.waiting:,}",
            least=case.seen.lowat,
        ),
        waits_for_more(case.reader, case.waiting) if case.seen.blocking else case.reads(case.waiting),
        end=end,
        holds=True,
    )


def nothing(case: SilentCase) -> Silence | None:
    if case.seen.what != "TCP" or not case.reading:
        return None
    from_whom = (
        text("nothing from {peer} is waiting", peer=case.seen.peer) if case.seen.peer else text("nothing is waiting")
    )
    return case.silent("tcp conn / connected, idle", from_whom, case.blocks(), end=_send(case))


def unsent(case: SilentCase) -> Silence | None:
    """TCP_NOTSENT_LOWAT, tcp_stream_memory_free() of Linux: room there is, but what was given is not sent yet."""
    if case.seen.what != "TCP" or case.reading or not case.seen.most_unsent:
        return None
    return case.silent(
        "",
        text(
            "TCP_NOTSENT_LOWAT lets fewer than {n} {n:byte|bytes} wait to be sent: {peer} must read before more can "
            "be sent",
            n=f"{case.seen.most_unsent:,}",
            peer=case.peer,
        ),
        end=_drain(case),
        holds=True,
    )


def full(case: SilentCase) -> Silence | None:
    """sk_stream_is_writable() of Linux: a third of the buffer must be free; the peer's window must open before."""
    if case.seen.what != "TCP" or case.reading:
        return None
    return case.silent(
        "tcp conn / send buffer full (peer never reads)",
        text("the send buffer is full: {peer} must read a large part of what was sent to it", peer=case.peer),
        end=_drain(case),
        holds=True,
    )


def _drain(case: SilentCase) -> End:
    return reads_all(case, text("The other side's reading"))


def _send(case: SilentCase) -> End:
    return sends(case, text("Bytes from the other side, or its end"))


RULES = (connecting, urgent, too_few, nothing, unsent, full)
