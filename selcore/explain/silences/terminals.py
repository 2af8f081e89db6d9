"""Terminals: nothing waits, or no whole line of it, or the output is not read."""

from ...values.text import text
from ..other_end import reads_all, sends
from ..silent_case import End, Silence, SilentCase


def no_line(case: SilentCase) -> Silence | None:
    """termios(3), canonical mode: what is typed is there when the line has ended. What was typed of it nobody tells."""
    if case.seen.what != "TERMINAL" or not case.reading or not case.seen.lines:
        return None
    return case.silent(
        "pty / slave, partial line typed (canonical mode)",
        text("no whole line is waiting; a part of one may be there, which this terminal keeps until Enter"),
        case.blocks(),
        end=_type(case, "hello\n"),
    )


def nothing(case: SilentCase) -> Silence | None:
    if case.seen.what != "TERMINAL" or not case.reading:
        return None
    words = (
        text("nothing from {peer} is waiting", peer=case.seen.peer) if case.seen.peer else text("nothing is waiting")
    )
    return case.silent("pty / master, fresh", words, case.blocks(), end=_type(case, "hello"))


def _type(case: SilentCase, words: str) -> End:
    return sends(case, text("Something typed, or the end of the terminal"), words)


def full(case: SilentCase) -> Silence | None:
    if case.seen.what != "TERMINAL" or case.reading:
        return None
    return case.silent(
        "pty / slave, output buffer full (master not reading)",
        text("the terminal's output is full: a large part must be read from {peer}", peer=case.peer),
        end=reads_all(case, text("The terminal's reading")),
        holds=True,
    )


RULES = (no_line, nothing, full)
