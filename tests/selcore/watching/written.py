"""A ring as a watched process would have written it, and facts made by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selcore.probe import layout
from selcore.probe.recorder import CallRecorder
from selcore.probe.ring import SharedRing
from selcore.values.watched import Function
from selcore.watching.facts import ReadyKey, WatchedCall
from selcore.watching.ring_reader import RingReader

MS = 1_000_000


@contextmanager
def written(folder: Path) -> Iterator[tuple[CallRecorder, RingReader]]:
    """A recorder of this process, and who reads it."""
    ring = SharedRing(str(folder))
    assert ring.ready()
    reader = RingReader(next(folder.glob("*.ring")))
    recorder = CallRecorder(ring)
    try:
        yield recorder, reader
    finally:
        reader.close()
        recorder.forked()


def put_call(recorder: CallRecorder, selector: int, start: int, end: int, **more: Any) -> None:
    """A call as ``returned`` writes it, at times of one's own."""
    seq, ready = recorder.ring.next(), more.get("ready", ())
    head = layout.CALL | more.get("kind", layout.EPOLL) << 8 | len(ready) << 16
    thread = more.get("thread", 0) | more.get("handles", 0) << 16
    fd, flags = ready[0] if ready else (-1, 0)
    given = (head, selector, thread, 0, start, end, more.get("timeout", 1.0), fd, flags)
    layout.RECORD.pack_into(recorder.ring.slots, (seq % layout.SLOTS) * 64, seq, *given, seq)


def key(fd: int, mask: int = 1, function: Function | None = None, name: str = "") -> ReadyKey:
    return ReadyKey(fd, name or f"fd {fd}", mask, mask, function)


def call(number: int, start: float, end: float, *ready: ReadyKey, **more: Any) -> WatchedCall:
    """A call of selector 1 of process 7; times in milliseconds."""
    given = {"pid": 7, "thread": 0, "selector": 1, "backend": "epoll", "timeout": 1.0} | more
    return WatchedCall(number=number, start=round(start * MS), end=round(end * MS), ready=ready, **given)
