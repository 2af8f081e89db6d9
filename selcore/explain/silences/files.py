"""Files and devices that have a poll of their own in the kernel; all others are ready always."""

from ...values.text import text
from ..silent_case import End, Silence, SilentCase


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


RULES = (never_written, not_yet)
