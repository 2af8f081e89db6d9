"""``scaling`` in a terminal: the measurement is followed to its end and printed, as a table or as JSON."""

import json
import sys
from collections.abc import Iterator

from selcore.scaling.measurement import Measurement
from selcore.scaling.values import Point, ScalingReport
from selcore.scaling.words import cost, of_end, of_stop, title

from ..console import complain, one_line, say
from ..ending import noted


def scaling(backends: list[str], most: int, seconds: float, as_json: bool) -> int:
    """Measure and print; 0 where it came to an end of its own, be that the limit of the system; 1 where it failed."""
    report, measurement = ScalingReport(), Measurement(backends, most, seconds)
    try:
        ended_by = _follow(measurement, report)
    except OSError as error:
        complain(one_line(f"selector-playground scaling: it cannot be started: {error}"))
        return 1
    if ended_by:
        return 128 + ended_by
    if measurement.trouble is not None:
        complain(one_line(f"selector-playground scaling: {measurement.trouble}"))
        return 1
    if as_json:
        say(json.dumps(report.as_object()))
    else:
        for line in as_table(report, backends):
            say(line)
    return 0


def _follow(measurement: Measurement, report: ScalingReport) -> int:
    """Take what is told until it ends; the number of the signal that ended it, or 0."""
    seen = sys.stderr is not None and sys.stderr.isatty()
    with noted() as came:
        return _take(measurement, report, seen, came)


def _take(measurement: Measurement, report: ScalingReport, seen: bool, came: list[int]) -> int:
    try:
        measurement.start()
        over = False
        while not over and not came:
            over = measurement.wait(0.2)
            for line in measurement.take():
                report.fold(line)
            if seen and not over:
                _progress(report)
    finally:
        measurement.cancel()
        if seen:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return came[0] if came else 0


def _progress(report: ScalingReport) -> None:
    number = report.at.get("descriptors", 0)
    print(f"\r\x1b[K{report.part:4.0%}  {number:,} descriptors", end="", file=sys.stderr, flush=True)


def as_table(report: ScalingReport, backends: list[str]) -> Iterator[str]:
    """Lines of text: a row a number of descriptors, two columns a class."""
    yield "What one select(0) costs, the median of several rounds, by the number of registered descriptors."
    yield "idle: none of them is ready. ready: all of them are, and are returned."
    yield ""
    width = max([12, *(len(title(id)) for id in backends)])
    yield " " * 10 + "".join(f"  {title(id):>{2 * width + 2}}" for id in backends)
    yield f"{'registered':>10}" + "".join(f"  {word:>{width}}" for _ in backends for word in ("idle", "ready"))
    cells = {(point.descriptors, point.backend, point.ready > 0): point for point in report.points}
    for number in sorted({point.descriptors for point in report.points}):
        row = (_cell(cells.get((number, id, ready))) for id in backends for ready in (False, True))
        yield f"{number:>10,}" + "".join(f"  {cell:>{width}}" for cell in row)
    yield ""
    for stop in report.stops:
        yield one_line(f"{stop.error}")
        yield f"    {of_stop(stop)}."
    if report.error is not None:
        yield one_line(f"{report.error}")
    yield f"    {of_end(report)}." if report.error is not None else f"{of_end(report)}."


def _cell(point: Point | None) -> str:
    return "–" if point is None else cost(point.seconds)
