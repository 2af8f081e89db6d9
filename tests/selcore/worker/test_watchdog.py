"""The watchdog: bites when the time is over, at no other time, and is not disturbed by what ends before."""

import threading
from time import monotonic

import pytest

from selcore.worker.watchdog import Watchdog


class Bitten:
    def __init__(self) -> None:
        self.why: list[str] = []
        self.event = threading.Event()

    def __call__(self, why: str) -> None:
        self.why.append(why)
        self.event.set()


@pytest.fixture
def bitten() -> Bitten:
    return Bitten()


@pytest.fixture
def dog(bitten: Bitten) -> Watchdog:
    return Watchdog(bitten)


def test_it_bites_once_when_the_time_is_over(dog: Watchdog, bitten: Bitten) -> None:
    when = monotonic() + 0.05
    with dog.until(when, "max-wait"):
        assert bitten.event.wait(10)
        assert monotonic() >= when
    dog.close()
    assert bitten.why == ["max-wait"]


def test_it_bites_at_once_when_the_time_was_over_before(dog: Watchdog, bitten: Bitten) -> None:
    with dog.until(monotonic() - 1, "seconds"):
        assert bitten.event.wait(10)
    dog.close()


def test_what_ended_before_is_not_bitten(dog: Watchdog, bitten: Bitten) -> None:
    for _ in range(1000):
        with dog.until(monotonic() + 60, "never"):
            pass
    with dog.until(monotonic() + 0.02, "now"):
        assert bitten.event.wait(10)
    dog.close()
    assert bitten.why == ["now"]


def test_a_nearer_time_wakes_a_dog_that_sleeps_until_a_later_one(dog: Watchdog, bitten: Bitten) -> None:
    with dog.until(monotonic() + 3600, "late"):
        pass
    start = monotonic()
    with dog.until(start + 0.02, "soon"):
        assert bitten.event.wait(10)
    assert monotonic() - start < 5
    with dog.until(monotonic() + 3600, "late"):
        pass
    dog.close()
    assert bitten.why == ["soon"]


def test_a_later_time_is_kept_by_a_dog_that_wakes_earlier(dog: Watchdog, bitten: Bitten) -> None:
    with dog.until(monotonic() + 0.01, "first"):
        pass
    bitten.event.clear()  # on a busy machine the first time was over meanwhile
    when = monotonic() + 0.1
    with dog.until(when, "second"):
        assert bitten.event.wait(10)
        assert monotonic() >= when
    dog.close()
    assert bitten.why[-1] == "second"


def test_a_program_that_ends_does_not_wait_for_it(dog: Watchdog) -> None:
    with dog.until(monotonic() + 3600, "never"):
        (thread,) = [thread for thread in threading.enumerate() if thread.name == "watchdog"]
        assert thread.daemon
    dog.close()
    assert not thread.is_alive()


def test_closing_needs_no_thread_and_closing_twice_is_closing_once(dog: Watchdog) -> None:
    dog.close()
    dog.close()
    with dog.until(monotonic() - 1, "too late"):
        pass
    assert not [thread for thread in threading.enumerate() if thread.name == "watchdog"]


def test_closing_while_something_is_watched(dog: Watchdog, bitten: Bitten) -> None:
    with dog.until(monotonic() + 3600, "never"):
        dog.close()
    assert bitten.why == []


def test_without_a_thread_there_is_nothing_to_end(dog: Watchdog, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(RuntimeError), dog.until(0.0, "late"):
        pass
    dog.close()
