"""One watched process: its records become facts. It knows what is registered, so that a descriptor has a name, a mask
and a function."""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from msgspec import structs

from ..probe import layout
from ..values.watched import Function
from .alike_records import AlikeTimes, RawRecord
from .descriptor_names import DescriptorNames
from .facts import KeyChanged, MoreCalls, ReadyKey, SelectorClosed, SelectorSeen, WatchedCall, WatchedFact
from .ring_reader import RingReader
from .turns import AT_ONCE, IDLE, RanHandle, ThreadTurns

BACKENDS = ("epoll", "poll", "select", "devpoll", "kqueue", "other")
READ, WRITE = 1, 2
_IN, _OUT = {"epoll": 0x1, "poll": 0x1, "devpoll": 0x1}, {"epoll": 0x4, "poll": 0x4, "devpoll": 0x4}
MOST_SELECTORS = 4096
MOST_THREADS, MOST_GROWING = 1024, 16
"""Threads that are known at once, and those whose results are not whole yet: a thread writes them in one go."""
MOST_KEYS = 1 << 16
"""Keys that are known, of all selectors of a process."""
KEPT = 1 << 16
"""Results, in different lists of them, that are kept of a process."""


class CallsAlike:
    """Calls that differ from ``record`` in their times alone."""

    __slots__ = ("end", "ends", "like", "record", "rest", "starts")

    def __init__(self, record: RawRecord):
        self.record, self.like, self.rest, self.end = record, record[1:5], record[7:10], record[6]
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        """One more."""
        self.starts.append(start)
        self.ends.append(end)
        self.end = end

    def extend(self, times: AlikeTimes) -> None:
        """So many more."""
        self.starts += times.starts
        self.ends += times.ends
        self.end = times.ends[-1]


class SelectorRecord:
    """What is known of one selector."""

    def __init__(self, kind: str, fd: int):
        self.kind, self.fd = kind, fd
        self.keys: dict[int, KeyChanged] = {}
        self.called: dict[int, Function] = {}
        self.made: dict[Any, tuple[ReadyKey, ...]] = {}
        self.calls = 0
        self.closed = self.more = False
        """``more``: it has keys that are not known."""

    def copy(self) -> "SelectorRecord":
        """As a forked child inherits it."""
        made = SelectorRecord(self.kind, self.fd)
        made.keys, made.more = dict(self.keys), self.more
        return made


class ProcessModel:
    """Folds records. ``selectors`` by their numbers; ``threads`` the turns of each."""

    def __init__(self, ring: RingReader, names: DescriptorNames, parent: "ProcessModel | None" = None):
        self.ring, self.names, self.pid = ring, names, ring.pid
        inherited = {} if parent is None else parent.selectors
        self.selectors: dict[int, SelectorRecord] = {number: one.copy() for number, one in inherited.items()}
        self._keys = sum(len(one.keys) for one in self.selectors.values())
        self.threads: dict[int, ThreadTurns] = {}
        self.calls = self.results = self._kept = 0
        self._growing: dict[int, tuple[RawRecord, list[tuple[int, int]]]] = {}
        self._next = 1

    def fold(self, records: Sequence[RawRecord | AlikeTimes]) -> Iterator[WatchedFact]:
        """The facts of these records, in order. Calls that are alike and come at once one after the other are told
        together: to make a fact of each takes longer than such a loop takes to make the call."""
        alike: CallsAlike | None = None
        for record in records:
            if isinstance(record, AlikeTimes):
                assert alike is not None  # it stands behind a call
                alike.extend(record)
                self._next += len(record.ends)
                continue
            if record[0] != self._next:
                yield from self._alike(alike)
                alike = None
                yield from self._gap()
            self._next = record[0] + 1
            kind = record[1] & 0xFF
            if kind == layout.CALL and record[1] < 2 << 16:
                start, end = record[5], record[6]
                if (
                    alike is not None
                    and record[1:5] == alike.like
                    and record[7:10] == alike.rest
                    and start - alike.end < IDLE
                    and end - start < AT_ONCE
                ):
                    alike.add(start, end)
                    continue
                yield from self._alike(alike)
                alike = CallsAlike(record)
            else:
                yield from self._alike(alike)
                alike = None
            if kind == layout.CALL:
                yield from self._begin(record)
            elif kind == layout.MORE:
                yield from self._more(record)
            elif kind == layout.HANDLE:
                self._handle(record)
            elif kind in _OTHERS:
                yield from _OTHERS[kind](self, record)
        yield from self._alike(alike)

    def _gap(self) -> Iterator[WatchedFact]:
        """Records were lost here: what a call, a turn, or a handle has on both sides of that is not known."""
        yield from self.finish()
        for turns in self.threads.values():
            turns.gap()

    def _alike(self, alike: "CallsAlike | None") -> Iterator[WatchedFact]:
        """Those that came after one that was told."""
        if alike is None or not alike.starts:
            return
        known = self.selector(alike.record[2])
        before = self.turns(alike.record[3] & 0xFFFF).last(alike.record[2])
        if before is None:
            return
        count = len(alike.starts)
        known.calls += count
        self.calls, self.results = self.calls + count, self.results + count * len(before.ready)
        last = structs.replace(before, number=known.calls, start=alike.starts[-1], end=alike.ends[-1])
        self.turns(last.thread).passed(last, count)
        yield MoreCalls(last, tuple(alike.starts), tuple(alike.ends))

    def finish(self) -> Iterator[WatchedFact]:
        """Nothing more will come: calls whose last results were never written are told as far as they are known."""
        for thread in list(self._growing):
            record, raw = self._growing.pop(thread)
            yield from self._call(record, raw)

    def turns(self, thread: int) -> ThreadTurns:
        """Those of a thread, by its number in the process."""
        found = self.threads.get(thread)
        if found is None:
            if len(self.threads) >= MOST_THREADS:
                del self.threads[next(iter(self.threads))]
            found = self.threads[thread] = ThreadTurns()
        return found

    def function(self, number: int) -> Function | None:
        return self.ring.function(number)

    # -- calls -------------------------------------------------------------------------------------------------------

    def _begin(self, record: RawRecord) -> Iterator[WatchedFact]:
        thread, count = record[3] & 0xFFFF, record[1] >> 16
        if thread in self._growing:  # the rest of that one was lost
            yield from self._call(*self._growing.pop(thread))
        raw = [(record[8], record[9])] if count else []
        if count > 1:
            if len(self._growing) >= MOST_GROWING:  # the rest of the oldest was lost
                yield from self._call(*self._growing.pop(next(iter(self._growing))))
            self._growing[thread] = record, raw
        else:
            yield from self._call(record, raw)

    def _more(self, record: RawRecord) -> Iterator[WatchedFact]:
        thread = record[1] >> 16
        if thread not in self._growing:
            return
        head, raw = self._growing[thread]
        pairs = zip(record[2:12:2], record[3:12:2], strict=True)
        raw += list(pairs)[: (head[1] >> 16) - len(raw)]
        if len(raw) >= head[1] >> 16:
            yield from self._call(*self._growing.pop(thread))

    def _call(self, record: RawRecord, raw: list[tuple[int, int]]) -> Iterator[WatchedFact]:
        _, head, selector, who, _, start, end, timeout, *_ = record
        flags, thread, handles = head >> 8 & 0xFF, who & 0xFFFF, who >> 16
        backend = BACKENDS[min(flags & 7, 5)]
        direct, known = bool(flags & layout.DIRECT), self.selector(selector)
        known.calls += 1
        ready = self._known_ready(known, backend, direct, raw)
        odd = flags & layout.ODD_TIMEOUT or not isfinite(timeout)
        given = None if flags & layout.NO_TIMEOUT else "?" if odd else timeout
        self.calls, self.results = self.calls + 1, self.results + len(ready)
        call = WatchedCall(self.pid, thread, selector, backend, known.calls, given, start, end, ready, handles, direct)
        turn = self.turns(thread).call(call)
        if turn is not None:
            yield turn
        yield call

    def _known_ready(
        self, selector: SelectorRecord, backend: str, direct: bool, raw: list[tuple[int, int]]
    ) -> tuple[ReadyKey, ...]:
        """Made once of what is returned again and again, until a key changes."""
        like = tuple(raw)
        found = selector.made.get(like)
        if found is None:
            self._kept += len(raw) + 1
            if self._kept > KEPT:
                for one in self.selectors.values():
                    one.made.clear()
                self._kept = len(raw) + 1
            found = selector.made[like] = tuple(self._ready(selector, backend, direct, raw))
        return found

    def _ready(
        self, selector: SelectorRecord, backend: str, direct: bool, raw: list[tuple[int, int]]
    ) -> Iterator[ReadyKey]:
        """As `selectors` makes keys of it: what has none is left out. With `select` both bits of one make one key."""
        for fd, flags in _merged(raw) if backend == "select" else raw:
            key = selector.keys.get(fd)
            mask = _mask(backend, flags)
            if not direct:
                if key is None and selector.keys and not selector.more:
                    continue
                mask &= key.events if key is not None else mask
            who = key.called_for(mask) if key is not None else (selector.called.get(fd),)
            yield ReadyKey(fd, self.names.name(fd), mask, flags, *who)

    def _failed(self, record: RawRecord) -> Iterator[WatchedFact]:
        _, head, selector, who, name, start, end, *_ = record
        flags, errno, thread = head >> 8 & 0xFF, head >> 16, who & 0xFFFF
        known, error = self.selector(selector), self.function(name)
        known.calls += 1
        yield WatchedCall(
            self.pid, thread, selector, BACKENDS[min(flags & 7, 5)], known.calls, None, start, end,
            direct=bool(flags & layout.DIRECT), error=error.name if error else "Exception", errno=errno,
        )  # fmt: skip

    def _handle(self, record: RawRecord) -> None:
        function = self.function(record[4])
        if function is not None:
            self.turns(record[3] & 0xFFFF).handle(RanHandle(record[5], record[6], function))

    # -- selectors and keys ------------------------------------------------------------------------------------------

    def selector(self, number: int) -> SelectorRecord:
        """That of this number; one of which the beginning was lost has no name."""
        found = self.selectors.get(number)
        if found is None:
            found = self._add(number, SelectorRecord("selector", -1))
        return found

    def _add(self, number: int, made: SelectorRecord) -> SelectorRecord:
        if len(self.selectors) >= MOST_SELECTORS:
            closed = (one for one, known in self.selectors.items() if known.closed)
            oldest = next(closed, next(iter(self.selectors)))
            self._keys -= len(self.selectors.pop(oldest).keys)
            for turns in self.threads.values():
                turns.closed(oldest)
        before = self.selectors.get(number)
        self._keys -= len(before.keys) if before is not None else 0
        self.selectors[number] = made
        return made

    def _seen(self, record: RawRecord) -> Iterator[WatchedFact]:
        kind, fd = self.function(record[4]), record[8]
        self._add(record[2], SelectorRecord(kind.name if kind else "selector", fd))
        yield SelectorSeen(self.pid, record[2], kind.name if kind else "selector", fd, record[5])

    def _closed(self, record: RawRecord) -> Iterator[WatchedFact]:
        known = self.selector(record[2])
        count, known.closed = len(known.keys), True
        self._keys -= count
        known.keys.clear()
        known.made.clear()
        for turns in self.threads.values():
            turns.closed(record[2])
        yield SelectorClosed(self.pid, record[2], count, record[5])

    def _registered(self, record: RawRecord) -> Iterator[WatchedFact]:
        known = self.selector(record[2])
        fd, keys = record[8], known.keys
        if fd not in keys:
            self.names.forget(fd)
            self._make_room(known)
        name = self.names.name(fd)
        function, writer = self.function(record[4]), self.function(record[6])
        listens = self.names.listens(name)
        changed = KeyChanged(self.pid, record[2], fd, name, record[9], function, record[5], listens, writer)
        if fd in keys or self._keys < MOST_KEYS:
            self._keys += fd not in keys
            keys[fd] = changed
        known.made.clear()
        yield changed

    def _make_room(self, known: SelectorRecord) -> None:
        """For one more key: the oldest goes, if so many are known."""
        if self._keys >= MOST_KEYS:
            known.more = True
            if known.keys:
                del known.keys[next(iter(known.keys))]
                self._keys -= 1

    def _unregistered(self, record: RawRecord) -> Iterator[WatchedFact]:
        fd = record[8]
        known = self.selector(record[2])
        self._keys -= known.keys.pop(fd, None) is not None
        known.made.clear()
        yield KeyChanged(self.pid, record[2], fd, self.names.name(fd), 0, None, record[5])

    def _called(self, record: RawRecord) -> Iterator[WatchedFact]:
        """Who asks `select` itself will call this for a descriptor, maybe of another file; no name: not known."""
        known, function = self.selector(record[2]), self.function(record[4])
        known.called.pop(record[8], None)
        self.names.forget(record[8])
        if function is not None and len(known.called) < MOST_KEYS:
            known.called[record[8]] = function
        known.made.clear()
        yield from ()


_OTHERS: dict[int, Any] = {
    layout.FAILED: ProcessModel._failed,
    layout.SELECTOR: ProcessModel._seen,
    layout.CLOSED: ProcessModel._closed,
    layout.REGISTERED: ProcessModel._registered,
    layout.UNREGISTERED: ProcessModel._unregistered,
    layout.CALLED: ProcessModel._called,
}


def _mask(backend: str, flags: int) -> int:
    """The rule of `selectors`: any flag beyond OUT is READ, any beyond IN is WRITE."""
    if backend == "select":
        return (READ if flags & 5 else 0) | (WRITE if flags & 2 else 0)
    if backend not in _IN:
        return flags & 3
    return (WRITE if flags & ~_IN[backend] else 0) | (READ if flags & ~_OUT[backend] else 0)


def _merged(raw: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for fd, flags in raw:
        found[fd] = found.get(fd, 0) | flags
    return list(found.items())
