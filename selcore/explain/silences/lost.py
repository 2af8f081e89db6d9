"""What was closed while it was registered, or is another file by now, and is not returned."""

from ...values.text import text
from ..silent_case import End, Silence, SilentCase

_CLOSED = "close the registered fd without unregister, then select, then unregister"
_REUSED = "fd number reused by a new file after close (old one not unregistered)"
_BY_NUMBER = ("select", "poll")
"""Classes that are given the numbers at each call."""


def kept_by_a_duplicate(case: SilentCase) -> Silence | None:
    """epoll watches the open file, not the number."""
    if not case.seen.lost or not case.seen.kept:
        return None
    return case.silent(
        "dup, then close the registered original: events keep coming?",
        text(
            "descriptor {fd} is closed, but a duplicate keeps the file open: epoll goes on watching it, and that event "
            "has not come there",
            fd=case.fd,
        ),
        end=End(text("An event of the duplicate's file")),
    )


def forgotten(case: SilentCase) -> Silence | None:
    """The kernel takes a file out of epoll's set when its last descriptor is closed."""
    if case.backend != "epoll" or not case.seen.lost:
        return None
    if case.seen.lost == "other":
        cause = text(
            "descriptor {fd} is another file now, which epoll does not watch; what it was registered for is closed and "
            "forgotten, and never returned again",
            fd=case.fd,
        )
        return case.silent(_REUSED, cause, end=_never(case), holds=True)
    return case.silent(
        _CLOSED,
        text(
            "closed and forgotten: epoll let go of descriptor {fd} when it was closed; it is never returned again",
            fd=case.fd,
        ),
        case.fails_closed(),
        end=_never(case),
        holds=True,
    )


def forgotten_by_kqueue(case: SilentCase) -> Silence | None:
    """kqueue(2): close() removes what is watched of the descriptor, whoever else has the file open."""
    if case.backend != "kqueue" or not case.seen.lost:
        return None
    if case.seen.lost == "other":
        cause = text(
            "descriptor {fd} is another file now, and what was watched of the one before went with its close(), after "
            "kqueue(2)",
            fd=case.fd,
        )
        return case.silent("", cause, holds=True)
    cause = text(
        "descriptor {fd} is closed, and what was watched of it went with its close(), after kqueue(2)", fd=case.fd
    )
    return case.silent("", cause, case.fails_closed(), holds=True)


def not_recorded(case: SilentCase) -> Silence | None:
    """What /dev/poll makes of a descriptor that is closed is recorded nowhere here: no more is said than that it is."""
    if case.backend in _BY_NUMBER or not case.seen.lost:
        return None
    if case.seen.lost == "other":
        return case.silent("", text("descriptor {fd} is another file now", fd=case.fd), holds=True)
    return case.silent("", text("descriptor {fd} is closed", fd=case.fd), case.fails_closed(), holds=True)


def reused(case: SilentCase) -> Silence | None:
    """select and poll know the number alone."""
    if case.seen.lost != "other" or case.ready:
        return None
    return case.silent(
        _REUSED,
        text("descriptor {fd} is another file now: that is watched under the old key, and is not ready", fd=case.fd),
        end=End(text("An event of the file that descriptor {fd} is now", fd=case.fd)),
        holds=True,
    )


def closed_since(case: SilentCase) -> Silence | None:
    """poll() answers POLLNVAL, and select() raises, for what is closed: so it was open when it was called."""
    if case.seen.lost != "gone":
        return None
    cause = text("descriptor {fd} was closed after the call had returned", fd=case.fd)
    if case.backend == "select":
        then = text("the next select() raises OSError [Errno 9]; of a high number it says that it is ready")
    else:
        then = text("the next poll() answers POLLNVAL, which counts as READ and as WRITE")
    return case.silent(_CLOSED, cause, case.fails_closed(), then, holds=True)


def _never(case: SilentCase) -> End:
    return End(text("Nothing: {name} is closed and never returned again", name=case.own_name), never=True)


RULES = (kept_by_a_duplicate, forgotten, forgotten_by_kqueue, not_recorded, reused, closed_since)
