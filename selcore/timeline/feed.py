"""From the worker's facts to lanes. All that depends on the shape of facts is here and in ``plotter``.

Facts have times of their own; states of objects have none: they are taken to be of the last thing that happened to it.
"""

from typing import Any

from ..values.commands import CloseSelector, Rename, UseBackend, verb
from ..values.facts import Batch, CallBegan, Entry, GroupGrew, ObjectState, RunCall
from ..values.masks import to_mask
from ..values.observed import State
from ..values.outcomes import Done, Failed, Interrupted, Refused, Returned, RunEnded
from ..values.watched import Turn
from ..verbs import VERBS
from .lanes import TURNS, WORKER, Lane, Lanes
from .plotter import Gathered, Plotter
from .segments import WATCH, SegmentKind, event_mask

MARKED: dict[State, SegmentKind] = {
    "closed": SegmentKind.CLOSED,
    "eof": SegmentKind.EOF,
    "reset by peer": SegmentKind.ERROR,
}
"""States whose beginning gets a mark."""
MOST_TURNS = 64
"""Threads of a program whose lanes of turns are kept in any case; a server may fork thousands."""


class TimelineFeed:
    """Puts batches into lanes. ``serial`` is the number that the history gives to the first row of the batch."""

    def __init__(self, lanes: Lanes):
        self.lanes = lanes
        self.reset()

    def reset(self) -> None:
        """Reset this and the lanes."""
        self.lanes.reset()
        self._plotter = Plotter(self.lanes)
        self._known: dict[str, ObjectState] = {}
        self._began: CallBegan | None = None
        self._turns: dict[tuple[int, int], Lane] = {}
        self._turn_lanes = 0
        self._serial = 0

    def fold(self, batch: Batch, serial: int) -> None:
        """Take in a batch."""
        self._serial = serial
        gathered = Gathered()
        for fact in batch.facts:
            if (call := _as_call(fact)) is not None:
                if gathered and (call[0] < 0) is not (gathered.row < 0):
                    gathered = self._plotted(gathered)  # calls of a run tell by their rows whether any are missing
                self._serial += gathered.add(*call, self._serial)
                continue
            gathered = self._plotted(gathered)
            self._take(fact)
        self._plotted(gathered)
        if batch.tail is not None:
            self._plotter.grow(batch.tail, live=True)
        for state in batch.objects:
            self._reconcile(state)
        for name in batch.gone:
            self._gone(name)
        if batch.status is not None and batch.status.state in ("idle", "dead"):
            self.lanes.waiting = 0
        self.lanes.version += 1
        self.lanes.trim()

    def is_news(self, state: ObjectState) -> bool:
        """Whether anything but the object's counters differs from its last state."""
        known = self._known.get(state.name)
        return known is None or (known.state, known.registered) != (state.state, state.registered)

    def clear(self) -> None:
        """Forget what has happened; keep what is watched now."""
        known, now = tuple(self._known.values()), self.lanes.now
        self.reset()
        self.lanes.at(now)
        for state in known:
            self._reconcile(state)

    def _plotted(self, gathered: Gathered) -> Gathered:
        if gathered:
            self._plotter.plot(gathered)
            return Gathered()
        return gathered

    def _take(self, fact: Any) -> None:
        """Take in a fact that is not a single call."""
        if isinstance(fact, GroupGrew):
            self._plotter.grow(fact)
        elif isinstance(fact, CallBegan):
            self._plotter.begin(fact.at, self._serial)
        elif isinstance(fact, Entry):
            self._entry(fact)
        else:
            self._serial = self._plotter.plot_block(fact, self._serial)

    def _entry(self, entry: Entry) -> None:
        outcome = entry.outcome
        serial, self._serial = self._serial, self._serial + 1
        if isinstance(outcome, RunEnded):
            return  # its calls were told; it is told when it has ended, with the time at which it began
        self.lanes.at(entry.at)
        if isinstance(entry.about, Turn):
            self._turn(entry.about, serial)
            return
        command = entry.command
        if isinstance(outcome, Refused):
            self._lane_of(command).marks.add(entry.at, entry.at, SegmentKind.ERROR, serial)
            self._lane_of(command).eventful = True
            return
        if isinstance(outcome, Done):
            self._done(command, outcome, entry.at, serial)

    def _turn(self, turn: Turn, serial: int) -> None:
        """A long turn, in the lane of its thread. One that had others of the same thread in it stands for them."""
        key = turn.pid, turn.thread
        lane = self._turns.get(key)
        if lane is None or self.lanes.get(lane.name) is not lane:
            self._turn_lanes += 1
            lane = self._turns[key] = self.lanes.lane(f"{TURNS} {self._turn_lanes}")
        track = lane.main
        while len(track) and track[track.place].start >= turn.start:
            track.drop()
        track.add(turn.start, turn.end, SegmentKind.TURN, serial)
        lane.eventful = True
        if len(self._turns) > MOST_TURNS:
            self._turns.pop(next(iter(self._turns))).over = True

    def _lane_of(self, command: Any) -> Lane:
        name = getattr(command, "name", None)
        found = self.lanes.get(name) if name else None
        return self.lanes.worker if found is None else found

    def _done(self, command: Any, outcome: Done, at: int, serial: int) -> None:
        do = verb(command)
        if do == "open":
            for one in outcome.value.get("opened", ()):
                self.lanes.lane(one["name"]).marks.add(at, at, SegmentKind.OPENED, serial)
            return
        if isinstance(command, Rename):
            self.lanes.rename({one["from"]: one["to"] for one in outcome.value.get("renamed", ())})
        if isinstance(command, UseBackend | CloseSelector):
            self._plotter.settle(at)
        lane = self._lane_of(command)
        if do in ("register", "modify") and not command.inside:
            self._watch(lane, to_mask(command.events), at, serial)
        elif do == "unregister" and not command.inside:
            self._watch(lane, None, at, serial)
        found = VERBS[type(command)]
        if found.serves:
            self._plotter.serve(lane, at, found.serves)
        kind = (
            SegmentKind.CLOSED if found.ends else SegmentKind.EOF if outcome.value.get("eof") else SegmentKind.COMMAND
        )
        lane.marks.add(at, at, kind, serial)
        lane.eventful = lane.eventful or kind != SegmentKind.COMMAND or found.serves > 0
        lane.over = lane.over or kind == SegmentKind.CLOSED

    def _watch(self, lane: Lane, mask: Any, at: int, serial: int) -> None:
        """The object is registered for ``mask`` from ``at`` (ns) on; None: not registered."""
        track = lane.watch
        if mask is None:
            self.lanes.watches += track.open
            track.close(at)
            return
        kind = WATCH + event_mask(mask if isinstance(mask, int) else 0)
        if track.open:
            if track[track.place].kind == kind:
                return
            track.close(at)
        track.begin(at, kind, serial)
        self.lanes.watches += 1

    def _reconcile(self, state: ObjectState) -> None:
        """Take over changes without a command: by a callback, by the peer, by somebody else."""
        before, self._known[state.name] = self._known.get(state.name), state
        lane = self.lanes.lane(state.name)
        at = self._plotter.seen.pop(state.name, 0) or self.lanes.now
        if not at:
            return
        serial = max(self._serial - 1, 0)
        self._watch(lane, state.registered, at, serial)
        lane.over = state.state == "closed" and state.registered is None
        if before is None or before.state == state.state:
            return
        kind = MARKED.get(state.state)
        newest = lane.marks[lane.marks.place].kind if len(lane.marks) else None
        if kind is not None and newest != kind:
            lane.marks.add(at, at, kind, serial)
            lane.eventful = True

    def _gone(self, name: str) -> None:
        self._known.pop(name, None)
        lane = self.lanes.get(name)
        if lane is not None and name != WORKER:
            lane.watch.close(self.lanes.now)
            lane.over = True


def _as_call(fact: Any) -> tuple[int, Returned | Failed | Interrupted] | None:
    """A call and its row in a run (-1 for a step); None if the fact is not a single call."""
    if isinstance(fact, RunCall):
        return fact.row, fact.outcome
    if isinstance(fact, Entry) and isinstance(fact.outcome, Returned | Failed | Interrupted):
        return -1, fact.outcome
    return None
