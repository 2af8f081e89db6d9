"""Arguments of a selector as Python writes them."""

from typing import Any

from .commands import Timeout


def mask_text(events: Any) -> str:
    """``EVENT_READ | EVENT_WRITE``, or the number or None that was given."""
    if not isinstance(events, tuple):
        return repr(events)
    return " | ".join(f"EVENT_{event.upper()}" for event in events) or "0"


def timeout_text(timeout: Timeout) -> str:
    """The timeout as Python: ``None``, ``0.5``, ``float('nan')``."""
    return f"float({timeout!r})" if isinstance(timeout, str) else repr(timeout)
