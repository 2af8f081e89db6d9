"""Arguments of a selector as Python writes them."""

from typing import Any

from .commands import Event, Events, Timeout

READ, WRITE = 1, 2  # selectors.EVENT_READ, selectors.EVENT_WRITE


def mask_text(events: Any) -> str:
    """``EVENT_READ | EVENT_WRITE``, or the number or None that was given."""
    if not isinstance(events, tuple):
        return repr(events)
    return " | ".join(f"EVENT_{str(event).upper()}" for event in events) or "0"


def timeout_text(timeout: Timeout) -> str:
    """The timeout as Python: ``None``, ``0.5``, ``float('nan')``."""
    return f"float({timeout!r})" if isinstance(timeout, str) else repr(timeout)


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
