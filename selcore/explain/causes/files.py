"""Files, directories, devices and terminals: what has no poll of its own in the kernel is ready always."""

from ...values.text import Text, text
from ..ready_case import Case, Cause

_EBADF = "OSError [Errno 9] Bad file descriptor"


def own_poll(case: Case) -> Cause | None:
    """Some files of /proc and /sys have one; epoll takes no others."""
    if case.seen.what != "FILE" or not (case.backend == "epoll" or (case.raw or frozenset()) & {"ERR", "PRI"}):
        return None
    if "ERR" in (case.raw or ()):
        return case.because(
            "dev / /sys/kernel/mm/transparent_hugepage/enabled",
            text("a file of the kernel's, which says by ERR and PRI that it may have changed"),
            text("read() from its beginning returns what it is now"),
        )
    cause = text("a file of the kernel's with a poll of its own: it says that it can be read")
    return case.because("dev / /proc/self/mounts", cause, text("read() does not wait"))


def wrong_way(case: Case) -> Cause | None:
    if case.seen.what != "FILE" or case.seen.access != ("w" if case.reading else "r"):
        return None
    return case.because(
        "file / regular file opened write-only (ab)" if case.reading else "file / regular file O_RDONLY, asked W",
        text("a regular file is always ready, even for what it was not opened for"),
        text("read() raises {error}", error=_EBADF) if case.reading else text("write() raises {error}", error=_EBADF),
    )


def regular(case: Case) -> Cause | None:
    if case.seen.what != "FILE":
        return None
    always = text("a regular file is always ready: nobody waits for a disk")
    at, size = case.seen.position, case.seen.size
    if not case.reading:
        return case.because("file / regular binary file r+b", always, text("write() goes to the file at once"))
    if size and at is not None and at >= size:
        cause = text("a regular file is always ready, at its end too (position {at} of {size})", at=at, size=size)
        then = text("a read of the descriptor returns b''; no selector tells when the file grows")
        return case.because("file / regular text file, at EOF", cause, then)
    if size and at is not None:
        then = text("read() returns up to {n} bytes (position {at} of {size})", n=size - at, at=at, size=size)
        return case.because("file / regular text file, data left", always, then)
    return case.because("dev / /proc/self/status", always, text("read() does not wait for anybody"))


def directory(case: Case) -> Cause | None:
    if case.seen.what != "DIRECTORY":
        return None
    return case.because(
        "file / directory fd",
        text("a directory is always ready, as a regular file is"),
        text("read() raises IsADirectoryError [Errno 21]")
        if case.reading
        else text("write() raises {error}", error=_EBADF),
    )


def broken_device(case: Case) -> Cause | None:
    if case.seen.what != "DEVICE" or "ERR" not in case.flags:
        return None
    return case.because(
        "dev / /dev/fuse",
        text("the device reports an error: as a rule, nothing is attached to it"),
        text("read() and write() raise OSError"),
    )


def device(case: Case) -> Cause | None:
    if case.seen.what != "DEVICE":
        return None
    fact = "dev / /dev/random" if case.backend == "epoll" else "dev / /dev/null"
    cause = text("the device says that it is ready; one without a poll of its own always is")
    return case.because(fact, cause, text("read() does not wait") if case.reading else text("write() does not wait"))


def terminal_data(case: Case) -> Cause | None:
    if case.seen.what != "TERMINAL" or not case.reading or not case.waiting or "IN" not in case.flags:
        return None
    fact = "pty / master, slave closed with data unread" if "HUP" in case.flags else "pty / slave, full line typed"
    cause = text("{n} bytes are waiting", n=case.waiting) if case.waiting > 1 else text("1 byte is waiting")
    return case.because(
        fact, cause, text("read() will return up to {n}; a line at most where lines are edited", n=case.waiting)
    )


def hung_up(case: Case) -> Cause | None:
    """The slave of a terminal that is gone reads as ended; the master, whose slaves are, raises EIO."""
    if case.seen.what != "TERMINAL" or "HUP" not in case.flags:
        return None
    if "ERR" in case.flags:
        then = text("read() will return b''") if case.reading else text("write() raises OSError [Errno 5]")
        return case.because("pty / slave, master closed", text("the terminal is gone: its other side was closed"), then)
    then = text("read() raises OSError [Errno 5] Input/output error") if case.reading else _room()
    return case.because("pty / master, slave closed and drained", text("no slave of this terminal is open"), then)


def end_typed(case: Case) -> Cause | None:
    if case.seen.what != "TERMINAL" or not case.reading:
        return None
    cause = text("an end of file was typed (Ctrl-D)")
    return case.because("pty / slave, Ctrl-D typed (EOF pending)", cause, text("read() will return b'', once"))


def terminal_room(case: Case) -> Cause | None:
    if case.seen.what != "TERMINAL" or case.reading or "OUT" not in case.flags:
        return None
    return case.because("pty / master, fresh", text("the terminal takes output"), _room())


def _room() -> Text:
    return text("write() takes at least 1 byte without waiting")


RULES = (
    own_poll,
    wrong_way,
    regular,
    directory,
    broken_device,
    device,
    terminal_data,
    hung_up,
    end_typed,
    terminal_room,
)
