"""Masks of events: as numbers, as names, and in each of the ways in which they are written."""

from collections.abc import Iterable
from typing import Any

from .commands import Event, Events

READ, WRITE = 1, 2  # selectors.EVENT_READ, selectors.EVENT_WRITE


def mask_text(events: Any) -> str:
    """``EVENT_READ | EVENT_WRITE``, or the number or None that was given."""
    if not isinstance(events, tuple):
        return repr(events)
    return " | ".join(f"EVENT_{str(event).upper()}" for event in events) or "0"


def to_mask(events: Events) -> Any:
    """A list of names as a mask; anything else as it is, so that selectors can say what it thinks of it."""
    if isinstance(events, tuple):
        return sum({"read": READ, "write": WRITE}[event] for event in set(events))
    return events


def to_events(mask: int) -> list[Event]:
    """A mask as a list of names."""
    names: list[Event] = []
    if mask & READ:
        names.append("read")
    if mask & WRITE:
        names.append("write")
    return names


def known_events(events: int | None) -> int:
    """READ and WRITE as far as they are in it: the rest is kept by poll and epoll, where ``modify()`` was given it."""
    return (events or 0) & (READ | WRITE)


def mask_name(mask: int) -> str:
    """``EVENT_READ | EVENT_WRITE``; a number that is no such mask as it is."""
    return mask_text(tuple(to_events(mask))) if mask and not mask & ~3 else str(mask)


def mask_words(events: int | Iterable[str], between: str = " ", none: str = "0") -> str:
    """``READ WRITE`` of a mask or of names of events; ``none`` where there is neither."""
    names = to_events(events) if isinstance(events, int) else events
    return between.join(map(str.upper, names)) or none


def mask_letters(mask: int, between: str = "", none: str = "0") -> str:
    """``RW``; ``none`` where there is neither."""
    return between.join(event[0].upper() for event in to_events(mask)) or none
