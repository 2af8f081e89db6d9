"""``chrome-trace``: what has happened, for a trace viewer (Perfetto, chrome://tracing, Speedscope).

The Trace Event Format as a JSON object. It is written as it is read, so that its length costs no memory; what is known
of the whole, and what is left out, stands behind the events.
"""

from collections.abc import Iterator

from ..values.text import text
from .formats import CannotExport, ExportFormat, ExportSource, Making

OWN = "callbacks"
PROGRAMS = "the program's own code"
"""What is between two calls of a watched program's selector."""


def make(source: ExportSource, making: Making) -> Iterator[str]:
    """The file. Raises CannotExport before anything of it was given."""
    from msgspec.json import encode

    from ..wording.unseen import coded
    from .this_system import program
    from .trace_rows import TraceRows
    from .trace_tracks import PROCESS, Tracks

    tracks = Tracks(making)
    trace = TraceRows(tracks, making, PROGRAMS if source.watched else OWN)
    rows = source.rows(making)
    first = next((some for some in rows if some), None)
    if first is None:
        raise CannotExport(making.left_out[0] if making.left_out else text("nothing has happened in it"))
    title = coded(" ".join((source.watched or source.title).split()))[:300]
    name = {"ph": "M", "pid": PROCESS, "tid": 0, "ts": 0, "name": "process_name", "args": {"name": title}}
    yield '{"displayTimeUnit": "ns", "traceEvents": [\n'
    trace.add(first)
    yield tracks.take()
    for some in rows:
        trace.add(some)
        yield tracks.take()
    trace.finish()
    yield f"{tracks.take()}{encode(name).decode()}\n], "
    about = {
        "made by": program(),
        "of": title,
        "clock": "CLOCK_MONOTONIC of the system it happened on, in microseconds",
        "left out": [coded(str(words)) for words in making.left_out],
    }
    yield f'"otherData": {encode(about).decode()}}}\n'


FORMAT = ExportFormat(
    "chrome-trace",
    text("what has happened, for a trace viewer: a track for each file object, calls and callbacks as slices"),
    ".trace.json",
    frozenset(("session", "recording")),
    make,
)
