"""What Python's own buffer adds to what the kernel has: a read through it returns both, or neither can be counted."""

from ...values.claim import Claim, waits_for_more
from ...values.text import text
from ..ready_case import Case, Cause

_FACT = "buffered / BufferedReader after read(1) (5 bytes in userspace)"
_TEXT = "buffered / text reader after 1 readline (2 lines now in userspace)"
_STREAMS = ("PIPE", "STREAM", "TCP")


def not_counted(case: Case) -> Cause | None:
    """Neither a size nor an end is said of a reader whose buffer nobody can count."""
    if not _own(case) or case.seen.buffered is not None:
        return None
    cause = text("ready in the kernel; bytes may wait in Python's buffer too, where they cannot be counted")
    if case.seen.what == "FILE":
        cause = text(
            "a regular file is always ready; bytes may wait in Python's buffer too, where they cannot be counted"
        )
        return case.because(_TEXT, cause, case.reads(None))
    return case.because(_TEXT, cause, Claim("receive", case.reader))


def decoded(case: Case) -> Cause | None:
    """A text reader makes one newline of two bytes and refuses what is no text; TLS hands on what is in its records."""
    there = case.seen.buffered or _kernel(case) or "ERR" in case.flags
    if not _own(case) or not case.seen.decodes or not there:
        return None
    cause = text(
        "{held} {held:byte waits|bytes wait} in Python's buffer, {n} in the kernel, and the reader decodes them",
        held=case.seen.buffered,
        n=_kernel(case),
    )
    return case.because(_TEXT, cause, Claim("receive", case.reader))


def both(case: Case) -> Cause | None:
    """One read returns what the buffer holds and what the kernel has."""
    held, known = case.seen.buffered, _known(case)
    if not _own(case) or not held:
        return None
    ended, kernel = case.flags & {"HUP", "RDHUP"}, _kernel(case)
    cause = text(
        "{held} {held:byte waits|bytes wait} in Python's buffer, and {n} in the kernel", held=held, n=_kernel(case)
    )
    if "ERR" in case.flags:
        return case.because(_FACT, cause, Claim("receive", case.reader), text("an error is pending in the kernel"))
    if _waits(case):
        # Of what cannot be counted, what is held is certain: asked for more, it may wait.
        return case.because(_FACT, cause, waits_for_more(case.reader, held + kernel) if known else _open(case))
    then = case.ends(None) if known and ended else None
    claim = case.reads(held + kernel, then=then) if known else case.reads(held, "at least")
    return case.because(_FACT, cause, claim)


def all_asked_for(case: Case) -> Cause | None:
    """A blocking reader waits until it has as many bytes as it is asked for, though its buffer was empty."""
    n = _kernel(case)
    if not _own(case) or not _waits(case) or not n:
        return None
    if case.seen.what == "TERMINAL":  # a Ctrl-D among its lines ends the read
        lines = text("{n} {n:byte is|bytes are} waiting, and the reader waits for as many as it is asked for", n=n)
        return case.because(_FACT, lines, _open(case))
    if not _known(case):
        return None
    cause = text("{n} {n:byte is|bytes are} waiting", n=n)
    return case.because(_FACT, cause, waits_for_more(case.reader, n))


def _waits(case: Case) -> bool:
    """Whether a read that asks for more than there is waits for the rest."""
    ended = bool(case.flags & {"HUP", "RDHUP", "ERR"})
    return bool(case.seen.blocking) and not ended and case.seen.what not in ("FILE", "DEVICE")


def _open(case: Case) -> Claim:
    return Claim("receive", case.reader)


def _own(case: Case) -> bool:
    """Whether it is read through that buffer; who reads its descriptor beside it gets what the kernel has."""
    return case.reading and bool(case.seen.reader) and case.seen.reader == case.name and case.seen.access != "w"


def _known(case: Case) -> bool:
    """Whether all that the kernel has can be counted."""
    if case.seen.what == "FILE":
        return bool(case.seen.size) and case.seen.position is not None
    return case.seen.what in _STREAMS and not case.seen.urgent and not case.seen.holes


def _kernel(case: Case) -> int:
    """Bytes that the kernel has for a read."""
    if case.seen.what == "FILE":
        return max((case.seen.size or 0) - (case.seen.position or 0), 0)
    return case.waiting


RULES = (not_counted, decoded, both, all_asked_for)
