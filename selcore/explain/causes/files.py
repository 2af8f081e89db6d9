"""Files, directories, devices and terminals: what has no poll of its own in the kernel is ready always."""

import errno

from ...values.claim import Claim
from ...values.text import text
from ..ready_case import Case, Cause


def own_poll(case: Case) -> Cause | None:
    """Some files of /proc and /sys have one, and those of FUSE; epoll takes no others."""
    if case.seen.what != "FILE" or not (case.backend == "epoll" or (case.raw or frozenset()) & {"ERR", "PRI"}):
        return None
    if "ERR" in (case.raw or ()):
        return case.because(
            "dev / /sys/kernel/mm/transparent_hugepage/enabled",
            text(
                "a file with a poll of its own, which reports ERR: by that, one of /proc or /sys says that it may have "
                "changed"
            ),
            None if case.reading else _of_write(case),
            text("there, read() from its beginning returns what it is now") if case.reading else None,
        )
    if not case.reading:
        cause = text("a file with a poll of its own: it says that it can be written to")
        return case.because("", cause, _of_write(case))
    cause = text("a file with a poll of its own: it says that it can be read")
    return case.because("dev / /proc/self/mounts", cause, _of_read(case))


def _of_read(case: Case) -> Claim:
    return case.fails(errno.EBADF, stays=True) if case.seen.access == "w" else case.reads(None)


def _of_write(case: Case) -> Claim:
    """What was opened for reading alone refuses it; of the rest only the call tells."""
    return case.fails(errno.EBADF, stays=True) if case.seen.access == "r" else Claim("send", case.writer)


def wrong_way(case: Case) -> Cause | None:
    if case.seen.what not in ("FILE", "DEVICE") or case.seen.access != ("w" if case.reading else "r"):
        return None
    return case.because(
        "file / regular file opened write-only (ab)" if case.reading else "file / regular file O_RDONLY, asked W",
        text("a regular file is always ready, even for what it was not opened for")
        if case.seen.what == "FILE"
        else text("a device without a poll of its own is always ready, even for what it was not opened for"),
        case.fails(errno.EBADF, stays=True),
    )


def regular(case: Case) -> Cause | None:
    if case.seen.what != "FILE":
        return None
    always = text("a regular file is always ready: nobody waits for a disk")
    at, size = case.seen.position, case.seen.size
    if not case.reading:
        return case.because("file / regular binary file r+b", always, case.writes(None), text("it goes to the file"))
    if size and at is not None and at >= size:
        cause = text("a regular file is always ready, at its end too (position {at} of {size})", at=at, size=size)
        then = text("no selector tells when the file grows")
        return case.because("file / regular text file, at EOF", cause, case.ends(None), then)
    if size and at is not None:
        then = text("the descriptor's position is {at} of {size}", at=at, size=size)
        return case.because("file / regular text file, data left", always, case.reads(size - at), then)
    return case.because("dev / /proc/self/status", always, case.reads(None))


def directory(case: Case) -> Cause | None:
    if case.seen.what != "DIRECTORY":
        return None
    return case.because(
        "file / directory fd",
        text("a directory is always ready, as a regular file is"),
        case.fails(errno.EISDIR if case.reading else errno.EBADF, stays=True),
    )


def broken_device(case: Case) -> Cause | None:
    if case.seen.what != "DEVICE" or "ERR" not in case.flags:
        return None
    return case.because(
        "dev / /dev/fuse",
        text("the device reports an error: as a rule, nothing is attached to it"),
        case.fails(None),
    )


def device(case: Case) -> Cause | None:
    if case.seen.what != "DEVICE":
        return None
    fact = "dev / /dev/random" if case.backend == "epoll" else "dev / /dev/null"
    cause = text("the device says that it is ready; one without a poll of its own always is")
    if case.seen.sink and not case.reading:
        return case.because(fact, cause, case.fails(errno.ENOSPC, stays=True))
    return case.because(fact, cause, case.reads(None) if case.reading else case.writes(None))


def terminal_data(case: Case) -> Cause | None:
    if case.seen.what != "TERMINAL" or not case.reading or not case.waiting or "IN" not in case.flags:
        return None
    fact = "pty / master, slave closed with data unread" if "HUP" in case.flags else "pty / slave, full line typed"
    cause = text("{n} {n:byte is|bytes are} waiting", n=case.waiting)
    if case.seen.lines:
        return case.because(
            fact, cause, case.reads(case.waiting, "at most"), text("the first line, or b'' of a Ctrl-D")
        )
    return case.because(fact, cause, case.reads(1, "at least"), text("what is on its way comes with it"))


def hung_up(case: Case) -> Cause | None:
    """The slave of a terminal that is gone reads as ended; the master, whose slaves are, raises EIO."""
    if case.seen.what != "TERMINAL" or "HUP" not in case.flags:
        return None
    if "ERR" in case.flags:
        claim = case.ends(None) if case.reading else case.fails(errno.EIO)
        return case.because(
            "pty / slave, master closed", text("the terminal is gone: its other side was closed"), claim
        )
    claim = case.fails(errno.EIO) if case.reading else _room(case) if "OUT" in case.flags else case.would_wait()
    return case.because("pty / master, slave closed and drained", text("no slave of this terminal is open"), claim)


def just_come(case: Case) -> Cause | None:
    """Only a terminal that edits lines knows a Ctrl-D: of another something has come since it was counted."""
    if case.seen.what != "TERMINAL" or not case.reading or case.seen.lines or not case.seen.system:
        return None
    cause = text("something came while it was looked at")
    return case.because("pty / master, fresh", cause, case.reads(1, "at least"))


def end_typed(case: Case) -> Cause | None:
    if case.seen.what != "TERMINAL" or not case.reading:
        return None
    cause = text("an end of file was typed (Ctrl-D)")
    more = text("once for each Ctrl-D: a terminal goes on after it")
    return case.because("pty / slave, Ctrl-D typed (EOF pending)", cause, case.ends(None), more)


def terminal_room(case: Case) -> Cause | None:
    if case.seen.what != "TERMINAL" or case.reading or "OUT" not in case.flags:
        return None
    return case.because("pty / master, fresh", text("the terminal takes output"), _room(case))


def _room(case: Case) -> Claim:
    return case.writes(1, "at least")


RULES = (
    own_poll,
    wrong_way,
    regular,
    directory,
    broken_device,
    device,
    terminal_data,
    hung_up,
    just_come,
    end_typed,
    terminal_room,
)
