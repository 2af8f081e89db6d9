"""``settled`` under runs whose calls are served as fast as they come: it becomes True, but never before an answer."""

from collections.abc import Iterator
from threading import Event
from time import monotonic

import pytest
from PySide6.QtCore import QTimer

from selcore.values.commands import Note, Open, Register, Run, Send
from selcore.values.outcomes import RunEnded
from tests.ui.user import PATIENCE, User
from ui.bridge.settling import CALLS, FRAMES, SLOW_FRAMES, GoesOn


def ping_pong(user: User) -> None:
    """Two ends that echo: what was sent once goes to and fro for as long as the run does."""
    ends = [Register(name=f"pair.{end}", events=("read",), callback="echo-upper") for end in "ab"]
    user.window.bridge.send(Open(kind="socketpair", name="pair"), *ends, Send(name="pair.a", text="x"))
    user.settle()


def zero(user: User) -> None:
    """A file that is always readable, and drained."""
    user.backend("select")
    device = Open(kind="device", name="zero", options={"path": "/dev/zero"})
    user.window.bridge.send(device, Register(name="zero", events=("read",), callback="drain"))
    user.settle()
    assert user.object("zero")["callback"] == "drain"


STORMS = {"ping-pong": ping_pong, "a drain of /dev/zero": zero}


@pytest.fixture(params=STORMS)
def storm(user: User, request: pytest.FixtureRequest) -> Iterator[User]:
    STORMS[request.param](user)
    user.timeout("None")
    user.action("loop.run").trigger()
    user.wait_for("running")
    yield user
    user.action("call.stop").trigger()
    user.wait_for("idle")
    user.settle()


def test_a_run_that_is_always_served_settles(storm: User) -> None:
    storm.settle()
    assert storm.window.property("state") == "running"


def test_a_command_is_shown_before_it_settles_again(storm: User) -> None:
    """Each of them: the row of the command is there whenever ``settled`` has become True after it.

    Only the newest is looked for: on a fast machine the first lies more than 20,000 rows back by then.
    """
    storm.settle()
    for number in range(5):
        storm.window.bridge.send(Note(text=f"note {number}"))
        assert not storm.window.property("settled")
        storm.settle()
        notes = [row.command.text for row in list(storm.window.store.rows)[-20_000:] if isinstance(row.command, Note)]
        assert notes and notes[-1] == f"note {number}"


def test_a_run_with_a_bound_settles_when_its_end_is_shown(user: User) -> None:
    ping_pong(user)
    ended: list[bool] = []

    def settled(on: bool) -> None:
        rows = user.window.store.rows
        if on:
            ended.append(isinstance(rows[len(rows) - 1].outcome, RunEnded))

    user.window.settled_changed.connect(settled)
    try:
        user.window.bridge.send(Run(calls=5_000))
        user.settle()
    finally:  # the window is kept for others
        user.window.settled_changed.disconnect(settled)
    assert ended and all(ended)


def test_a_run_with_a_bound_that_never_blocks_is_not_settled_between_two_of_its_calls(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine the window looks while the worker has told of some calls and not made the others yet."""
    user.do("history.group")
    session = user.window.bridge._worker._owner.session  # type: ignore[union-attr]
    assert session is not None
    looked, journal, goes_on = Event(), session.journal, session.journal.owner.between

    def between() -> str | None:
        if journal.counters.calls == 2:
            journal.hand_over()
            assert looked.wait(PATIENCE / 1000)
        return goes_on()

    monkeypatch.setattr(session.journal.owner, "between", between)
    user.window.bridge.send(Run(calls=3, timeout=0))
    user.wait_until(lambda: user.window.store.totals.calls == 2)
    early = []
    user.window.settled_changed.connect(early.append)
    for _ in range(3):
        user.window.bridge._drain()
    user.window.settled_changed.disconnect(early.append)
    looked.set()
    user.settle()
    assert early == [] and user.window.store.totals.calls == 3


def test_a_run_at_a_pace_settles_too(user: User) -> None:
    ping_pong(user)
    user.window.bridge.adjust(200.0, True)
    user.settle()
    user.action("loop.run").trigger()
    user.wait_for("running")
    user.settle()
    user.window.bridge.adjust(None, True)
    user.action("call.stop").trigger()
    user.wait_for("idle")
    user.settle()


class Told:
    """A worker whose answers are counted by hand."""

    def __init__(self) -> None:
        self.told, self.idle = (0, 0), True

    def answered(self) -> bool:
        return self.idle


def look(goes_on: GoesOn, worker: Told | None, calls: int, taken: int = 0) -> bool:
    goes_on.begin(worker)
    if worker is not None:
        worker.told = worker.told[0], worker.told[1] + taken
    return goes_on.is_shown(calls)


def test_a_burst_is_waited_for_and_a_storm_is_not() -> None:
    worker, goes_on = Told(), GoesOn()
    assert [look(goes_on, worker, CALLS) for _ in range(FRAMES)] == [False] * (FRAMES - 1) + [True]
    goes_on.asked()
    assert [look(goes_on, worker, 1) for _ in range(SLOW_FRAMES)] == [False] * (SLOW_FRAMES - 1) + [True]
    assert not look(goes_on, worker, 0) and not look(goes_on, worker, 1)  # it rested: it is looked at anew
    assert not look(goes_on, None, CALLS)


def test_what_was_told_before_the_look_is_to_be_taken() -> None:
    worker, goes_on = Told(), GoesOn()
    worker.told = (10, 0)
    assert not any(look(goes_on, worker, CALLS, taken=2) for _ in range(4))
    worker.told = (90, 8)
    assert look(goes_on, worker, CALLS, taken=2)  # the ten; what came meanwhile is for the next
    assert not look(goes_on, worker, CALLS, taken=2)


def test_an_answer_that_waits_is_waited_for() -> None:
    worker, goes_on = Told(), GoesOn()
    worker.idle = False
    assert not any(look(goes_on, worker, CALLS) for _ in range(10))
    worker.idle = True
    assert look(goes_on, worker, CALLS)
    goes_on.asked(changes=False)
    assert look(goes_on, worker, CALLS)
    goes_on.asked()
    assert not look(goes_on, worker, CALLS)


@pytest.mark.heavy
def test_it_is_settled_in_every_tenth_of_a_second(storm: User) -> None:
    storm.settle()
    seen = [monotonic()]
    timer = QTimer(storm.window, interval=5)
    timer.timeout.connect(lambda: seen.append(monotonic()) if storm.window.property("settled") else None)
    timer.start()
    storm.wait_until(lambda: monotonic() > seen[0] + 3)
    timer.stop()
    assert max(after - before for before, after in zip(seen, seen[1:], strict=False)) < 0.3
