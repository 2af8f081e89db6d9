"""Timeouts of ``select()``: as it gets them, as JSON can say them, as Python writes them."""

import math

from .commands import Timeout


def to_seconds(timeout: Timeout) -> float | None:
    """The timeout as ``select()`` gets it: unchanged but for the three names that JSON has no number for."""
    return float(timeout) if isinstance(timeout, str) else timeout


def may_block(timeout: Timeout) -> bool:
    """Whether a call with this timeout waits when nothing is ready (or is refused: nan, inf)."""
    seconds = to_seconds(timeout)
    return seconds is None or seconds > 0


def as_float(timeout: float | int | str) -> float:
    """As a number that can be kept in a column: an int that is beyond a float is infinite."""
    try:
        return float(timeout)
    except OverflowError:
        return -math.inf if not isinstance(timeout, str) and timeout < 0 else math.inf


def timeout_value(timeout: Timeout) -> Timeout:
    """The timeout as JSON can say it: nan and the infinities by name."""
    if isinstance(timeout, float) and not math.isfinite(timeout):
        return "nan" if math.isnan(timeout) else "inf" if timeout > 0 else "-inf"
    return timeout


def timeout_text(timeout: Timeout) -> str:
    """The timeout as Python: ``None``, ``0.5``, ``float('nan')``."""
    return f"float({timeout!r})" if isinstance(timeout, str) else repr(timeout)


def timeout_in_short(timeout: Timeout) -> str:
    """The same to be read, in no more than four digits that count: a program computes its own. ``0.4999``, ``0``."""
    return timeout_text(timeout) if timeout is None or isinstance(timeout, str) else f"{as_float(timeout):.4g}"


def timeout_of(words: str) -> Timeout:
    """The timeout that Python writes so. Raises ValueError where it is none."""
    if words == "None":
        return None
    if words in ("float('nan')", "float('inf')", "float('-inf')"):
        return words[7:-2]  # type: ignore[return-value]
    try:
        return int(words)
    except ValueError:
        return float(words)
