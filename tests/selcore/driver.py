"""A worker as a program with a window drives it: ask, be notified, take. Waits for the thing itself, never for time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from selcore.backends import BACKENDS
from selcore.values.commands import AnyCommand, Open, Register, Run, Select, Send
from selcore.values.facts import Entry, Fact, GroupGrew, ObjectState, RunCall, Status, Totals, one_by_one
from selcore.values.outcomes import Done, Outcome, RunEnded
from selcore.worker.worker import Worker

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
PATIENCE = 40.0
"""Seconds after which something that never comes is a failure."""


class Driver:
    """A worker and all that it has told so far."""

    def __init__(self, **options: Any):
        self._arrived = threading.Event()
        self.notified = 0
        self.facts: list[Fact] = []
        self.objects: dict[str, ObjectState] = {}
        self.status: Status | None = None
        self.states: list[str] = []
        self.totals = Totals()
        self.tail: GroupGrew | None = None
        self.dropped = 0
        self._step = 0
        self.worker = Worker(self._notify, **options)

    def _notify(self) -> None:
        self.notified += 1
        self._arrived.set()

    def take(self) -> None:
        """Take what is there."""
        batch = self.worker.take()
        for fact in batch.facts:
            self.facts += one_by_one(fact)
        self.objects.update((state.name, state) for state in batch.objects)
        for name in batch.gone:
            del self.objects[name]
        if batch.status is not None:
            self.status = batch.status
            self.states.append(batch.status.state)
        self.totals, self.tail, self.dropped = batch.totals, batch.tail, batch.dropped

    def until(self, met: Callable[[], Any], take: bool = True) -> None:
        """Take until the condition is met."""
        end = monotonic() + PATIENCE
        while True:
            if take:
                self.take()
            if met():
                return
            assert monotonic() < end, f"never came; status {self.status}, last facts {self.facts[-5:]}"
            self._arrived.wait(0.001)
            self._arrived.clear()

    def settle(self) -> None:
        """Until nothing waits on either side."""
        self.until(self.worker.quiet)

    def ask(self, *commands: AnyCommand) -> list[int]:
        """Submit the commands; their steps."""
        steps = list(range(self._step, self._step + len(commands)))
        self._step += len(commands)
        for step, command in zip(steps, commands, strict=True):
            self.worker.submit(command, step)
        return steps

    def entry(self, step: int) -> Entry | None:
        return next((fact for fact in self.entries if fact.step == step and fact.during is None), None)

    @property
    def entries(self) -> list[Entry]:
        return [fact for fact in self.facts if isinstance(fact, Entry)]

    @property
    def calls(self) -> list[RunCall]:
        return [fact for fact in self.facts if isinstance(fact, RunCall)]

    def outcome(self, step: int) -> Outcome:
        """Wait for the outcome of that step."""
        self.until(lambda: self.entry(step))
        found = self.entry(step)
        assert found is not None
        return found.outcome

    def do(self, *commands: AnyCommand) -> Outcome:
        """Submit the commands and wait for the last one's outcome."""
        return self.outcome(self.ask(*commands)[-1])

    def done(self, *commands: AnyCommand) -> dict[str, Any]:
        """The same; each must have been done. The last one's value."""
        outcomes = [self.outcome(step) for step in self.ask(*commands)]
        for outcome in outcomes:
            assert isinstance(outcome, Done), outcome
        assert isinstance(outcome, Done)
        return outcome.value

    def block(self, command: AnyCommand | None = None) -> int:
        """Make a call that blocks, and wait until it does; its step."""
        (step,) = self.ask(command or Select(timeout=None))
        self.until(lambda: self.status and self.status.state in ("waiting", "running", "spinning"))
        self.settle()
        assert self.entry(step) is None
        return step

    def counted(self) -> tuple[int, int]:
        """Calls and results of runs, counted from the rows and what grew of them."""
        counts = {row.row: 1 for row in self.calls}
        for fact in self.facts:
            if isinstance(fact, GroupGrew):
                counts[fact.row] = fact.count
        calls = results = 0
        for row in self.calls:
            if (call := getattr(row.outcome, "call", None)) is not None and type(row.outcome).__name__ == "Returned":
                calls += counts[row.row]
                results += counts[row.row] * len(call.results)
        return calls, results


@contextmanager
def driving(**options: Any) -> Iterator[Driver]:
    """A started worker that is stopped in the end, and in time."""
    driver = Driver(**options)
    driver.worker.start()
    try:
        yield driver
    finally:
        assert driver.worker.stop()
        driver.take()


PAIR = Open(kind="socketpair", name="pair")
READ_A = Register(name="pair.a", events=("read",))
WRITE_A = Register(name="pair.a", events=("write",))
SEND_B = Send(name="pair.b", text="x")
SPIN = Run(timeout=0)


def looped(outcome: Outcome) -> RunEnded:
    assert isinstance(outcome, RunEnded), outcome
    return outcome
