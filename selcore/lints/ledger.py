"""Folds facts and states into one ``ObjectRecord`` per object, and notes which records the lints must judge again.

Facts are taken in their order. States are the latest that is known, so they may be ahead of the facts of their batch:
what depends on order (registered, closed, read) follows the commands, and the states mend it when the batch is through.
"""

import errno

from ..values.call_block import CallBlock
from ..values.facts import Batch, Fact, ObjectState
from ..values.flags import flag_bit
from ..values.masks import READ, WRITE
from ..values.names import is_unnamed
from ..values.outcomes import Call, Effect, Failed, Interrupted, Result, Returned
from .call_stream import CallStream
from .record import GONE, ObjectRecord, Streak, duplicates
from .thresholds import AGAIN, IN_VAIN

HUP, ERR = flag_bit("HUP"), flag_bit("ERR")
"""The same bits for poll and epoll; kqueue's flags are others."""
POLLS = ("poll", "epoll", "devpoll")
TOO_MANY = (errno.EMFILE, errno.ENFILE)
SLACK = 0.002
"""Seconds by which a call may end early: clocks are rounded, and epoll counts in milliseconds."""
UNKNOWN = "selector"
"""The name in messages when no object's name is known."""


class Ledger:
    """All that is remembered. ``due`` are the names to judge again, ``step`` the command in hand; ``backends`` are the
    selector classes by the name of the selector, ``""`` for the session's own."""

    def __init__(self) -> None:
        self._seen: dict[str, ObjectRecord] = {}
        self._calls = CallStream()
        self._streaks: dict[str, dict[str, Streak]] = {}
        self._closed_but_registered: dict[str, set[str]] = {}
        self._holders: dict[int, str] = {}
        self._dups: set[str] = set()
        self._left_behind: dict[str, str] = {}
        self._empty: dict[str, tuple[int, int]] = {}
        self._blamed: dict[str, str] = {}
        self.number = 0
        self.backends: dict[str, str] = {}
        self.due: dict[str, None] = {}
        self.step = 0

    def __len__(self) -> int:
        return len(self._seen)

    def get(self, name: str) -> ObjectRecord | None:
        return self._seen.get(name)

    def _record_of(self, name: str) -> ObjectRecord:
        """What is known of that name, from now on at least that there is one. Only of what the worker told the state
        of: facts may speak of what came and went between two looks, of which nobody says that it is gone."""
        found = self._seen.get(name)
        if found is None:
            found = self._seen[name] = ObjectRecord(name)
        return found

    def hung_up(self, record: ObjectRecord) -> bool:
        """Whether the kernel reports HUP. Only poll and epoll do."""
        return any(self._flags(streak) & HUP for streak in record.streaks.values())

    def is_broken(self, streak: Streak) -> bool:
        """Whether the kernel reports ERR or HUP. Only poll and epoll do."""
        return bool(self._flags(streak) & (ERR | HUP))

    def _flags(self, streak: Streak) -> int:
        return streak.raw or 0 if self.backends.get(streak.selector) in POLLS else 0

    # Before and after the facts of a batch.

    def begin_batch(self, batch: Batch) -> None:
        """Store the states of objects, before facts refer to them."""
        if batch.status is not None and batch.status.backend:
            self.backends.setdefault("", batch.status.backend)
        for state in batch.objects:
            record = self._record_of(state.name)
            if record.state is None:
                record.registered |= _registered(state)
            record.state = state
            if duplicates(state.kind):
                self._dups.add(state.name)

    def end_batch(self, batch: Batch) -> None:
        """Take over what the facts do not contain: changes by callbacks, objects forgotten or closed elsewhere."""
        for state in batch.objects:
            self._reconcile(self._record_of(state.name), state)
        for name in batch.gone:
            self._forget(name)
        if batch.status is not None and batch.status.state == "spinning":
            self._spinning(batch.status.busy)

    def _reconcile(self, record: ObjectRecord, state: ObjectState) -> None:
        record.state = state
        record.registered = _registered(state)
        record.closed = state.state in GONE
        if not record.registered:
            self.end_streaks(record)
        self.mark_closed_but_registered(record)
        if state.fd >= 0:
            if not record.closed:
                self._holders[state.fd] = state.name
            elif self._holders.get(state.fd) == state.name:
                del self._holders[state.fd]
        if state.lost == "other":
            record.other = "?"
        self.due[state.name] = None

    def _forget(self, name: str) -> None:
        self._dups.discard(name)
        record = self._seen.pop(name, None)
        if record is None:
            return
        for known in (self._streaks, self._empty, self._left_behind, self.backends):
            known.pop(name, None)
        for streaks in self._streaks.values():
            streaks.pop(name, None)
        for names in self._closed_but_registered.values():
            names.discard(name)
        if self._holders.get(record.fd) == name:
            del self._holders[record.fd]
        self.due[name] = None

    def _spinning(self, busy: tuple[str, ...]) -> None:
        # A busy loop about a number alone: what has it is not in the map. With timeout 0 nothing else tells.
        if busy and all(map(is_unnamed, busy)) and "" not in self._empty:
            self._early("", IN_VAIN, self.number)

    # Facts, in their order; what commands did is told by ``entries``.

    def take_calls(self, fact: Fact) -> None:
        """Take in the calls that a fact contains."""
        if isinstance(fact, CallBlock) and self._is_served(fact):
            return
        for step, outcome, times in self._calls.of(fact):
            self._call(step, outcome, times)

    def call_began(self, step: int, selector: str) -> None:
        """A call that may block has begun, on the selector of that name."""
        self.step = step
        self._mark_calls(selector, self.number + 1)

    def call_goes_on(self) -> None:
        """A command was applied while a call was in progress."""
        for selector in list(self._closed_but_registered):
            self._mark_calls(selector, self.number + 1)

    def _is_served(self, block: CallBlock) -> bool:
        """Whether callbacks served all that these calls returned, as they did before: then there is nothing to note.

        Most calls of a program that serves end here.
        """
        selector, kinds = block.selector, block.results.kinds
        if self._closed_but_registered or selector in self._empty or self._streaks.get(selector) or 0 in block.sizes:
            return False
        if not all(self._is_harmless(kinds[id]) for id in set(block.ids)):
            return False
        self.step, self.number = block.step, block.number + len(block) - 1
        self.backends[selector] = block.backend
        self._calls.served(block)
        return True

    def _is_harmless(self, result: Result) -> bool:
        record, effect = self._seen.get(result.name), result.effect
        if not result.name or (record is not None and (record.ended or record.refused)):
            return not result.name
        return effect is not None and effect.error is None and not result.mask & ~_served(effect)

    def _call(self, step: int, outcome: Returned | Failed | Interrupted, times: int) -> None:
        call, self.step = outcome.call, step
        self.backends[call.selector] = call.backend
        if isinstance(outcome, Interrupted):
            return  # it did not return: nothing is known of what it would have said
        self.number = call.number
        if call.selector in self._closed_but_registered:
            self._mark_calls(call.selector, call.number)
        if isinstance(outcome, Failed):
            return
        if call.results:
            self._returned(call, times)
        else:
            self._end_all(call.selector)
        if not call.results or call.selector in self._empty:
            self._look_for_early(call, times)

    def _returned(self, call: Call, times: int) -> None:
        # Most calls of a program that serves end here without a trace: this is where a fast loop spends its time.
        before, now = self._streaks.get(call.selector) or _NONE, dict[str, Streak]()
        for result in call.results:
            name, effect = result.name, result.effect
            if not name:
                continue  # registered behind the session's back
            streak = before.pop(name, None) if before else None
            served = 0
            if effect is not None:
                served = _served(effect)
                record = self._seen.get(name)
                if record is not None and (record.ended or record.refused or effect.error is not None):
                    self._note_effect(record, effect, call.number)
            if streak is None:
                if result.mask & ~served == 0:
                    continue
                streak = Streak(call.selector)
            if self._longer(streak, result, served, call.number, times):
                now[name] = streak
        for name in before:
            self._drop(name, call.selector)
        if now or before is not _NONE:
            self._streaks[call.selector] = now

    def _longer(self, streak: Streak, result: Result, served: int, number: int, times: int) -> bool:
        """Count one more result. Returns whether anything is left of the streak."""
        ripe = streak.read >= AGAIN, streak.write >= AGAIN
        changed, streak.raw = streak.raw != result.raw, result.raw
        if result.seen is not None:
            streak.waiting = result.seen.waiting
        if result.mask & READ & ~served:
            streak.read_since = streak.read_since or number
            streak.read += times
        else:
            streak.read = streak.read_since = 0
        if result.mask & WRITE & ~served:
            streak.write_since = streak.write_since or number
            streak.write += times
        else:
            streak.write = streak.write_since = 0
        left = bool(streak.read or streak.write)
        if (streak.read >= AGAIN, streak.write >= AGAIN) != ripe or (changed and (ripe[0] or ripe[1])):
            self._turned(result.name, streak, left)
        return left

    def _turned(self, name: str, streak: Streak, left: bool) -> None:
        """A streak has become long enough for a lint, or is so no longer."""
        record = self._seen.get(name)
        if record is None:
            return
        if left:
            record.streaks[streak.selector] = streak
        else:
            record.streaks.pop(streak.selector, None)
        self.due[name] = None

    def _drop(self, name: str, selector: str) -> None:
        """A call did not return it: it is no longer ready, and so not at its end."""
        record = self._seen.get(name)
        if record is not None and selector in record.streaks:
            del record.streaks[selector]
            self.due[name] = None
        if record is not None:
            record.ended = False

    def _end_all(self, selector: str) -> None:
        for name in self._streaks.pop(selector, ()):
            self._drop(name, selector)

    def end_streaks(self, record: ObjectRecord, event: int = READ | WRITE) -> None:
        """It was served or is no longer watched: counting starts again."""
        for streaks in self._streaks.values():
            streak = streaks.get(record.name)
            if streak is None:
                continue
            if event & READ:
                streak.read = streak.read_since = 0
            if event & WRITE:
                streak.write = streak.write_since = 0
        if record.streaks:
            record.streaks = {one: streak for one, streak in record.streaks.items() if streak.read or streak.write}
            self.due[record.name] = None

    def _note_effect(self, record: ObjectRecord, effect: Effect, number: int) -> None:
        refused = effect.error is not None and effect.error.errno in TOO_MANY
        if effect.received:
            record.ended = False
        if refused or (record.refused and effect.error is None):
            self.note_accept(record, refused, number)

    def note_accept(self, record: ObjectRecord, refused: bool, number: int) -> None:
        if record.refused != refused:
            record.refused, record.full = refused, number
            self.due[record.name] = None

    # Calls that were made while something closed was registered, and calls that returned nothing too early.

    def mark_closed_but_registered(self, record: ObjectRecord) -> None:
        left = record.left()
        for selector in left:
            self._closed_but_registered.setdefault(selector, set()).add(record.name)
        for selector, names in list(self._closed_but_registered.items()):
            if selector not in left:
                names.discard(record.name)
                if not names:
                    del self._closed_but_registered[selector]
        if not left and record.bitten is not None:
            record.bitten, record.other = None, ""
            self.due[record.name] = None

    def _mark_calls(self, selector: str, number: int) -> None:
        for name in sorted(self._closed_but_registered.get(selector, ())):
            record = self._seen[name]
            other = self._holders.get(record.fd, "")
            if record.bitten is None or (other and other not in (name, record.other)):
                record.bitten = number if record.bitten is None else record.bitten
                record.other = other if other != name and other else record.other
                self.due[name] = None

    def _look_for_early(self, call: Call, times: int) -> None:
        count, first = self._empty.get(call.selector, (0, call.number))
        if not call.results and _before_time(call):
            self._early(call.selector, count + times, first)
        elif count and call.waited > SLACK:
            self._early(call.selector, 0, 0)  # what is reported for ever lets no call wait

    def _early(self, selector: str, count: int, first: int) -> None:
        """Note that ``count`` calls in a row returned nothing early; 0: they wait again."""
        name = self._blamed.pop(selector, None) or self._left_behind.get(selector) or selector or UNKNOWN
        if count:
            self._empty[selector], self._blamed[selector] = (count, first), name
        else:
            self._empty.pop(selector, None)
        record = self._record_of(name) if count else self._seen.get(name)
        if record is None:
            return
        if (record.stale >= IN_VAIN) != (count >= IN_VAIN):
            self.due[name] = None
        record.stale, record.stale_since, record.stale_in = count, first, selector

    def end_of(self, record: ObjectRecord) -> None:
        """Note that its peer will read EOF, if it is a stream without a duplicate of this end."""
        peer = self._seen.get(record.state.peer) if record.state is not None else None
        mutual = peer is not None and peer.state is not None and peer.state.peer == record.name and peer.ends
        if peer is not None and mutual and not self._is_shared(record.name):
            peer.ended = True
            self.due[peer.name] = None

    def _is_shared(self, name: str) -> bool:
        dups = (self._seen.get(dup) for dup in self._dups)  # of thousands of objects these are few
        return any(
            one is not None and one.state is not None and one.state.peer == name and not one.closed for one in dups
        )

    def begin_anew(self, selector: str, carried: set[str]) -> None:
        """The selector was replaced or closed: only what was carried over is still registered."""
        self._early(selector, 0, 0)
        self._left_behind.pop(selector, None)
        self._end_all(selector)
        for record in self._seen.values():
            if selector in record.registered:
                if record.name not in carried:
                    record.registered.discard(selector)
                self.mark_closed_but_registered(record)
                self.due[record.name] = None

    def rename(self, names: dict[str, str]) -> None:
        """Rename records. Warnings about the old name end, and the new name is judged."""
        for old, new in names.items():
            self._rename_noted(old, new)
            found, newer = self._seen.pop(old, None), self._seen.get(new)
            if found is None:
                continue
            if self._holders.get(found.fd) == old:
                self._holders[found.fd] = new
            found.name, found.state = new, newer.state if newer is not None else found.state
            self._seen[new] = found
        self.due.update(dict.fromkeys((*names, *names.values())))

    def _rename_noted(self, old: str, new: str) -> None:
        """In what is noted for each selector; it may itself be what has a new name."""
        if old in self._streaks:
            self._streaks[new] = self._streaks.pop(old)
        if old in self._closed_but_registered:
            self._closed_but_registered[new] = self._closed_but_registered.pop(old)
        for streaks in self._streaks.values():
            if old in streaks:
                streaks[new] = streaks.pop(old)
        for closed in self._closed_but_registered.values():
            if old in closed:
                closed.remove(old)
                closed.add(new)

    def left_behind(self, selector: str, name: str) -> None:
        """Note that it was closed before it was unregistered: the kernel may still watch it."""
        self._left_behind[selector] = name


def _registered(state: ObjectState) -> set[str]:
    return {*state.inside, ""} if state.registered is not None else set(state.inside)


def _before_time(call: Call) -> bool:
    """Whether the call returned before its timeout. Unknown (False) with timeout 0 or a refused one."""
    if call.timeout is None:
        return True
    return not isinstance(call.timeout, str) and call.waited + SLACK < call.timeout


_NONE: dict[str, Streak] = {}
"""An empty table; never modified."""


def _served(effect: Effect) -> int:
    """The events that a callback served: READ if it received, WRITE if it sent, both for anything else."""
    if effect.error is not None and not (effect.received or effect.sent) and len(effect.did) == 1:
        return 0  # it only failed
    read = READ if effect.received or not effect.sent or effect.error else 0
    write = WRITE if effect.sent or not effect.received or effect.error else 0
    return read | write
