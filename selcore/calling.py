"""One ``select()``: made on the real selector, timed, its ready keys served by their callbacks, its facts kept.

A call that is woken goes on (tracing); what is given while it is blocked is applied here, on the same thread.
"""

from collections.abc import Iterator
from time import monotonic_ns
from typing import TYPE_CHECKING, Any

from .callbacks import Callback
from .callbacks.base import refusal
from .commands import AnyCommand, CloseSelector, Select, Timeout, UseBackend, verb
from .explain import advise
from .facts import Entry
from .outcomes import Call, Effect, Failed, Interrupted, Result, Returned
from .text import text
from .tracing import CallEnded, Go

if TYPE_CHECKING:
    from .session import Session

Ready = list[tuple[Any, int]]


def to_seconds(timeout: Timeout) -> float | None:
    """The timeout as ``select()`` gets it: unchanged but for the three names that JSON has no number for."""
    return float(timeout) if isinstance(timeout, str) else timeout


def may_block(timeout: Timeout) -> bool:
    """Whether a call with this timeout waits when nothing is ready (or is refused: nan, inf)."""
    seconds = to_seconds(timeout)
    return seconds is None or seconds > 0


class Calling:
    """The calls of a session, one at a time. ``during`` are the commands still to be given to the next one."""

    def __init__(self, session: "Session"):
        self.session = session
        self.active = False
        self.during: list[tuple[int, AnyCommand]] = []
        self.ended_by: Any = None

    def prepare(self, during: tuple[AnyCommand, ...]) -> None:
        """Take the commands that the next blocking call is to be woken with."""
        self.during = list(enumerate(during))

    def ask(self, timeout: float | None) -> Ready:
        """``select(timeout)``. Raises what it raises, and CallEnded."""
        session = self.session
        session.trace.reentered = 0  # select() may refuse before it comes to the poller
        self.active = True
        # Whoever asked before ``active`` was set did not wake us.
        if (timeout is None or timeout > 0) and (self.during or session.owner.asked()):
            session.wakeup.signal()
        try:
            return session.registry.selector.select(timeout)  # type: ignore[no-any-return]
        finally:
            self.active = False
            if session.wakeup.signalled:
                session.wakeup.clear()

    def attend(self) -> Go:
        """Apply what was given while the call was blocked; the answer to the poller that was woken."""
        session = self.session
        version = session.registry.version
        if self._give_during():
            return Go.END
        self.ended_by = session.owner.attend()
        if self.ended_by is not None:
            return Go.END
        return Go.CHANGED if session.registry.version != version else Go.ON

    def _give_during(self) -> bool:
        while self.during:
            if ends_call(self.during[0][1]):
                self.ended_by = verb(self.during[0][1])
                return True
            self._give(*self.during.pop(0))
        return False

    def _give(self, index: int, command: AnyCommand, late: bool = False) -> None:
        session = self.session
        at = monotonic_ns()
        outcome = session.apply(command)
        session.owner.emit(Entry(session.step, command, outcome, at, parent=session.step, during=index, late=late))

    def give_late(self) -> None:
        """Apply what the call did not wait for: it had returned, or was ended by a command of these."""
        while self.during:
            index, command = self.during.pop(0)
            self._give(index, command, late=True)

    def once(self, timeout: Timeout) -> Returned | Failed | Interrupted:
        """One call, served."""
        started = monotonic_ns()
        self.ended_by = None
        try:
            ready = self.ask(to_seconds(timeout))
        except CallEnded as ended:
            return self.stopped(timeout, started, ended)
        except Exception as error:
            return self.failed(timeout, started, error)
        return Returned(self.served(timeout, ready))

    def stopped(self, timeout: Timeout, started: int, ended: CallEnded) -> Interrupted:
        """A call that was ended before it returned: it has the number it would have had, and is not counted.

        Raises what ended it, where that was a fault of this program and no command.
        """
        if ended.__cause__ is not None:
            raise ended.__cause__
        return Interrupted(self._call(timeout, started, self.session.counters.calls + 1), self.ended_by or "pause")

    def failed(self, timeout: Timeout, started: int, error: Exception) -> Failed:
        """A call that raised."""
        self.session.counters.calls += 1
        call = self._call(timeout, started, self.session.counters.calls)
        return Failed(call, advise(Select(timeout=timeout), refusal(error), self.session))

    def served(self, timeout: Timeout, ready: Ready) -> Call:
        """The call that returned ``ready``, counted, after its callbacks were called."""
        session, trace = self.session, self.session.trace
        counters = session.counters
        counters.calls += 1
        counters.results += len(ready)
        results = tuple(self._results(ready)) if ready else ()
        return Call(
            counters.calls,
            session.backend.id,
            timeout,
            trace.start,
            (trace.end - trace.start) / 1e9,
            results,
            trace.reentered,
        )

    def _call(self, timeout: Timeout, started: int, number: int) -> Call:
        waited = (monotonic_ns() - started) / 1e9
        return Call(number, self.session.backend.id, timeout, started, waited, (), self.session.trace.reentered)

    def _results(self, ready: Ready) -> Iterator[Result]:
        session = self.session
        raw_of = _raw_flags(session.trace.raw)
        names, version = dict(session.registry.names), session.registry.version
        for key, mask in ready:
            name = names.get(key.fd, "")
            raw = raw_of(key.fd)
            current = version == session.registry.version or session.registry.key_of(name) == key
            yield Result(name, key.fd, mask, raw, self._serve(name, key, mask, current))

    def _serve(self, name: str, key: Any, mask: int, current: bool) -> Effect | None:
        session = self.session
        this = session.objects.get(name)
        if this is None:
            return None
        if this.state == "connecting":
            this.refresh(ready=True)
            session.objects.touch(name)
        if not isinstance(key.data, Callback):
            return None
        if not current:
            return Effect((text("unregistered meanwhile: not served"),))
        effect = key.data.ready(this, mask, session.hands)
        if effect is not None:
            session.counters.received += effect.received
            session.counters.sent += effect.sent
            session.objects.touch(name)
        return effect


def ends_call(command: Any) -> bool:
    """Whether the selector that a blocked call waits in is no more after this command."""
    return isinstance(command, UseBackend) or (isinstance(command, CloseSelector) and command.inside is None)


def _raw_flags(raw: list[tuple[int, int | None]]) -> Any:
    """A function from descriptor to flags. It goes along the raw list: kqueue tells a descriptor twice."""
    rest = iter(raw)

    def flags(fd: int) -> int | None:
        return next((flags for found, flags in rest if found == fd), None)

    return flags if raw and raw[0][1] is not None else lambda fd: None
