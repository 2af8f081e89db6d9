"""ERR is not always SO_ERROR: what was asked to be told about sent data waits in a queue of its own."""

from ...values.claim import Claim
from ...values.text import text
from ..ready_case import Case, Cause


def notices(case: Case) -> Cause | None:
    """An error of TCP ends its connection (HUP): without that ERR is the queue's, where no errors come into it."""
    if "ERR" not in case.flags or not case.seen.error_queue or case.seen.queues_errors or case.seen.what != "TCP":
        return None
    if case.seen.tcp != "ESTABLISHED" or case.flags & {"HUP", "RDHUP"} or case.seen.urgent:
        return None
    cause = text(
        "ERR: notices of what was sent wait in the error queue (time stamps, zero copy), and no error is pending. "
        "recvmsg() with MSG_ERRQUEUE reads it, and ERR stays until it is empty"
    )
    if case.reading:
        claim = case.reads_stream() if case.waiting else case.would_wait()
    else:
        claim = case.writes(1, "at least") if "OUT" in case.flags else case.would_wait()
    return case.because("udp / connected, ICMP error, recv called first", cause, claim)


def queued(case: Case) -> Cause | None:
    """Which of the two it is, no question tells without taking it away."""
    if "ERR" not in case.flags or not case.seen.error_queue:
        return None
    return case.because(
        "udp / connected, ICMP error, recv called first",
        text(
            "ERR: something waits in the error queue (IP_RECVERR, time stamps, zero copy), or an error is pending. "
            "recvmsg() with MSG_ERRQUEUE reads the queue, and ERR stays until it is empty; SO_ERROR does not"
        ),
        Claim("receive", case.reader) if case.reading else Claim("send", case.writer),
    )


RULES = (notices, queued)
