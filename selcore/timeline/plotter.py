"""Calls as segments: how long ``select()`` was in, what it returned, how long callbacks took. Whole blocks at once.

A result is held from the moment its call returned until it is served: by its callbacks, whose time the call carries
(where it does not, the next call is the latest it can have been), by a user's command, or by nobody.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..backends import raw_names
from ..history.call_columns import arrays_of
from ..values.facts import GroupGrew
from ..values.flags import bare
from ..values.outcomes import Call, Effect, Failed, Interrupted, Result, Returned
from .lanes import Lane, Lanes
from .segments import HELD, MANY, SERVED, SegmentKind, event_mask

UNKNOWN = -1.0


class ResultAttributes:
    """The attributes of results by id: lane, mask, whether a callback did something, what to mark."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.masks: list[int] = []
        self.served: list[bool] = []
        self.marks: dict[int, int] = {}
        self.born: dict[int, str] = {}

    def add(self, result: Result, backend: str) -> int:
        """Add a result. Returns its id."""
        id, effect = len(self.names), result.effect
        self.names.append(result.name)
        self.masks.append(event_mask(result.mask))
        self.served.append(effect is not None)
        if effect is not None:
            self._note(id, effect)
        if result.raw and _is_trouble(result.raw, backend):
            self.marks[id] = SegmentKind.ERROR
        return id

    def only(self, ids: list[int]) -> "ResultAttributes":
        """Those of these ids, which count from 0 there: a few calls may refer to a table of a hundred thousand."""
        found = ResultAttributes()
        found.names = [self.names[id] for id in ids]
        found.masks = [self.masks[id] for id in ids]
        found.served = [self.served[id] for id in ids]
        found.marks = {place: self.marks[id] for place, id in enumerate(ids) if id in self.marks}
        found.born = {place: self.born[id] for place, id in enumerate(ids) if id in self.born}
        return found

    def _note(self, id: int, effect: Effect) -> None:
        if effect.eof:
            self.marks[id] = SegmentKind.EOF
        if effect.opened:
            self.born[id] = effect.opened
        if effect.error is not None:
            self.marks[id] = SegmentKind.ERROR


@lru_cache(1024)
def _is_trouble(raw: int, backend: str) -> bool:
    """Whether the kernel's flags contain ERR or NVAL."""
    return any(bare(name) in ("ERR", "NVAL") for name in raw_names(backend, raw) or ())


class Gathered:
    """Consecutive calls as columns; results by their ids in ``kinds``."""

    def __init__(self) -> None:
        self.kinds = ResultAttributes()
        self.row = -1
        self.rows: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.served: list[float] = []
        self.until: dict[int, int] = {}
        self.sizes: list[int] = []
        self.hows: list[int] = []
        self.serials: list[int] = []
        self.ids: list[int] = []

    def __bool__(self) -> bool:
        return len(self.starts) > 0

    def add(self, row: int, outcome: Returned | Failed | Interrupted, serial: int) -> int:
        """Add a call. Returns the number of its rows in the history."""
        call: Call = outcome.call
        many = len(call.results)
        how = (
            SegmentKind.STOPPED
            if isinstance(outcome, Interrupted)
            else SegmentKind.FAILED
            if isinstance(outcome, Failed)
            else -1
        )
        self.row = row
        self.rows.append(row)
        self.starts.append(call.start)
        self.ends.append(call.start + round(call.waited * 1e9))
        self.served.append(UNKNOWN if call.served is None else call.served)
        self.sizes.append(many)
        self.hows.append(how if how >= 0 else SegmentKind.BLOCKED if many else SegmentKind.EMPTY)
        self.serials.append(serial)
        self.ids += [self.kinds.add(result, call.backend) for result in call.results]
        return 1 + many * (many > 1)


class Plotter:
    """Puts calls into lanes. ``seen``: when a callback last did something to an object (ns)."""

    def __init__(self, lanes: Lanes):
        self.lanes = lanes
        self.seen: dict[str, int] = {}
        self._held: list[Lane] = []
        self._late: list[Lane] = []
        self._tables: dict[int, tuple[Any, ResultAttributes]] = {}
        self._row = -1
        self._size = self._many = 0
        self._blocked = 0

    def begin(self, at: int, serial: int) -> None:
        """A call that may block began at ``at`` (ns)."""
        self.settle(at)
        self.lanes.at(at)
        self.lanes.worker.main.begin(at, SegmentKind.WAITING, serial)
        self.lanes.waiting = at

    def settle(self, at: int) -> None:
        """The last call's results have been dealt with: the next call begins, or there will be none."""
        for lane in self._held:
            lane.main.close(at)
        if self._late:
            for lane in (self.lanes.worker, *self._late):
                before = lane.main.last
                lane.main.grow(at)
            self.lanes.sums.callbacks += max(at - before, 0)
        self._held, self._late = [], []

    def serve(self, lane: Lane, at: int, mask: int) -> None:
        """A command served the object, as a callback would have."""
        track = lane.main
        if not track.open:
            return
        code = track[track.place].kind
        events = (code - HELD) & 3
        if events & mask and code != SegmentKind.WAITING:
            track.close(at, SERVED + events if code < MANY else None)

    def plot_block(self, block: Any, serial: int) -> int:
        """Plot a block of calls. Returns the serial number after theirs."""
        table, kinds = self._tables.get(id(block.results), (None, ResultAttributes()))
        if table is not block.results:
            kinds = ResultAttributes()
            self._tables = {id(block.results): (block.results, kinds)}
        for result in block.results.kinds[len(kinds.names) : max(block.ids, default=-1) + 1]:
            kinds.add(result, block.backend)
        gathered = Gathered()
        gathered.kinds, gathered.row = kinds, block.last
        gathered.until = block.until
        gathered.starts, gathered.ends, gathered.sizes, gathered.ids = arrays_of(block)  # type: ignore[assignment]
        sizes = arrays_of(block).sizes
        rows = np.where(sizes > 1, sizes + 1, 1)
        gathered.serials = serial + np.cumsum(rows) - rows  # type: ignore[assignment]
        gathered.hows = np.where(sizes > 0, SegmentKind.BLOCKED, SegmentKind.EMPTY)  # type: ignore[assignment]
        self.plot(gathered)
        return serial + int(rows.sum())

    def plot(self, gathered: Gathered) -> None:
        """Put them in."""
        starts, ends = np.asarray(gathered.starts, np.int64), np.asarray(gathered.ends, np.int64)
        sizes, hows = np.asarray(gathered.sizes, np.int64), np.asarray(gathered.hows, np.int64)
        serials, ids = np.asarray(gathered.serials, np.int64), np.asarray(gathered.ids, np.int64)
        worker, lanes = self.lanes.worker, self.lanes
        if worker.main.open and worker.main[worker.main.place].kind == SegmentKind.WAITING:
            worker.main.drop()  # that it had not returned is over: what it was is told now
        worker.main.open = False
        first = gathered.rows[0] if gathered.rows else gathered.row - len(starts) + 1
        if first > self._row + 1 and self._row >= 0:
            self._leave()
        self.settle(int(starts[0]))
        lanes.at(int(starts[0]))
        lanes.waiting = 0
        until, known = self._served_until(gathered, starts, ends)
        present, ids = np.unique(ids, return_inverse=True)
        kinds = gathered.kinds.only(present.tolist())
        flags = np.asarray(kinds.served, bool)
        calls = np.repeat(np.arange(len(starts)), sizes)
        did = flags[ids] if len(ids) else np.zeros(0, bool)
        busy = np.zeros(len(starts), bool)
        busy[calls[did]] = True
        self._plot_worker(starts, ends, until, busy, hows, serials)
        if len(ids):
            following = self._following(gathered, starts, ends)
            self._plot_results(kinds, ids, calls, did, sizes, ends, until, following, serials, known)
        lanes.at(int(until[-1] if known else ends[-1]))
        self._remember(gathered, sizes, hows, ends - starts)

    def _served_until(self, gathered: Gathered, starts: Any, ends: Any) -> tuple[Any, bool]:
        """When each call's callbacks had returned, and whether that is known for the last call."""
        until, known = self._following(gathered, starts, ends), False
        if gathered.served:
            served = np.asarray(gathered.served)
            until = np.where(served >= 0, ends + np.rint(served * 1e9).astype(np.int64), until)
            known = bool(served[-1] >= 0)
        for place, at in gathered.until.items():
            until[place] = at
            known = known or place == len(until) - 1
        return np.maximum(until, ends), known

    def _plot_worker(self, starts: Any, ends: Any, until: Any, busy: Any, hows: Any, serials: Any) -> None:
        many = np.where(busy, 2, 1)
        place = np.cumsum(many) - many
        total = int(many.sum())
        columns = [np.empty(total, np.int64) for _ in range(4)]
        for column, call, callback in zip(
            columns,
            (starts, ends, hows, serials),
            (ends, until, np.full(len(ends), SegmentKind.CALLBACKS), serials),
            strict=True,
        ):
            column[place] = call
            column[place[busy] + 1] = callback[busy]
        self.lanes.worker.main.extend(columns[0], columns[1], columns[2].astype(np.uint8), columns[3])
        self.lanes.worker.eventful = True
        sums = self.lanes.sums
        sums.calls += int(np.count_nonzero((hows == SegmentKind.BLOCKED) | (hows == SegmentKind.EMPTY)))
        sums.blocked += int((ends - starts).sum())
        sums.callbacks += int((until - ends)[busy].sum())

    def _following(self, gathered: Gathered, starts: Any, ends: Any) -> Any:
        """When the next call began; if that was not recorded, when this one ended."""
        following = np.append(starts[1:], ends[-1] + 1)
        if gathered.rows:
            following[:-1] = np.where(np.diff(gathered.rows) > 1, ends[:-1] + 1, following[:-1])
        return following

    def _leave(self) -> None:
        """Calls are missing after the last one: how long its results were held is unknown."""
        for lane in self._held:
            lane.main.close(lane.main[lane.main.place].start + 1)
        self._held, self._late = [], []

    def _plot_results(
        self, kinds: ResultAttributes, ids: Any, calls: Any, did: Any, sizes: Any, ends: Any, until: Any,
        following: Any, serials: Any, known: bool,
    ) -> None:  # fmt: skip
        last = len(ends) - 1
        begins = ends[calls]
        finish = np.where(did, until[calls], following[calls])
        masks = np.asarray(kinds.masks, np.int64)[ids]
        codes = (masks + np.where(did, SERVED, HELD)).astype(np.uint8)
        within = np.arange(len(ids)) - (np.cumsum(sizes) - sizes)[calls]
        rows = serials[calls] + np.where(sizes[calls] > 1, within + 1, 0)
        self._mark(kinds, ids, finish, rows)
        self.lanes.sums.results += len(ids)
        names = kinds.names
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        code_of = np.asarray([numbers[name] for name in names])[ids]
        order = np.argsort(code_of, kind="stable")
        bounds = np.flatnonzero(np.diff(code_of[order], prepend=-1, append=-1))
        begins, stops, codes, rows = begins[order], finish[order], codes[order], rows[order]
        ends = order[bounds[1:] - 1]
        lowest, highest = bounds[:-1].tolist(), bounds[1:].tolist()
        of, after = ids[ends].tolist(), finish[ends].tolist()
        served, latest = did[ends].tolist(), (calls[ends] == last).tolist()
        for place, (low, high) in enumerate(zip(lowest, highest, strict=True)):
            name = names[of[place]]
            if not name or not self.lanes.has_room(name):
                continue  # a descriptor that no object of the session has
            lane = self.lanes.lane(name)
            lane.eventful = True
            lane.main.extend(begins[low:high], stops[low:high], codes[low:high], rows[low:high])
            if served[place]:
                self.seen[name] = after[place]
            if latest[place] and not (served[place] and known):
                self._wait_for(lane, served[place])

    def _wait_for(self, lane: Lane, served: bool) -> None:
        """The next call tells when it was dealt with."""
        if served:
            self._late.append(lane)
        else:
            lane.main.open = True
            self._held.append(lane)

    def _mark(
        self, kinds: ResultAttributes, ids: Any, finish: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
    ) -> None:
        if not kinds.born and not kinds.marks:
            return
        order = np.argsort(ids, kind="stable")
        bounds = np.searchsorted(ids[order], np.arange(len(kinds.names) + 1)).tolist()
        for id, name in kinds.born.items():
            self.seen[name] = int(finish[order[bounds[id + 1] - 1]])
        for id, kind in kinds.marks.items():
            found = order[bounds[id] : bounds[id + 1]]
            if kinds.names[id] and self.lanes.has_room(kinds.names[id]):
                lane = self.lanes.lane(kinds.names[id])
                at = finish[found]
                lane.marks.extend(at, at, np.full(len(at), kind, np.uint8), rows[found])
                lane.eventful = True

    def _remember(self, gathered: Gathered, sizes: Any, hows: Any, waited: Any) -> None:
        self._row, self._size, self._many = gathered.row, int(sizes[-1]), 1
        self._blocked = int(waited[-1])

    def grow(self, grew: GroupGrew, live: bool = False) -> None:
        """Calls equal to the last one followed: its segment grows. ``live``: it may go on."""
        if grew.row != self._row or grew.count < self._many:
            return
        lanes, more = self.lanes, grew.count - self._many
        lanes.worker.main.grow(grew.last, SegmentKind.MANY, grew.count)
        lanes.worker.main.open = live
        for track in (lane.main for lane in self._held if lane.main.open):
            track.grow(max(grew.last, track.last), MANY + ((track[track.place].kind - HELD) & 3), grew.count)
            track.open = True
        blocked = round(grew.total * 1e9)
        lanes.sums.calls += more
        lanes.sums.results += more * self._size
        lanes.sums.blocked += max(blocked - self._blocked, 0)
        self._many, self._blocked = grew.count, blocked
        lanes.at(grew.last)
