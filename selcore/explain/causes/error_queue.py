"""ERR is not always SO_ERROR: what was asked to be told about sent data waits in a queue of its own."""

from ...values.claim import Claim
from ...values.text import text
from ..ready_case import Case, Cause


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


RULES = (queued,)
