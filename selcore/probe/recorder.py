"""What the watched program's calls run into: each notes what happened, and nothing else. None of them raises.

They may be called wherever the program calls its selectors: in any thread, in a signal handler, at the recursion limit,
while the interpreter ends. What a signal handler of the program raises meanwhile passes through.
"""

import sys
from _thread import _local, get_native_id
from collections.abc import Callable
from time import monotonic_ns
from typing import Any

from . import layout
from .layout import CALL, HANDLE_NAME, HANDLE_SINCE, MORE, RECORD, REST, SLOTS, TID, WORDS_EACH
from .names import Names
from .ring import SharedRing

LONG = 1_000_000
"""Nanoseconds from which a handle of asyncio is told by itself."""
SWALLOWED = (ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError, ValueError)
_MASK = SLOTS - 1
_LOW = 0xFFFFFFFF
_pack, _pack_rest = RECORD.pack_into, REST.pack_into


class ThreadNotes:
    """What is known of one thread; it ends with the thread, and gives its number back."""

    __slots__ = ("asked", "began", "handles", "loop", "name", "number", "pool", "waits", "word")

    def __init__(self, number: int, pool: "list[int]"):
        self.number, self.pool, self.word = number, pool, WORDS_EACH * number
        self.asked = self.began = self.name = self.handles = self.loop = self.waits = 0

    def __del__(self) -> None:
        self.pool.append(self.number)


class CallRecorder:
    """The notes of one process. What comes first in a call is given to what comes last."""

    def __init__(self, ring: SharedRing):
        self.ring = ring
        self.names = Names(ring)
        self.numbers: dict[int, int] = {}
        self._last = 0
        self._begin()

    def _begin(self) -> None:
        self._here = _local()
        self._free = list(range(layout.THREADS - 1, -1, -1))

    def forked(self) -> None:
        """In the child. What was registered stays so: the reader knows it from the parent, under the same numbers."""
        self.ring.forked()
        self.names.forget()
        self._begin()

    def thread(self) -> ThreadNotes:
        """Of the thread that asks."""
        try:
            found: ThreadNotes = self._here.notes
        except AttributeError:
            self.ring.ready()
            free = self._free
            found = self._here.notes = ThreadNotes(free.pop() if free else layout.THREADS - 1, free)
            words, place = self.ring.words, found.word
            words[place] = words[place + HANDLE_NAME] = 0
            words[place + TID] = get_native_id()
        return found

    # -- selectors ---------------------------------------------------------------------------------------------------

    def number(self, selector: Any) -> int:
        """The number of a selector, which is told when it is first asked for."""
        key = id(selector)
        found = self.numbers.get(key)
        if found is not None:
            return found
        self._last += 1
        self.numbers[key] = number = self._last & _LOW
        name = self.names.of_text(type(selector).__qualname__)
        self.put(layout.SELECTOR, number, name, monotonic_ns(), 0, _descriptor(selector), 0)
        return number

    def made(self, selector: Any) -> None:
        """Another may have had its address."""
        self.numbers.pop(id(selector), None)

    def closed(self, selector: Any) -> None:
        """Its number stays its own: it may be called once more, and be refused."""
        number = self.numbers.get(id(selector), 0)
        if number:
            me = self.thread()
            me.began = self.ring.words[me.word + HANDLE_NAME] = 0
            self.put(layout.CLOSED, number, 0, monotonic_ns(), 0, -1, 0)

    def registered(self, selector: Any, key: Any) -> None:
        """A key is new, or another one than before."""
        try:
            number, name = self.number(selector), self.names.of(key.data)
            self.put(layout.REGISTERED, number, name, monotonic_ns(), 0, key.fd, key.events)
        except SWALLOWED:
            pass

    def unregistered(self, selector: Any, key: Any) -> None:
        """A key has gone."""
        try:
            self.put(layout.UNREGISTERED, self.number(selector), 0, monotonic_ns(), 0, key.fd, 0)
        except SWALLOWED:
            pass

    def put(self, head: int, selector: int, name: int, start: int, end: int, fd: int, events: int) -> None:
        """Write a record that is no call."""
        try:
            if self.ring.ready():
                me, seq = self.thread(), self.ring.next()
                given = (head, selector, me.number, name, start, end, 0.0, fd, events & _LOW)
                _pack(self.ring.slots, (seq & _MASK) << 6, seq, *given, seq)
        except SWALLOWED:
            pass

    # -- calls -------------------------------------------------------------------------------------------------------

    def entered(self, selector: Any, timeout: Any) -> Any:
        """A call begins. Returns what ``returned`` and ``failed`` want to have."""
        now = monotonic_ns()
        try:
            me: ThreadNotes = self._here.notes
        except AttributeError:
            me = self.thread()
        try:
            number = self.numbers[id(selector)]
        except KeyError:
            number = self.number(selector)
        if me.began and me.loop == number:
            self._handle_ends(me, now)
        me.waits = self.ring.words[me.word] = now
        return me, number, now, timeout

    def returning(self, flags: int) -> "Callable[[Any, Any], None]":
        """The function that notes what a call has returned: descriptors, each with its flags."""
        ring, ready, rest = self.ring, self.ring.ready, self._rest
        plain = CALL | flags << 8
        untimed = plain | layout.NO_TIMEOUT << 8

        def returned(begun: Any, raw: Any) -> None:
            now = monotonic_ns()
            me, number, start, timeout = begun
            me.asked = number
            me.waits = ring.words[me.word] = seq = 0
            try:
                count = len(raw)
                fd, events = raw[0] if count else (-1, 0)
                if timeout is None:
                    head, timeout = untimed | count << 16, 0.0
                else:
                    head = plain | count << 16
                thread = me.number
                if me.handles:
                    thread |= min(me.handles, layout.MOST_HANDLES) << 16
                    me.handles = 0
                seq = ring.next()
                place = (seq & _MASK) << 6
                _pack(ring.slots, place, seq, head, number, thread, 0, start, now, timeout, fd, events, seq)
                if count > 1:
                    rest(raw, count, me.number)
            except Exception:
                if ready():  # there was no file yet; or a timeout that is no number of ours, or too many results
                    self._odd(begun, raw, flags, now, seq)

        return returned

    def _odd(self, begun: Any, raw: Any, flags: int, now: int, seq: int) -> None:
        """A call whose record cannot be written as others are; ``seq`` is its number, 0 if it has none yet."""
        try:
            me, number, start, timeout = begun
            kind = type(timeout)
            if kind not in (int, float, type(None)) or (kind is int and abs(timeout) > 1 << 53):
                flags, timeout = flags | layout.ODD_TIMEOUT, 0.0
            elif timeout is None:
                flags, timeout = flags | layout.NO_TIMEOUT, 0.0
            count = min(len(raw), layout.MOST_RESULTS)
            fd, events = raw[0] if count else (-1, 0)
            seq = seq or self.ring.next()
            given = (
                CALL | flags << 8 | count << 16,
                number,
                me.number,
                0,
                start,
                now,
                float(timeout),
                fd,
                events & _LOW,
            )
            _pack(self.ring.slots, (seq & _MASK) << 6, seq, *given, seq)
            if count > 1:
                self._rest(raw, count, me.number)
        except SWALLOWED:
            pass

    def _rest(self, raw: Any, count: int, thread: int) -> None:
        ring, head = self.ring, MORE | thread << 16
        for first in range(1, count, layout.REST_COUNT):
            some: list[int] = []
            for fd, events in raw[first : first + layout.REST_COUNT]:
                some += (fd & _LOW, events & _LOW)
            some += [0] * (2 * layout.REST_COUNT - len(some))
            seq = ring.next()
            _pack_rest(ring.slots, (seq & _MASK) << 6, seq, head, *some, 0, seq)

    def failed(self, begun: Any, flags: int) -> None:
        """The call raises what is being raised."""
        now = monotonic_ns()
        me, number, start, _ = begun
        try:
            if not me.waits:
                return  # it had returned: what is raised is about its results
            me.waits = self.ring.words[me.word] = 0
            error = sys.exc_info()[1]
            code = error.errno if isinstance(error, OSError) and type(error.errno) is int else 0
            name = self.names.of_text(type(error).__qualname__)
            self.put(layout.FAILED | flags << 8 | (code & 0xFFFF) << 16, number, name, start, now, -1, 0)
        except SWALLOWED:
            pass

    # -- asyncio -----------------------------------------------------------------------------------------------------

    def handle_began(self, handle: Any) -> None:
        """A handle is about to run; the one before it has ended."""
        now = monotonic_ns()
        try:
            me: ThreadNotes = self._here.notes
        except AttributeError:
            me = self.thread()
        try:
            if not me.began:
                if not me.handles:
                    me.loop = me.asked
            elif now - me.began >= LONG:
                self.put(layout.HANDLE, me.loop, me.name, me.began, now, -1, 0)
            me.began = now
            me.handles += 1
            me.name = name = self.names.of_handle(handle)
            words, place = self.ring.words, me.word
            words[place + HANDLE_SINCE] = now
            words[place + HANDLE_NAME] = name
        except SWALLOWED:
            pass

    def handles_ended(self) -> None:
        """All that were ready have run: what comes now is another select(), or the end of the loop."""
        try:
            me: ThreadNotes = self._here.notes
            if me.began:
                self._handle_ends(me, monotonic_ns())
        except SWALLOWED:
            pass

    def _handle_ends(self, me: ThreadNotes, now: int) -> None:
        if now - me.began >= LONG:
            self.put(layout.HANDLE, me.loop, me.name, me.began, now, -1, 0)
        me.began = self.ring.words[me.word + HANDLE_NAME] = 0


def _descriptor(selector: Any) -> int:
    """The descriptor of an epoll, kqueue or devpoll; -1 of others, which have none."""
    fileno = getattr(getattr(selector, "_selector", selector), "fileno", None)
    try:
        return int(fileno()) if fileno is not None and type(fileno).__name__ == "builtin_function_or_method" else -1
    except (OSError, ValueError):
        return -1
