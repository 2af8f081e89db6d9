"""``scaling``: what one ``select(0)`` costs by the number of descriptors, measured here. It imports no Qt."""

import argparse
import json
import sys
from collections.abc import Iterator

from selcore.backends import find_backend
from selcore.scaling import LIMITS, MOST, SECONDS, Measurement, Point, Report, backends_here
from selcore.scaling.words import cost, of_end, of_stop, title

from ..arguments import backend
from ..console import complain, one_line, say
from ..ending import noted
from .base import Command


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON object")
    parser.add_argument("--backends", metavar="A,B", type=_backends, default=backends_here(), help="these only")
    most = f"registered descriptors at most ({MOST:,})"
    parser.add_argument("--most", metavar="N", type=_most, default=MOST, help=most)
    parser.add_argument(
        "--seconds", metavar="S", type=_seconds, default=SECONDS, help=f"for about this long ({SECONDS:g} s)"
    )


def do(given: argparse.Namespace) -> int:
    return scaling(given.backends, given.most, given.seconds, given.json)


def _backends(words: str) -> list[str]:
    return list(dict.fromkeys(_real(backend(word.strip())) for word in words.split(",")))


def _real(id: str) -> str:
    found = find_backend(id)
    return id if found is None else found.id


def _most(words: str) -> int:
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0
    if not LIMITS[0] <= number <= LIMITS[1]:
        raise argparse.ArgumentTypeError(f"{words!r} is not a number of descriptors from {LIMITS[0]} to {LIMITS[1]:,}")
    return number


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{words!r} is not a number of seconds above 0, to 3,600")
    return seconds


def scaling(backends: list[str], most: int, seconds: float, as_json: bool) -> int:
    """Measure and print; 0 where it came to an end of its own, be that the limit of the system; 1 where it failed."""
    report, measurement = Report(), Measurement(backends, most, seconds)
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


def _follow(measurement: Measurement, report: Report) -> int:
    """Take what is told until it ends; the number of the signal that ended it, or 0."""
    seen = sys.stderr is not None and sys.stderr.isatty()
    with noted() as came:
        return _take(measurement, report, seen, came)


def _take(measurement: Measurement, report: Report, seen: bool, came: list[int]) -> int:
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


def _progress(report: Report) -> None:
    number = report.at.get("descriptors", 0)
    print(f"\r\x1b[K{report.part:4.0%}  {number:,} descriptors", end="", file=sys.stderr, flush=True)


def as_table(report: Report, backends: list[str]) -> Iterator[str]:
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


COMMAND = Command("scaling", "measure what one select() costs as descriptors grow", arguments, do)
