"""The lines of a measurement as frozen values, and the report that they add up to."""

import csv
import io
from typing import Any

import msgspec

Line = dict[str, Any]
COLUMNS = ("backend", "descriptors", "ready", "seconds", "low", "high", "calls")


class Said(msgspec.Struct, frozen=True):
    """An exception in its own words."""

    type: str
    errno: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.type}: {self.message}"


class Limit(msgspec.Struct, frozen=True):
    """Of the process that measures: the soft limit before and after it was raised, and the hard one. None: no limit."""

    was: int | None = None
    soft: int | None = None
    hard: int | None = None


class Point(msgspec.Struct, frozen=True):
    """What ``select(0)`` cost with ``descriptors`` registered, of which ``ready`` were returned.

    ``seconds`` of one call is the median of the rounds, ``low`` and ``high`` are their quartiles, ``calls`` were made.
    """

    backend: str
    descriptors: int
    ready: int
    seconds: float
    low: float
    high: float
    calls: int


class LimitReached(msgspec.Struct, frozen=True):
    """A class takes ``descriptors`` and no more: the next one, whose number is ``fd``, was answered with the error."""

    backend: str
    descriptors: int
    fd: int
    error: Said


class ScalingReport:
    """Everything measured so far. ``why`` is how it ended: ``all``, ``time``, ``refused`` (with ``error``), ``stopped``
    (no class takes more), or empty.
    """

    def __init__(self) -> None:
        self._points: dict[tuple[str, int, bool], Point] = {}
        self.stops: list[LimitReached] = []
        self.limit = Limit()
        self.sizes: tuple[int, ...] = ()
        self.at: Line = {}
        self.why = ""
        self.reached = 0
        self.error: Said | None = None

    @property
    def points(self) -> list[Point]:
        """The latest point of each class, number and state, in the order of first appearance."""
        return list(self._points.values())

    @property
    def part(self) -> float:
        """Progress, from 0 to 1."""
        return 1.0 if self.why else float(self.at.get("part", 0.0))

    def fold(self, line: Line) -> Point | LimitReached | None:
        """Take in a line. Returns what it added. Raises msgspec.ValidationError for an unknown line."""
        match line.get("is"):
            case "row":
                point = msgspec.convert(line, Point)
                self._points[point.backend, point.descriptors, point.ready > 0] = point
                return point
            case "stop":
                stop = msgspec.convert(line | {"error": line}, LimitReached)
                self.stops.append(stop)
                return stop
            case "begin":
                self.limit = msgspec.convert(line["limit"], Limit)
                self.sizes = tuple(line["sizes"])
            case "progress":
                self.at = line
            case "end":
                self.why, self.reached = line["why"], line["reached"]
                self.error = msgspec.convert(line["error"], Said | None)
        return None

    def line(self, backend: str, ready: bool) -> list[Point]:
        """The points of a curve, in order of the number of descriptors."""
        found = [point for point in self.points if point.backend == backend and bool(point.ready) is ready]
        return sorted(found, key=lambda point: point.descriptors)

    def as_object(self) -> Line:
        """Points, ends and limits, for JSON; times in seconds."""
        return {
            "rows": [msgspec.structs.asdict(point) for point in self.points],
            "stops": [msgspec.to_builtins(stop) for stop in self.stops],
            "limit": msgspec.to_builtins(self.limit),
            "sizes": list(self.sizes),
            "reached": self.reached,
            "ended": self.why or "cancelled",
            "error": msgspec.to_builtins(self.error),
        }


def as_csv(report: ScalingReport) -> str:
    """The points as CSV with headings; times in seconds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(point, column) for column in COLUMNS] for point in report.points)
    return out.getvalue()
