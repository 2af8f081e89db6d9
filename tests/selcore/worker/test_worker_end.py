"""The end of the worker: asked for at any moment, or by a fault of ours. Nothing is left, and nobody waits for ever."""

import os
import threading
from pathlib import Path

import pytest

from selcore.callbacks.drain import DrainCallback
from selcore.values.commands import Note, Open, Register, Run, Select, Send
from selcore.values.outcomes import RunEnded
from selcore.worker.inbox import CAPACITY, Ended, Full
from selcore.worker.worker import Worker
from selcore.world.verbs import VERBS
from tests.selcore.driver import HERE, PAIR, READ_A, SPIN, WRITE_A, Driver, driving

STATES = {
    "blocked": (PAIR, READ_A, Select(timeout=None)),
    "blocked in a run": (PAIR, READ_A, Run()),
    "spinning": (PAIR, WRITE_A, SPIN),
    "running with short timeouts": (PAIR, READ_A, Run(timeout=0.001)),
}


@pytest.mark.parametrize("backend", HERE)
@pytest.mark.parametrize("what", STATES)
def test_stop_ends_it_whatever_it_is_doing(what: str, backend: str) -> None:
    driver = Driver(backend=backend)
    driver.worker.start()
    driver.ask(*STATES[what])
    wanted = {"blocked": "waiting", "spinning": "spinning"}.get(what, "running")
    driver.until(lambda: driver.status and driver.status.state == wanted)
    assert driver.worker.stop()
    assert not driver.worker.alive
    assert driver.worker.stop(), "twice is once"


def test_stop_while_a_slow_pace_waits() -> None:
    with driving() as driver:
        driver.done(PAIR, WRITE_A)
        driver.worker.adjust(0.001, True)
        driver.ask(Run(timeout=0))
        driver.until(lambda: driver.calls)
        assert driver.worker.stop()


def test_stop_before_start_and_a_late_start_end_at_once() -> None:
    worker = Worker()
    assert worker.stop()
    worker.start()
    assert worker.stop()
    assert not worker.alive


def test_stop_right_after_start() -> None:
    for _ in range(50):
        worker = Worker()
        worker.start()
        assert worker.stop()


def test_stop_does_not_wait_for_what_was_asked_before() -> None:
    worker = Worker()
    for number in range(CAPACITY):
        worker.submit(Note(text=str(number)) if number else Select(timeout=None))
    worker.start()
    assert worker.stop()


def test_a_full_inbox_refuses_and_settings_and_a_pause_still_find_room() -> None:
    worker = Worker()
    for number in range(CAPACITY):
        worker.submit(Note(text=str(number)))
    with pytest.raises(Full, match=f"{CAPACITY} requests"):
        worker.submit(Note(text="one too many"))
    worker.adjust(1, True)
    worker.pause()
    assert worker.stop()


def test_nothing_is_taken_after_the_end() -> None:
    worker = Worker()
    worker.start()
    assert worker.stop()
    with pytest.raises(Ended):
        worker.submit(Note(text="late"))
    worker.pause()
    worker.adjust(1, False)
    worker.take()
    assert worker.quiet()


def test_stop_from_many_threads_while_others_ask() -> None:
    for _ in range(20):
        worker = Worker()
        worker.start()
        worker.submit(Select(timeout=None))

        def hammer(worker: Worker = worker) -> None:
            try:
                while worker.alive:
                    worker.submit(Note(text="x"))
                    worker.pause()
            except Full:
                pass

        threads = [threading.Thread(target=hammer) for _ in range(2)]
        threads += [threading.Thread(target=worker.stop) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert not worker.alive


def broken(*_: object) -> None:
    raise ZeroDivisionError("a fault of ours")


def assert_died(driver: Driver) -> None:
    driver.until(lambda: driver.status and driver.status.state == "dead")
    assert driver.status is not None
    assert "ZeroDivisionError: a fault of ours" in driver.status.problem
    assert "Traceback" in driver.status.problem
    assert driver.worker.stop()
    driver.take()
    assert driver.worker.quiet()
    with pytest.raises(Full, match="ended"):
        driver.worker.submit(Note(text="anyone?"))


@pytest.mark.parametrize("call", [Select(timeout=None), Run(timeout=1)])
def test_a_callback_that_raises_kills_it_loudly_and_everything_is_closed(
    call: Select | Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DrainCallback, "ready", broken)
    with driving() as driver:
        driver.done(PAIR, Register(name="pair.a", events=("read",), callback="drain"), Send(name="pair.b", text="x"))
        fds = [state.fd for state in driver.objects.values()]
        driver.ask(call)
        assert_died(driver)
        assert {state.state for state in driver.objects.values()} == {"closed"}
        for fd in fds:
            with pytest.raises(OSError):
                os.fstat(fd)


@pytest.mark.parametrize("during", [False, True])
@pytest.mark.parametrize("call", [Select(timeout=None), Run()])
def test_a_fault_in_a_command_given_meanwhile_is_not_said_of_select(
    call: Select | Run, during: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERBS, Note, broken)  # type: ignore[arg-type]
    with driving() as driver:
        if during:
            driver.ask(type(call)(timeout=None, during=(Note(text="x"),)))
        else:
            driver.block(call)
            driver.ask(Note(text="x"))
        assert_died(driver)
        assert not [entry for entry in driver.entries if type(entry.outcome).__name__ == "Failed"]


def test_a_selector_that_cannot_be_made_is_a_death_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(*_: object) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("selcore.backends.base.Backend.make", no_more)
    with driving() as driver:
        driver.until(lambda: driver.status)
        assert driver.status is not None
        assert driver.status.state == "dead"
        assert "[Errno 24] Too many open files" in driver.status.problem


def test_a_lossless_run_that_waits_for_room_is_stopped() -> None:
    driver = Driver(lossless=True, capacity=10)
    driver.worker.start()
    driver.done(PAIR, WRITE_A)
    driver.worker.adjust(None, False)
    driver.ask(SPIN)
    driver.until(lambda: driver.worker._outbox._waiting == 10, take=False)
    assert driver.worker.stop()


def test_temporary_files_go_with_it() -> None:
    with driving() as driver:
        driver.done(Open(kind="text-file", name="file"))
        path = Path(driver.objects["file"].address)
        assert path.exists()
    assert not path.exists()


def test_a_run_ends_when_the_worker_is_paused_between_two_calls() -> None:
    with driving() as driver:
        driver.done(PAIR, WRITE_A)
        (step,) = driver.ask(SPIN)
        driver.until(lambda: driver.totals.calls > 1000)
        driver.worker.pause()
        outcome = driver.outcome(step)
        assert isinstance(outcome, RunEnded)
        assert outcome.bounded_by == "pause"
        driver.settle()
        assert driver.status is not None and driver.status.state == "idle"


def test_an_opening_that_takes_long_ends_when_the_end_is_asked_for() -> None:
    import threading

    from selcore.values import commands as c
    from selcore.values.facts import Entry
    from selcore.worker.worker import Worker

    arrived = threading.Event()
    worker = Worker(arrived.set)
    worker.start()
    worker.submit(c.Open(kind="text-file", name="many", options={"count": 10_000}))
    worker.pause()
    entries: list[Entry] = []
    while not entries:
        assert arrived.wait(20)
        arrived.clear()
        entries += [fact for fact in worker.take().facts if isinstance(fact, Entry)]
    assert worker.stop()
    assert getattr(entries[0].outcome, "type", None) == "Stopped"
