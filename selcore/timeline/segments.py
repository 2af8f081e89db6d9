"""The kinds of segments as small numbers that fit a column. Of several in one pixel the highest is drawn."""

from enum import IntEnum


class SegmentKind(IntEnum):
    """The first ones are spans of the worker, then an object's: what it is watched for, what was returned, marks."""

    BLOCKED = 0  # select() had not returned; it returned results
    EMPTY = 1  # the same; it returned []
    MANY = 2  # identical calls, one after the other, as one row
    CALLBACKS = 3  # callbacks were called for what had been returned
    WAITING = 4  # select() has not returned yet
    STOPPED = 5  # the call was ended before it returned
    FAILED = 6  # the call raised
    TURN = 7  # a long turn of a watched program: what ran between two calls

    WATCH_OTHER = 8  # registered with a mask of neither event
    WATCH_READ = 9
    WATCH_WRITE = 10
    WATCH_BOTH = 11

    HELD_OTHER = 12  # returned with a mask of neither event
    HELD_READ = 13  # returned, and nobody served it before the next call
    HELD_WRITE = 14
    HELD_BOTH = 15
    MANY_OTHER = 16
    MANY_READ = 17  # returned by identical calls, which nobody served
    MANY_WRITE = 18
    MANY_BOTH = 19
    OTHER = 20
    READ = 21  # returned, and served by its callback or by a command
    WRITE = 22
    BOTH = 23

    COMMAND = 24  # marks are instants: a command
    OPENED = 25
    CLOSED = 26
    EOF = 27
    ERROR = 28  # something was refused, or the kernel reported an error


HELD, MANY, SERVED, WATCH = SegmentKind.HELD_OTHER, SegmentKind.MANY_OTHER, SegmentKind.OTHER, SegmentKind.WATCH_OTHER
"""A mask of events (0 to 3) added to one of these is the kind."""


def event_mask(mask: int) -> int:
    """The READ (1) and WRITE (2) bits of a mask, which may have others."""
    return mask & 3 if mask >= 0 else 0


def is_ready(kind: int) -> bool:
    """Whether it is a result of ``select()``."""
    return HELD <= kind <= SegmentKind.BOTH
