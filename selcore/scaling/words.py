"""What is said beside the points: why a line ends, how far the measuring came and why it ended."""

from ..backends import find_backend
from ..values.text import Text, text
from ..wording.durations import duration
from .values import LimitReached, ScalingReport

FD_SETSIZE = 1024
"""What it is on Linux and macOS (select(2)); it is compiled in and cannot be asked for."""


def of_stop(stop: LimitReached) -> Text:
    """Why the line of this class ends. The exception's own words stand beside it, not in it."""
    name = title(stop.backend)
    if stop.backend == "select" and stop.error.type == "ValueError" and stop.fd >= FD_SETSIZE:
        return text(
            "{name} ends at {count} here: the next descriptor has the number {fd}. Its limit is the number of a "
            "descriptor (FD_SETSIZE, 1024), not how many are watched",
            name=name,
            count=f"{stop.descriptors:,}",
            fd=stop.fd,
        )
    return text("{name} ends at {count} {count:descriptor|descriptors}", name=name, count=f"{stop.descriptors:,}")


def of_end(report: ScalingReport) -> Text:
    """How far it came and why no further; empty while it goes on."""
    reached = f"{report.reached:,}"
    if report.why == "all":
        return text("measured up to {n} {n:descriptor|descriptors}, as asked", n=reached)
    if report.why == "stopped":
        return text("measured up to {n} {n:descriptor|descriptors}: none of the classes takes more", n=reached)
    if report.why == "time":
        return text("measured up to {n} {n:descriptor|descriptors}: then the time was up", n=reached)
    if report.why == "refused":
        if report.limit.hard is not None:
            return text(
                "measured up to {n} {n:descriptor|descriptors}: the system opens no more "
                "(limit: {soft}, at most {hard})",
                n=reached,
                soft=limit_words(report.limit.soft),
                hard=limit_words(report.limit.hard),
            )
        return text("measured up to {n} {n:descriptor|descriptors}: the system opens no more", n=reached)
    return text("")


def limit_words(limit: int | None) -> str:
    return "–" if limit is None else "∞" if limit < 0 else f"{limit:,}"


def title(backend: str) -> str:
    found = find_backend(backend)
    return found.title if found is not None else backend


def cost(seconds: float) -> str:
    """A time with three figures that count: ``742 ns``, ``2.00 µs``, ``16.6 ms``."""
    return duration(seconds, zeros=True)
