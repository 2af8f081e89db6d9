"""The rules of the Trace Event Format, as far as a file of ours has to do with them: what breaks one raises.

https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU: the object format, the phases X, B, E,
i and M with what each must have; ours beside it: each track in the order of time, and named once.
"""

import json
from collections import defaultdict
from typing import Any, NamedTuple

Event = dict[str, Any]
NEEDED = {
    "X": {"ph", "pid", "tid", "ts", "dur", "name", "args"},
    "B": {"ph", "pid", "tid", "ts", "name", "args"},
    "E": {"ph", "pid", "tid", "ts"},
    "i": {"ph", "pid", "tid", "ts", "s", "name", "args"},
    "M": {"ph", "pid", "tid", "ts", "name", "args"},
}
METADATA = {"process_name": "name", "thread_name": "name", "thread_sort_index": "sort_index"}
TINY = 0.0006
"""Microseconds: times are whole nanoseconds, which a float may miss."""


class Slice(NamedTuple):
    """One slice, times in microseconds."""

    name: str
    start: float
    end: float
    args: dict[str, Any]


class Trace:
    """A file that keeps the rules: ``slices`` and ``instants`` by the names of their tracks."""

    def __init__(self, text: str):
        whole = json.loads(text)
        assert whole.keys() == {"displayTimeUnit", "traceEvents", "otherData"}
        self.about = whole["otherData"]
        self.events: list[Event] = whole["traceEvents"]
        self.names: dict[int, str] = {}
        self.slices: dict[str, list[Slice]] = defaultdict(list)
        self.instants: dict[str, list[Event]] = defaultdict(list)
        tracks: dict[int, list[Event]] = defaultdict(list)
        for event in self.events:
            self._check(event)
            if event["ph"] != "M":
                tracks[event["tid"]].append(event)
        for tid, events in tracks.items():
            self._read(self.names[tid], events)
        assert len(set(self.names.values())) == len(self.names)

    def _check(self, event: Event) -> None:
        assert event.keys() == NEEDED[event["ph"]], event
        assert type(event["pid"]) is type(event["tid"]) is int and isinstance(event["ts"], int | float)
        assert isinstance(event.get("name", ""), str) and isinstance(event.get("args", {}), dict)
        assert event.get("dur", 0) >= 0 and event.get("s", "t") == "t"
        if event["ph"] == "M":
            assert event["args"].keys() == {METADATA[event["name"]]}
        if event.get("name") == "thread_name":
            assert event["tid"] not in self.names
            self.names[event["tid"]] = event["args"]["name"]

    def _read(self, name: str, events: list[Event]) -> None:
        at, ends, begun = float("-inf"), [float("inf")], list[Event]()
        for event in events:
            assert event["ts"] >= at - TINY, (name, event)
            at = event["ts"]
            while ends[-1] <= at + TINY and ends[-1] != float("inf"):
                ends.pop()
            if event["ph"] == "i":
                self.instants[name].append(event)
            elif event["ph"] == "B":
                begun.append(event)
            elif event["ph"] == "E":
                one = begun.pop()
                self.slices[name].append(Slice(one["name"], one["ts"], at, one["args"]))
            else:
                end = at + event["dur"]
                assert end <= ends[-1] + TINY, (name, event, ends)
                ends.append(end)
                self.slices[name].append(Slice(event["name"], at, end, event["args"]))
        assert begun == []
