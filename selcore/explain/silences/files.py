"""Files and devices that have a poll of their own in the kernel; all others are ready always."""

from ...values.text import text
from ..silent_case import End, Silence, SilentCase


def told_by_the_call(case: SilentCase) -> Silence | None:
    """Nobody asks these but the selector: of some a poll() takes the news away."""
    if case.how != "now" or case.seen.what not in ("FILE", "DEVICE", "DIRECTORY"):
        return None
    if case.backend == "epoll":
        cause = text("a file with a poll of its own: whether it is ready now, the next call tells")
    elif case.seen.what == "DEVICE":
        cause = text("a device is always ready, unless it has a poll of its own: then the next call tells")
    else:
        cause = text("a regular file is always ready, unless it is one of the kernel's with a poll of its own")
    return case.silent("dev / /proc/self/mounts", cause)


def never_written(case: SilentCase) -> Silence | None:
    """Files of /proc and /sys that report, as /proc/self/mounts does, report what is to be read."""
    if case.seen.what not in ("FILE", "DEVICE") or case.reading:
        return None
    cause = text("this file says by itself what it is ready for, and that is not WRITE")
    fact = "dev / /proc/self/mounts" if case.seen.what == "FILE" else "dev / /dev/random"
    return case.silent(fact, cause, end=End(text("The kernel's word that it can be written"), alone=True))


def not_yet(case: SilentCase) -> Silence | None:
    if case.seen.what not in ("FILE", "DEVICE", "DIRECTORY"):
        return None
    cause = text("this file says by itself what it is ready for: there is nothing to read yet")
    return case.silent("dev / /dev/ptmx", cause, end=End(text("The kernel's word that there is something"), alone=True))


RULES = (told_by_the_call, never_written, not_yet)
