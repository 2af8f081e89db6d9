"""Rows of a history as what stands on the tracks of a trace: calls, callbacks, what was ready until when, commands.

What a call returned stands on the track of its file object, from the return until a command has served it or the next
call of the same selector began: it is the time in which the program could have done something about it.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from ..backends import find_backend, raw_names
from ..history.row import Row
from ..values.masks import mask_words
from ..values.outcomes import Done, Interrupted
from ..values.text import in_short, text
from ..values.timeouts import timeout_text
from ..values.watched import Turn
from ..verbs import VERBS
from ..wording.unseen import coded
from .formats import Making
from .trace_tracks import Key, TraceTrack, Tracks

SELECTORS, COMMANDS, TURNS, OBJECTS = 0, 1, 2, 3
"""The places of the tracks, from above."""
COMMANDS_KEY: Key = (COMMANDS, "commands")
HELD = 10_000
"""Commands given during a call that wait for the row of that call."""
OPENED = 100
"""Of many that one command opened, those on whose tracks it stands."""
LONGEST = 300
"""Characters of a name, or of what is told of it."""


class _LastCall(NamedTuple):
    """The last call of a selector: its number, when it returned, of which step it is; of its callbacks whether there
    were any, and when the last had returned, where that is known."""

    number: int | None
    end: int
    step: int
    did: bool
    until: int | None


class TraceRows:
    """Puts rows, in their order, onto tracks. ``code`` is what a stretch between two calls is called."""

    def __init__(self, tracks: Tracks, making: Making, code: str = "callbacks"):
        self._tracks, self._making, self._code = tracks, making, code
        self._ready: dict[Key, list[tuple[str, int, TraceTrack]]] = {}
        self._last: dict[Key, _LastCall] = {}
        self._held: list[Row] = []
        self._unknown = 0
        self._selector: Key = SELECTORS, ""

    def add(self, rows: Iterable[Row]) -> None:
        """The next rows. The results of a call may be in the next portion."""
        for row in rows:
            if row.child:
                self._result(row, self._selector)
            elif row.is_call:
                self._call(row)
            elif row.parent is not None and len(self._held) < HELD:
                self._held.append(row)  # it is told before its call, which had begun before it
            else:
                self._release()
                self._command(row)

    def finish(self) -> None:
        """There are no more: what is still ready is so until the last time that is known."""
        self._release()
        for key in list(self._last):
            self._close(key, self._tracks.last, None)
        if self._unknown:
            words = "how long the callbacks of {n} {n:call|calls} took: no other call followed in the same run"
            self._making.leave_out(text(words, n=f"{self._unknown:,}"))

    # Calls.

    def _call(self, row: Row) -> None:
        self._release(row.at)
        self._selector = key = (SELECTORS, _shown(f"select() of {row.selector}" if row.selector else "select()"))
        self._close(key, row.at, row.step)
        end = row.grew.last if row.grew is not None else row.at + _ns(row.waited)
        name = f"select({timeout_text(row.timeout)})"
        name = name if row.count == 1 else f"{row.count:,} × {name}"
        self._tracks.slice(key, row.at, end, _shown(name), _of_call(row))
        self._release(end)
        served = getattr(getattr(row.outcome, "call", None), "served", None)
        until = None if served is None else end + _ns(served)
        self._last[key] = _LastCall(row.call, end, row.step, row.did is not None, until)
        if row.mask is not None:
            self._result(row, key)
        self._release()

    def _result(self, row: Row, key: Key) -> None:
        last = self._last.get(key)
        if last is None or last.number != row.call or not row.name:
            return  # its call is not kept any more
        if row.did is not None and not last.did:
            self._last[key] = last._replace(did=True)
        name = _shown(row.name)
        track = self._tracks.begin((OBJECTS, name), last.end, _event(row.mask or 0), _of_result(row))
        if track is not None:
            self._ready.setdefault(key, []).append((name, row.mask or 0, track))

    def _close(self, key: Key, at: int, step: int | None) -> None:
        """The next call of that selector begins: what was ready is asked for anew, its callbacks have returned."""
        for _, _, track in self._ready.pop(key, ()):
            self._tracks.end(track, at)
        last = self._last.pop(key, None)
        if last is None or not last.did:
            return
        until = last.until if last.until is not None else at if step == last.step else None
        if until is None:
            self._unknown += 1
            self._tracks.instant(key, last.end, self._code, {})
        else:
            self._tracks.slice(key, last.end, min(until, at), self._code, {})

    # Commands.

    def _release(self, until: int | None = None) -> None:
        """Those that were held, in order; with a time only those up to it."""
        place = 0
        while place < len(self._held) and (until is None or self._held[place].at <= until):
            self._command(self._held[place])
            place += 1
        del self._held[:place]

    def _command(self, row: Row) -> None:
        if isinstance(row.about, Turn):
            self._turn(row.about)
            return
        name, answer = _shown(row.line), row.answer
        args: dict[str, Any] = {} if answer is None or row.do == "note" else {"answer": _shown(str(answer))}
        args |= {} if row.step < 0 else {"step": row.step}
        self._tracks.instant(COMMANDS_KEY, row.at, name, args)
        for own in map(_shown, _names(row)):
            self._tracks.instant((OBJECTS, own), row.at, name, args)
        served = VERBS[type(row.command)].serves if row.error is None else 0
        if served and row.name:
            self._serve(_shown(row.name), served, row.at)

    def _serve(self, name: str, events: int, at: int) -> None:
        for key, ready in self._ready.items():
            done = [track for other, mask, track in ready if other == name and mask & events]
            for track in done:
                self._tracks.end(track, at)
            if done:
                self._ready[key] = [one for one in ready if one[2] not in done]

    def _turn(self, turn: Turn) -> None:
        longest = "a turn" if turn.longest is None else str(turn.longest.function)
        waited = {_shown(one.name): one.seconds for one in turn.waited}
        args = {"doing": turn.doing.what, "handles": turn.handles, "waited for it, up to seconds": waited}
        key = TURNS, _shown(f"long turns of process {turn.pid}, thread {turn.thread}")
        self._tracks.slice(key, turn.start, turn.end, _shown(longest), args)


def _names(row: Row) -> list[str]:
    """The file objects that a command is about: those that it opened, or its own."""
    opened = row.outcome.value.get("opened", ())[:OPENED] if isinstance(row.outcome, Done) else ()
    return [one["name"] for one in opened] or [row.name] * bool(row.name)


def _of_call(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"call": row.call, "class": _class(row.backend)}
    found |= {} if row.results is None else {"results": row.results}
    if row.grew is not None:
        found |= {"calls": row.count, "waited least": row.grew.least, "most": row.grew.most, "in all": row.grew.total}
    if row.error is not None and row.mask is None:
        found["raised"] = _shown(str(row.error))
    if row.interrupted and isinstance(row.outcome, Interrupted):
        found["ended by"] = row.outcome.by
    if row.reentered:
        found["entered again"] = row.reentered
    return found


def _of_result(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"fd": row.fd, "call": row.call}
    flags = _flags(row.backend, row.raw)
    found |= {} if flags is None else {"flags": flags}
    if row.did is not None:
        found["did"] = _shown("; ".join(map(str, row.did)) if isinstance(row.did, tuple) else str(row.did))
    if row.data is not None:
        found["data"] = _shown(json.dumps(row.data))
    return found


@lru_cache(4096)
def _flags(backend: str, raw: int | None) -> str | None:
    names = raw_names(backend, raw)
    return None if names is None else "|".join(names)


@lru_cache(64)
def _event(mask: int) -> str:
    return mask_words(mask, "|", f"mask {mask}")


@lru_cache(64)
def _class(backend: str) -> str:
    found = find_backend(backend)
    return _shown(backend) if found is None else found.class_name


@lru_cache(4096)
def _shown(words: str) -> str:
    """A stranger's words on one line, as far as a viewer has room for them."""
    return in_short(coded(" ".join(words.split())), LONGEST)


def _ns(seconds: float | None) -> int:
    """What is no number, or none that can be, is nothing."""
    return round(seconds * 1e9) if seconds is not None and 0 <= seconds < 1e9 else 0
