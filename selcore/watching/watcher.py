"""Follows all processes of a watched program: finds their shared files, reads them, looks at what their threads do.

Whoever owns it calls ``poll`` some sixty times a second, on one thread; nothing here waits.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic_ns
from typing import Any

import msgspec

from ..probe.layout import SLOT
from ..values.watched import Function, ThreadDoing, Turn
from .alike_records import joined
from .closed_keys import ClosedKeys
from .descriptor_names import DescriptorNames
from .facts import KeyChanged, NotSeen, ProcessGone, ProcessSeen, RecordsMissed, StillRuns, WatchedFact
from .process_model import ProcessModel
from .ring_reader import NotARing, RingReader
from .thread_state import look
from .thread_watch import ThreadWatch
from .traffic import served

_os: Any = os
_time: Any = time
MOST_PROCESSES = 512
_TOO_MANY = (
    f"{MOST_PROCESSES} processes of the program are followed at once, and there are more: this one, and others that "
    "come while so many run, are not seen"
)
LOOKED_AT = 16
"""Threads of a process that are looked at."""
STILL = 1_000_000_000
"""Nanoseconds after which a turn is told that has not ended."""


@dataclass
class _Process:
    reader: RingReader
    model: ProcessModel
    threads: dict[int, ThreadWatch] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    closed: ClosedKeys = field(default_factory=ClosedKeys)
    missed: int = 0


class Watcher:
    """``poll`` gives what is new. ``records`` and ``lost`` are counted over all processes."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._processes: dict[str, _Process] = {}
        self._done: set[str] = set()
        self._began = _ticks()
        self.here: set[int] = set()
        self.full = False
        self.records = 0
        self.between: Callable[[], object] = lambda: None
        """Called again and again while much is read: to let somebody else have a turn."""
        self._lost = 0
        self.left_out = 0

    @property
    def lost(self) -> int:
        """Records that were written over before they were read."""
        return self._lost + sum(one.reader.lost for one in self._processes.values())

    @property
    def processes(self) -> list[ProcessModel]:
        """Those that are followed now."""
        return [one.model for one in self._processes.values()]

    def served(self, pid: int, fd: int, mask: int) -> int | None:
        """A number that changes when somebody receives from the descriptor (READ) or sends to it; None: not known."""
        names = next((one.model.names for one in self._processes.values() if one.reader.pid == pid), None)
        return None if names is None else served(names.pidfd, fd, mask)

    def running(self, pid: int, thread: int) -> Function | None:
        """The handle of asyncio that a thread was seen in most often lately."""
        one = next((one for one in self._processes.values() if one.reader.pid == pid), None)
        watch = one.threads.get(thread) if one is not None else None
        return one.reader.function(watch.mostly) if one is not None and watch is not None else None

    def poll(self) -> Iterator[WatchedFact]:
        """What has been told since; of processes that are gone all that is left."""
        yield from self._find()
        for name, one in list(self._processes.items()):
            gone = not _is_there(one.reader.pid)
            if gone:
                yield from self._read(one, True)
                yield from self._end(name, one)
            else:
                yield from self._look(one)  # before what was done is read: a turn's end is to lie between two looks
                yield from self._read(one, False)
                yield from one.closed.look(one.model, monotonic_ns())

    def close(self) -> Iterator[WatchedFact]:
        """Read what is left of all of them, and let go."""
        yield from self._find()
        for name, one in list(self._processes.items()):
            yield from self._read(one, True)
            yield from self._end(name, one)

    def _find(self) -> Iterator[WatchedFact]:
        try:
            names = os.listdir(self._folder)  # noqa: PTH208 - sixty times a second
        except OSError:
            return
        for name in sorted(names):
            if name.endswith(".here") and name[:-5].isdecimal():
                self.here.add(int(name[:-5]))
            elif name.endswith(".ring") and name not in self._processes and name not in self._done:
                yield from self._take(name)

    def _take(self, name: str) -> Iterator[WatchedFact]:
        path = self._folder / name
        if len(self._processes) >= MOST_PROCESSES:
            self._done.add(name)
            self.left_out += 1
            if self.left_out == 1:
                yield NotSeen(_pid_of(name), _TOO_MANY)
            return
        try:
            reader = RingReader(path)
        except NotARing:
            self.full = self.full or _is_left_empty(path)
            return
        except (OSError, ValueError):
            return
        if _began(reader.pid) < self._began:
            reader.close()
            self._done.add(name)
            return  # it names a process that was there before the program: what it says of that is not so
        parents = [one.model for one in self._processes.values() if one.reader.pid == reader.parent]
        model = ProcessModel(reader, DescriptorNames(reader.pid), parents[-1] if parents else None)
        self._processes[name] = _Process(reader, model)
        yield ProcessSeen(reader.pid, reader.parent, reader.python, reader.began)

    def _read(self, one: _Process, over: bool) -> Iterator[WatchedFact]:
        for chunk in one.reader.chunks(over):
            self.records += len(chunk) // SLOT
            yield from self._missed(one)
            for fact in one.model.fold(joined(chunk)):
                yield self._with_doing(one, fact) if isinstance(fact, Turn) else fact
            self.between()
        yield from self._missed(one)

    def _missed(self, one: _Process) -> Iterator[WatchedFact]:
        count, one.missed = one.reader.lost - one.missed, one.reader.lost
        if count:
            yield RecordsMissed(one.reader.pid, monotonic_ns(), count)

    def _with_doing(self, one: _Process, turn: Turn) -> Turn:
        one.told.pop(turn.thread, None)
        watch = one.threads.get(turn.thread)
        if watch is not None and watch.latest < turn.end:
            self._note(one, watch)
        doing = watch.between(turn.start, turn.end) if watch is not None else ThreadDoing()
        return msgspec.structs.replace(turn, doing=doing)

    def _end(self, name: str, one: _Process) -> Iterator[WatchedFact]:
        yield from one.model.finish()
        pid = one.reader.pid  # keys of the parent, which a forked child has too, are the parent's
        left = [key for known in one.model.selectors.values() for key in known.keys.values() if key.pid == pid]
        self._lost += one.reader.lost
        yield ProcessGone(pid, monotonic_ns(), one.reader.lost, tuple(_the_programs(left)))
        del self._processes[name]
        self._done.add(name)
        one.reader.close()
        one.model.names.close()

    def _look(self, one: _Process) -> Iterator[WatchedFact]:
        now = monotonic_ns()
        for number, word in one.reader.words():
            if number >= LOOKED_AT:
                return
            watch = one.threads.setdefault(number, ThreadWatch())
            watch.tid = word.tid
            if not self._note(one, watch):
                continue  # it has ended: its words stay until another one has its number
            watch.handles.append(word.handle)
            if word.handle:
                yield from self._still(one, number, word.handle_since, now, one.reader.function(word.handle))
            elif word.turn_since:
                yield from self._plain(one, number, word.turn_since, now)

    def _note(self, one: _Process, watch: ThreadWatch) -> bool:
        """Whether it is still there to be looked at."""
        moment = look(one.reader.pid, watch.tid, monotonic_ns())
        if moment is not None:
            watch.note(moment)
        return moment is not None

    def _plain(self, one: _Process, number: int, since: int, now: int) -> Iterator[WatchedFact]:
        """Of a loop that is not asyncio's: what it called for the last thing that was ready."""
        turns = one.model.threads.get(number)
        call = turns.latest if turns is not None else None
        # One that has returned since, and is not read yet, is another.
        if call is not None and call.end == since and call.number > 1 and call.ready and not call.handles:
            functions = {key.function for key in call.ready}
            function = functions.pop() if len(functions) == 1 else None
            function = function if function is not None and function.file else None  # data may be no function
            yield from self._still(one, number, since, now, function, call.selector)

    def _still(
        self, one: _Process, number: int, since: int, now: int, function: Function | None, selector: int = 0
    ) -> Iterator[WatchedFact]:
        """A turn that does not end, told once."""
        if now - since >= STILL and one.told.get(number) != since:
            one.told[number] = since
            doing = one.threads[number].between(since, now)
            yield StillRuns(one.reader.pid, number, selector, since, now, function, doing)


def _the_programs(keys: list[KeyChanged]) -> list[KeyChanged]:
    """Without those that asyncio keeps for itself: its loop closes them, or nobody has to."""
    return [key for key in keys if not _is_asyncios(key.function)]


def _is_asyncios(function: Function | None) -> bool:
    return function is not None and "_read_from_self" in function.name


def _ticks() -> float:
    """Since the system started, as /proc counts them."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Linux alone
    return -1.0 if clock is None else float(_time.clock_gettime(clock) * _os.sysconf("SC_CLK_TCK") - 1)


def _began(pid: int) -> float:
    """When a process began, in such ticks; infinity for one that is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
            return float(file.read().rpartition(b")")[2].split()[19])
    except (OSError, IndexError, ValueError):
        return float("inf")


def _is_left_empty(path: Path) -> bool:
    """Whether its process has ended and could not fill it."""
    pid = _pid_of(path.name)
    try:
        return pid > 0 and not _is_there(pid) and path.lstat().st_size == 0
    except OSError:
        return False


def _pid_of(name: str) -> int:
    number = name.partition(".")[0]
    return int(number) if number.isdecimal() and len(number) < 12 else 0


def _is_there(pid: int) -> bool:
    """Whether a process of that number lives; one that has ended and was not reaped yet writes nothing any more."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
            return file.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except (OSError, IndexError):
        return False
