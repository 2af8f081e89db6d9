"""What was closed while it was registered, or is another file by now: each selector class has its own way with it."""

import errno

from ...values.text import text
from ..ready_case import Case, Cause

_UNREGISTER = text("unregister it, which works on something closed too")


def not_a_file(case: Case) -> Cause | None:
    """poll() answers NVAL for what is opened with O_PATH."""
    if case.seen.access != "path":
        return None
    return case.because(
        "file / O_PATH fd",
        text("descriptor {fd} was opened with O_PATH: it names a file and opens none (POLLNVAL)", fd=case.fd),
        case.fails(errno.EBADF, stays=True),
    )


def invalid(case: Case) -> Cause | None:
    """poll() answers NVAL at every call."""
    if "NVAL" not in (case.raw or ()):
        return None
    return case.because(
        "close the registered fd without unregister, then select, then unregister",
        text("descriptor {fd} is not open: poll() answers POLLNVAL, at every call", fd=case.fd),
        case.fails_closed(),
        _UNREGISTER,
    )


def duplicate(case: Case) -> Cause | None:
    """epoll watches the open file, not the number."""
    if case.backend != "epoll" or not case.seen.lost:
        return None
    return case.because(
        "dup, then close the registered original: events keep coming?",
        text("descriptor {fd} is closed, but a duplicate keeps the file open: epoll goes on watching it", fd=case.fd),
        case.fails_closed() if case.seen.lost == "gone" or case.seen.refuses else None,
        text("close the duplicate too, for unregister cannot reach the kernel's set"),
    )


def not_recorded(case: Case) -> Cause | None:
    """What kqueue and /dev/poll report of a number that was closed is recorded nowhere here."""
    if case.backend in ("select", "poll", "epoll") or not case.seen.lost:
        return None
    if case.seen.lost == "other":
        cause = text("descriptor {fd} is another file now", fd=case.fd)
        return case.because("", cause, case.fails_closed() if case.seen.refuses else None, _UNREGISTER)
    return case.because("", text("descriptor {fd} is closed", fd=case.fd), case.fails_closed(), _UNREGISTER)


def reused(case: Case) -> Cause | None:
    """select and poll know the number alone."""
    if case.seen.lost != "other" and not (case.seen.refuses and case.seen.lost != "gone"):
        return None  # the same device or file, opened anew under its number, is another file too
    return case.because(
        "fd number reused by a new file after close (old one not unregistered)",
        text("descriptor {fd} is another file now: what is reported is that file's, under the old key", fd=case.fd),
        case.fails_closed() if case.seen.refuses else None,
        _UNREGISTER,
    )


def beyond(case: Case) -> Cause | None:
    """select() takes a number beyond the process's table of descriptors for ready."""
    if case.backend != "select" or case.seen.lost != "gone":
        return None
    if not case.linux:
        return case.because("", text("descriptor {fd} is closed", fd=case.fd), case.fails_closed(), _UNREGISTER)
    return case.because(
        "object / int of a closed fd (900)",
        text("descriptor {fd} is closed: Linux's select() takes a number beyond its table for ready", fd=case.fd),
        case.fails_closed(),
        _UNREGISTER,
    )


RULES = (not_a_file, invalid, duplicate, not_recorded, reused, beyond)
