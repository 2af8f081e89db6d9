"""Pipes and FIFOs: nothing is in it, no slot is free, or it is the other end that has that event."""

import errno
import os
from typing import Any

from ...values.commands import Send
from ...values.text import Text, text
from ..other_end import closes, reads, sends
from ..silent_case import End, Silence, SilentCase

_sysconf: Any = getattr(os, "sysconf", None)  # Windows has none, and no pipes that can be watched
_SLOT = 4096 if _sysconf is None else int(_sysconf("SC_PAGE_SIZE"))
"""Bytes to be read that free a slot of a pipe of this process: a page, of 4, 16 or 64 KiB."""


def wrong_end(case: SilentCase) -> Silence | None:
    """An end has one of the events; of the other it has no more than what ERR and HUP count as."""
    if case.seen.what != "PIPE" or case.seen.access != ("w" if case.reading else "r"):
        return None
    fact = "pipe / read end asked W / write end asked R: the read end"
    if case.reading:
        cause = text("this is the end that writes: it is readable only when no reader is left, as ERR counts as READ")
    else:
        cause = text("this is the end that reads: poll and epoll alone call it writable, when no writer is left (HUP)")
    return case.silent(fact, cause, case.fails(errno.EBADF), end=_last_closes(case))


def _last_closes(case: SilentCase) -> End:
    """HUP of an end that reads is no WRITE of select()'s; ERR of one that writes counts as READ everywhere."""
    if not case.reading and case.backend == "select":
        return End(text("Nothing: select never calls it writable"), never=True)
    if case.reading:
        return closes(case, text("Only that the last reader closes"))
    return closes(case, text("Only that the last writer closes"))


def no_writer_yet(case: SilentCase) -> Silence | None:
    """fifo(7): before its first writer a FIFO is not at its end for poll(), but is for read()."""
    if case.seen.what != "PIPE" or not case.reading or case.seen.writer is not False:
        return None
    return case.silent(
        "fifo / read end, never had a writer",
        text("the FIFO is empty, and nobody here has it open for writing: it may not have had a writer yet"),
        more=text(
            "read() returns b'' before the first writer has opened it, but select() does not report that as an end"
        ),
        end=End(text("The first bytes of a writer")),
    )


def nothing(case: SilentCase) -> Silence | None:
    if case.seen.what != "PIPE" or not case.reading:
        return None
    if case.seen.child is not None:
        cause = text(
            "nothing that process {pid} has written is waiting; what it may keep in its own buffer is not here yet",
            pid=case.seen.child,
        )
        end = End(text("What process {pid} writes, or its end", pid=case.seen.child), alone=True)
        return case.silent("subprocess / Popen.stdout idle", cause, case.blocks(), end=end)
    return case.silent("pipe / read end, empty", text("the pipe is empty"), case.blocks(), end=_write(case))


def _write(case: SilentCase) -> End:
    if case.seen.access == "rw":
        return End(text("Send to {name} itself", name=case.own_name), Send(name=case.name, text="hello"))
    return sends(case, text("Bytes of a writer, or the end of the last one"))


def full(case: SilentCase) -> Silence | None:
    """pipe(7): on Linux it has slots of a page, and is writable when one of them is free."""
    if case.seen.what != "PIPE" or case.reading:
        return None
    size, taken = case.seen.room, case.seen.queued
    full = size is not None and taken is not None and taken >= size
    reader = case.seen.peer or (case.name if case.seen.access == "rw" else "")
    claim = case.blocks() if full else None
    fact = "pipe / write end, full" if case.linux else ""
    end = reads(case, reader, _SLOT, text("The reader's reading"))
    return case.silent(fact, _no_room(case, full), claim, end=end, holds=True)


def _no_room(case: SilentCase, full: bool) -> Text:
    """Its slots are those of Linux; of its size no more is said than what was measured."""
    size, taken, who = case.seen.room, case.seen.queued, _who(case)
    if not case.linux:
        return text("there is no room in the pipe: it must be read from {who}", who=who)
    if full:
        return text(
            "the pipe is full, {size} bytes: its oldest slot must be read from {who}", size=f"{size:,}", who=who
        )
    if size is None or taken is None:
        return text("all slots of the pipe are taken: what is left in the oldest must be read from {who}", who=who)
    return text(
        "all slots of the pipe are taken, by {n} of {size} bytes: what is left in the oldest, a page at most and less "
        "where writes were smaller, must be read from {who}",
        n=f"{taken:,}",
        size=f"{size:,}",
        who=who,
    )


def _who(case: SilentCase) -> object:
    if case.seen.child is not None:
        return text("it, by process {pid}", pid=case.seen.child)
    return case.seen.peer or "its reading end"


RULES = (wrong_end, no_writer_yet, nothing, full)
