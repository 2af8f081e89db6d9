"""Names for segments: on the segment itself, in a tooltip, and for a screen reader."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from selcore.history.store import Row
from selcore.timeline.lanes import TURNS, WORKER
from selcore.timeline.segments import HELD, MANY, SegmentKind, is_ready
from selcore.timeline.time_axis import exact_text
from selcore.timeline.track import Segment
from selcore.values.masks import mask_letters, mask_words
from selcore.values.watched import Turn
from selcore.wording.durations import duration
from selcore.wording.unseen import coded

from ..history import cells
from ..kit.saying import counted

RowOf = Callable[[int], Row | None]


def tr(source: str) -> str:
    return QCoreApplication.translate("Timeline", source)


def lane_name(name: str) -> str:
    """The worker's lane is called after what it does; those of long turns are numbered, the first is not."""
    if name.startswith(TURNS):
        return f"{tr('turns')}{name.removeprefix(TURNS).removesuffix(' 1')}"
    return tr("select()") if name == WORKER else coded(name)


def events(kind: int) -> str:
    """Of something that was returned."""
    return mask_words((kind - HELD) & 3)


def label(segment: Segment, row_of: RowOf) -> tuple[str, str]:
    """For a segment on the screen: many words, and few."""
    kind, length = segment.kind, duration((segment.end - segment.start) / 1e9)
    if kind in (SegmentKind.MANY, *range(MANY, MANY + 4)):
        letter = "" if kind == SegmentKind.MANY else _letter(kind) + " "
        return f"{letter}×{segment.calls:,} · {length}", f"{letter}×{segment.calls:,}"
    if is_ready(kind):
        return f"{_letter(kind)} {length}", _letter(kind)
    if kind == SegmentKind.BLOCKED:
        row = row_of(segment.serial)
        many = f" → {row.results}" if row is not None and row.results is not None else ""
        return length + many, many.strip()
    if kind == SegmentKind.EMPTY:
        return f"{length} → []", "[]"
    if kind == SegmentKind.FAILED:
        return f"✕ {length}", "✕"
    if kind == SegmentKind.TURN:
        return _turn_words(row_of(segment.serial), length), length
    if kind == SegmentKind.WAITING:
        return tr("waiting {time}").format(time=length), "…"
    return length, ""


def _turn_words(row: Row | None, length: str) -> str:
    turn = row.about if row is not None else None
    return f"{length} {turn.longest.function}" if isinstance(turn, Turn) and turn.longest is not None else length


def _letter(kind: int) -> str:
    return mask_letters((kind - HELD) & 3)


def meaning(kind: int) -> str:
    """In words, a sentence at most."""
    known = {
        SegmentKind.BLOCKED: tr("in select() until it returned results"),
        SegmentKind.EMPTY: tr("in select(), which returned []"),
        SegmentKind.MANY: tr("identical calls, one after the other"),
        SegmentKind.TURN: tr("a long turn: what ran between two calls of the program's selector"),
        SegmentKind.CALLBACKS: tr("callbacks of what was returned"),
        SegmentKind.WAITING: tr("in select(), which has not returned"),
        SegmentKind.STOPPED: tr("in select() until it was ended; it had not returned"),
        SegmentKind.FAILED: tr("select() raised"),
        SegmentKind.WATCH_OTHER: tr("registered for neither event"),
        SegmentKind.WATCH_READ: tr("watched for READ"),
        SegmentKind.WATCH_WRITE: tr("watched for WRITE"),
        SegmentKind.WATCH_BOTH: tr("watched for READ and WRITE"),
        SegmentKind.COMMAND: tr("a command"),
        SegmentKind.OPENED: tr("opened"),
        SegmentKind.CLOSED: tr("closed"),
        SegmentKind.EOF: tr("end of file"),
        SegmentKind.ERROR: tr("an error"),
    }
    if kind in known:
        return known[SegmentKind(kind)]
    if kind < MANY:
        return tr("returned as ready for {events}; nobody served it before the next call").format(events=events(kind))
    if kind < MANY + 4:
        return tr("returned as ready for {events} by identical calls; nobody served it").format(events=events(kind))
    return tr("returned as ready for {events}, and served").format(events=events(kind))


def describe(name: str, segment: Segment | None, row_of: RowOf, origin: int) -> list[str]:
    """Lines: what it is, when and for how long, and what the history says of it."""
    if segment is None:
        return [lane_name(name), tr("nothing here")]
    lines = [f"{lane_name(name)} · {meaning(segment.kind)}"]
    since = exact_text(segment.start - origin)
    length = segment.end - segment.start
    if length > 1:
        lines.append(tr("from {since} for {time}").format(since=since, time=duration(length / 1e9)))
    else:
        lines.append(tr("at {since}").format(since=since))
    if segment.calls > 1:
        lines.append(counted(tr("{n} {n:call|calls}"), n=f"{segment.calls:,}"))
    row = row_of(segment.serial)
    if row is None:
        lines.append(tr("its row of the history is no longer kept"))
        return lines
    lines += filter(None, (cells.what(row), _returned(row), cells.did(row), str(row.error) if row.error else ""))
    return lines


def _returned(row: Row) -> str:
    if row.mask is None:
        return ""
    return " · ".join(filter(None, (row.name or "", cells.returned(row), cells.flags(row))))
