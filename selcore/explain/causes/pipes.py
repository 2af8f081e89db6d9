"""Pipes and FIFOs: one end reads, one writes. HUP and ERR count as both events, whichever end it is.

Which end it is, is told by how it was opened: of a writing end whose reader is gone Linux reports ERR, macOS HUP.
"""

import errno

from ...values.text import Text, text
from ..ready_case import Case, Cause

_WHOLE = 4096
"""Bytes that are taken whole or not at all, whatever the size of a page: PIPE_BUF of Linux, pipe(7)."""


def data_and_end(case: Case) -> Cause | None:
    if case.seen.what != "PIPE" or not case.reading or not case.waiting or "HUP" not in case.flags:
        return None
    if case.seen.access == "w":
        return None
    return case.because(
        "pipe / read end, writer closed, data left",
        text("{n} {n:byte is|bytes are} waiting, and behind them is the end: no writer is left", n=case.waiting),
        case.reads(case.waiting, then=case.ends(None if case.seen.named else True)),
    )


def data(case: Case) -> Cause | None:
    if case.seen.what != "PIPE" or not case.reading or not case.waiting or case.seen.access == "w":
        return None
    return case.because(
        "pipe / read end, data",
        text("{n} {n:byte is|bytes are} waiting", n=case.waiting),
        case.reads(case.waiting),
    )


def no_reader(case: Case) -> Cause | None:
    if case.seen.what != "PIPE" or case.seen.access != "w" or not case.flags & {"ERR", "HUP"}:
        return None
    flag = "ERR" if "ERR" in case.flags else "HUP"
    if case.reading:
        return case.because(
            "pipe / write end, reader closed (was empty)",
            text("nobody reads any more: the pipe reports {flag}, and that counts as READ too", flag=flag),
            case.fails(errno.EBADF, stays=True),
            text("this is the end for writing"),
        )
    return case.because(
        "pipe / write end, reader closed (was empty)",
        text("nobody reads any more: the pipe reports {flag}", flag=flag),
        case.fails(errno.EPIPE),
    )


def no_writer(case: Case) -> Cause | None:
    if case.seen.what != "PIPE" or case.seen.access != "r" or "HUP" not in case.flags:
        return None
    if case.reading:
        return case.because(
            "pipe / read end, writer closed, drained",
            text("no writer is left, and everything has been read"),
            case.ends(None if case.seen.named else True),
            text("another writer may come to a FIFO, and then there is more") if case.seen.named else None,
        )
    return case.because(
        "pipe / read end, writer closed, drained",
        text("no writer is left: the pipe reports HUP, and a flag that is not IN counts as WRITE too"),
        case.fails(errno.EBADF, stays=True),
        text("this is the end for reading"),
    )


def room(case: Case) -> Cause | None:
    if case.seen.what != "PIPE" or case.reading or "OUT" not in case.flags:
        return None
    if not case.linux:
        return case.because("", _room(case), case.writes(1, "at least"))
    return case.because(
        "fifo / opened O_RDWR, empty (Linux extension)" if case.seen.access == "rw" else "pipe / write end, empty",
        _room(case),
        case.writes(_WHOLE, "at least"),
        text("a write of at most {page} bytes is taken whole", page=f"{_WHOLE:,}"),
    )


def _room(case: Case) -> Text:
    """With the size of the pipe, where the system tells it (F_GETPIPE_SZ)."""
    if case.seen.room is None:
        return text("there is room in the pipe")
    return text("there is room in the pipe, which holds {size} bytes", size=f"{case.seen.room:,}")


RULES = (data_and_end, data, no_reader, no_writer, room)
