"""What the watched program's calls run into: each notes what happened, and nothing else. None of them raises.

They may be called wherever the program calls its selectors: in any thread, in a signal handler, at the recursion limit,
while the interpreter ends. What a signal handler of the program raises meanwhile passes through.
"""

import sys
from _thread import _local, get_native_id
from collections.abc import Callable
from itertools import chain
from time import monotonic_ns
from typing import Any

from . import layout
from .layout import CALL, HANDLE_NAME, MORE, RECORD, REST, SLOTS, TID, TURN_SINCE, WORDS_EACH
from .names import Names
from .ring import SharedRing

SWALLOWED = (ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError, ValueError)
MASK = SLOTS - 1
LOW = 0xFFFFFFFF
_NOBODY = (0,) * 8
_HERE = __file__.rpartition("/")[0] + "/"
_pack, _pack_rest = RECORD.pack_into, REST.pack_into


class ThreadNotes:
    """What is known of one thread; it ends with the thread, and gives its number back."""

    __slots__ = ("asked", "began", "handles", "loop", "number", "pool", "words")

    def __init__(self, number: int, pool: "list[int]", words: Any):
        self.number, self.pool, self.words = number, pool, words
        words[HANDLE_NAME] = words[TURN_SINCE] = 0
        words[TID] = get_native_id()
        self.asked = self.began = self.handles = self.loop = 0

    def __del__(self) -> None:
        self.pool.append(self.number)


class CallRecorder:
    """The notes of one process; ``here.notes`` are those of the thread that asks."""

    def __init__(self, ring: SharedRing):
        self.ring = ring
        self.names = Names(ring)
        self.numbers: dict[int, int] = {}
        self.called: dict[tuple[int, int], tuple[int, int]] = {}
        self.here = _local()
        self._last = 0
        self._free = _all_free()

    def forked(self) -> None:
        """In the child. What was registered stays so: the reader knows it from the parent, under the same numbers."""
        self.ring.forked()
        self.names.forget()
        self.called.clear()
        self.here.__dict__.clear()
        self._free = _all_free()  # what other threads had goes back to the list of then

    def thread(self) -> ThreadNotes:
        """Of the thread that asks."""
        try:
            found: ThreadNotes = self.here.notes
        except AttributeError:
            self.ring.ready()
            free = self._free
            number = free.pop() if free else layout.THREADS - 1
            words = self.ring.words[WORDS_EACH * number : WORDS_EACH * (number + 1)]
            found = self.here.notes = ThreadNotes(number, free, words)
        return found

    # -- selectors ---------------------------------------------------------------------------------------------------

    def number(self, selector: Any) -> int:
        """The number of a selector, which is told when it is first asked for."""
        key = id(selector)
        found = self.numbers.get(key)
        if found is not None:
            return found
        self._last += 1
        self.numbers[key] = number = self._last & LOW
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
            me.began = me.words[HANDLE_NAME] = 0
            self.put(layout.CLOSED, number, 0, monotonic_ns(), 0, -1, 0)

    def put(self, head: int, selector: int, name: int, start: int, end: int, fd: int, events: int) -> None:
        """Write a record that is no call."""
        try:
            ring = self.ring
            if ring.slots is None and not ring.ready():
                return
            try:
                me: ThreadNotes = self.here.notes
            except AttributeError:
                me = self.thread()
            seq = ring.next()
            given = (head, selector, me.number, name, start, end, 0.0, fd, events & LOW)
            _pack(ring.slots, (seq & MASK) << 6, seq, *given, seq)
        except SWALLOWED:
            pass

    # -- calls -------------------------------------------------------------------------------------------------------

    def entering(self) -> int:
        """A call is made now (ns): whoever looks at the thread knows that it is in it."""
        try:
            self.here.notes.words[TURN_SINCE] = 0
        except SWALLOWED:
            pass  # its first call: nothing is known of it yet
        return monotonic_ns()

    def returning(self, flags: int) -> "Callable[[Any, Any, int, Any], None]":
        """The function that notes what a call has returned: the selector, its timeout, when the call was made (ns),
        descriptors each with its flags. Everything that does not change is at hand: it is called at each call."""
        ring, ready, rest, here, numbers = self.ring, self.ring.ready, self._rest, self.here, self.numbers
        plain = CALL | flags << 8
        untimed = plain | layout.NO_TIMEOUT << 8

        def returned(selector: Any, timeout: Any, start: int, raw: Any) -> None:
            now, seq = monotonic_ns(), 0
            try:
                me = here.notes
                me.words[TURN_SINCE] = now
                number = me.asked = numbers[id(selector)]
                count = len(raw)
                fd, events = raw[0] if count else (-1, 0)
                if timeout is None:
                    head, seconds = untimed | count << 16, 0.0
                else:
                    head, seconds = plain | count << 16, timeout
                thread = me.number
                if me.handles:
                    thread |= me.handles << 16
                    me.handles = 0
                seq = ring.next()
                _pack(ring.slots, (seq & MASK) << 6, seq, head, number, thread, 0, start, now, seconds, fd, events, seq)
                if count == 2:  # the commonest of several: to spread it costs more than all else
                    more = ring.next()
                    fd, events = raw[1]
                    last = MORE | me.number << 16
                    _pack_rest(ring.slots, (more & MASK) << 6, more, last, fd, events, *_NOBODY, 0, more)
                elif count > 2:
                    rest(raw, thread)
            except Exception:
                if ready():  # it is the first of its thread or selector; or a timeout that is no number of ours
                    self._odd(selector, timeout, start, now, raw, flags, seq)

        return returned

    def _odd(self, selector: Any, timeout: Any, start: int, now: int, raw: Any, flags: int, seq: int) -> None:
        """A call whose record cannot be written as others are; ``seq`` is its number, 0 if it has none yet."""
        try:
            number, me = self.number(selector), self.thread()
            me.asked, me.words[TURN_SINCE] = number, now
            kind = type(timeout)
            if timeout is None:
                flags, timeout = flags | layout.NO_TIMEOUT, 0.0
            elif kind not in (int, float, bool) or (kind is int and abs(timeout) > 1 << 53):
                flags, timeout = flags | layout.ODD_TIMEOUT, 0.0
            count = min(len(raw), layout.MOST_RESULTS)
            fd, events = raw[0] if count else (-1, 0)
            seq, thread = seq or self.ring.next(), me.number | min(me.handles, layout.MOST_HANDLES) << 16
            me.handles = 0
            given = (CALL | flags << 8 | count << 16, number, thread, 0, start, now, float(timeout), fd, events & LOW)
            _pack(self.ring.slots, (seq & MASK) << 6, seq, *given, seq)
            if count > 1:
                self._rest(raw[:count], thread)
        except SWALLOWED:
            pass

    def _rest(self, raw: Any, thread: int) -> None:
        ring, head = self.ring, MORE | (thread & 0xFFFF) << 16
        flat = [*chain.from_iterable(raw)]
        flat += [0] * ((2 - len(flat)) % 10)
        for place in range(2, len(flat), 10):
            seq = ring.next()
            _pack_rest(ring.slots, (seq & MASK) << 6, seq, head, *flat[place : place + 10], 0, seq)

    def failed(self, selector: Any, start: int, flags: int) -> None:
        """The call made at ``start`` raises what is being raised. 0: it had returned, this is about its results."""
        now = monotonic_ns()
        try:
            _hide_what_is_ours()
            if start:
                error = sys.exc_info()[1]
                code = error.errno if isinstance(error, OSError) and type(error.errno) is int else 0
                name, number = self.names.of_text(type(error).__qualname__), self.number(selector)
                self.put(layout.FAILED | flags << 8 | (code & 0xFFFF) << 16, number, name, start, now, -1, 0)
        except SWALLOWED:
            pass


def _hide_what_is_ours() -> None:
    """A signal handler of the program may have raised while a function of ours ran: its frame is no part of the
    program's traceback. The frame that comes first is that of the caller."""
    seen = sys.exc_info()[2]
    while seen is not None and seen.tb_next is not None:
        if seen.tb_next.tb_frame.f_code.co_filename.startswith(_HERE):
            seen.tb_next = seen.tb_next.tb_next
        else:
            seen = seen.tb_next


def _all_free() -> "list[int]":
    return list(range(layout.THREADS - 1, -1, -1))


def _descriptor(selector: Any) -> int:
    """The descriptor of an epoll, kqueue or devpoll; -1 of others, which have none."""
    fileno = getattr(getattr(selector, "_selector", selector), "fileno", None)
    try:
        return int(fileno()) if fileno is not None and type(fileno).__name__ == "builtin_function_or_method" else -1
    except (OSError, ValueError):
        return -1
