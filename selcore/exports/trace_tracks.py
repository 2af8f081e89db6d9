"""Tracks of a trace and what stands on them: each is in the order of time, and no slice on it overlaps another.

What would, in a file that somebody else has written, or of a program whose threads call one selector at once, stands on
a second track of that name. The rules are those of the Trace Event Format: ``X`` is a slice with its length, ``B`` and
``E`` one whose end is told later, ``i`` an instant, ``M`` the name of a track; times are microseconds.
"""

from typing import Any

from msgspec.json import Encoder

from ..values.text import text
from .formats import Making

PROCESS = 1
MOST = 20_000
"""Tracks, as many as a session may have file objects."""
SIDE_BY_SIDE = 16
"""Tracks of one name."""
Key = tuple[int, str]
"""The place of its sort, and its name."""


class TraceTrack:
    """``at`` is the time (ns) up to which it is told; ``open`` the slice whose end is not known yet, with its begin."""

    __slots__ = ("at", "began", "open", "tid")

    def __init__(self, tid: int):
        self.tid = tid
        self.at = -(1 << 62)
        self.open: tuple[int, str, dict[str, Any]] | None = None
        self.began = False


class Tracks:
    """Makes events, and gives them as text. For one file."""

    def __init__(self, making: Making):
        self._making = making
        self._encode = Encoder().encode
        self._by_key: dict[Key, list[TraceTrack]] = {}
        self._made = 0
        self._out: list[str] = []
        self.last = 0

    def take(self) -> str:
        """What was made since the last time: events, each on a line and with a comma behind it."""
        out, self._out = self._out, []
        return "".join(out)

    def slice(self, key: Key, start: int, end: int, name: str, args: dict[str, Any]) -> None:
        """Something that began and ended (ns)."""
        track = self._free(key, start)
        if track is not None:
            self._complete(track, start, max(start, end), name, args)

    def begin(self, key: Key, start: int, name: str, args: dict[str, Any]) -> TraceTrack | None:
        """Something that goes on: its track, to ``end`` it; None where there is no room for it."""
        track = self._free(key, start)
        if track is not None:
            track.at, track.open, track.began = start, (start, name, args), False
        return track

    def end(self, track: TraceTrack, at: int) -> None:
        """What goes on there has ended. Not before what was told since then."""
        if track.open is None:
            return
        (start, name, args), track.open = track.open, None
        at = max(at, track.at)
        if track.began:
            self._add({"ph": "E", "pid": PROCESS, "tid": track.tid, "ts": at / 1000}, track, at)
        else:
            self._complete(track, start, at, name, args)

    def instant(self, key: Key, at: int, name: str, args: dict[str, Any]) -> None:
        """Something without a length. Within a slice that goes on, that has begun now at the latest."""
        tracks = self._by_key.get(key, ())
        track = next((one for one in tracks if one.at <= at), None) or self._free(key, at)
        if track is None:
            return
        if track.open is not None and not track.began:
            start, title, given = track.open
            track.began = True
            head = {"ph": "B", "pid": PROCESS, "tid": track.tid, "ts": start / 1000}
            self._add(head | {"name": title, "args": given}, track, start)
        head = {"ph": "i", "s": "t", "pid": PROCESS, "tid": track.tid, "ts": at / 1000}
        self._add(head | {"name": name, "args": args}, track, at)

    def _complete(self, track: TraceTrack, start: int, end: int, name: str, args: dict[str, Any]) -> None:
        head = {"ph": "X", "pid": PROCESS, "tid": track.tid, "ts": start / 1000, "dur": (end - start) / 1000}
        self._add(head | {"name": name, "args": args}, track, end)

    def _add(self, event: dict[str, Any], track: TraceTrack, at: int) -> None:
        track.at = at
        self.last = max(self.last, at)
        self._out.append(f"{self._encode(event).decode()},\n")

    def _free(self, key: Key, at: int) -> TraceTrack | None:
        """A track of that name with nothing at that time or after it."""
        tracks = self._by_key.get(key)
        if tracks is not None:
            for track in tracks:
                if track.open is None and track.at <= at:
                    return track
        if self._made >= MOST or (tracks is not None and len(tracks) >= SIDE_BY_SIDE):
            self._making.leave_out(text("what overlaps too often, or is of more file objects than have a track"))
            return None
        return self._make(key, self._by_key.setdefault(key, []))

    def _make(self, key: Key, tracks: list[TraceTrack]) -> TraceTrack:
        self._made += 1
        track = TraceTrack(self._made)
        tracks.append(track)
        place, name = key
        number = f" ({len(tracks)})" if len(tracks) > 1 else ""
        for what, args in (("thread_name", {"name": f"{name}{number}"}), ("thread_sort_index", {"sort_index": place})):
            event = {"ph": "M", "pid": PROCESS, "tid": track.tid, "ts": 0, "name": what, "args": args}
            self._out.append(f"{self._encode(event).decode()},\n")
        return track
