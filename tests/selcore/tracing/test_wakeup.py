"""A wakeup is readable exactly while it is signalled, whoever signals and however often."""

import select
import threading
from collections.abc import Iterator

import pytest

from selcore.tracing import Wakeup


@pytest.fixture
def wakeup() -> Iterator[Wakeup]:
    made = Wakeup()
    yield made
    made.close()


def readable(wakeup: Wakeup) -> bool:
    return bool(select.select([wakeup], [], [], 0)[0])


def test_it_is_readable_while_it_is_signalled(wakeup: Wakeup) -> None:
    assert not readable(wakeup) and wakeup.signalled is False
    wakeup.signal()
    assert readable(wakeup) and wakeup.signalled
    wakeup.clear()
    assert not readable(wakeup) and not wakeup.signalled


def test_many_signals_are_one(wakeup: Wakeup) -> None:
    for _ in range(100_000):
        wakeup.signal()
    wakeup.clear()
    assert not readable(wakeup)
    wakeup.clear()
    wakeup.signal()
    assert readable(wakeup)


def test_a_signal_after_close_does_nothing(wakeup: Wakeup) -> None:
    wakeup.close()
    wakeup.signal()
    wakeup.clear()
    wakeup.close()
    assert not wakeup.signalled


def test_a_byte_that_is_still_on_its_way_is_waited_for(wakeup: Wakeup) -> None:
    wakeup.signalled = True  # as on Windows, where the pair is TCP: the flag is there before the byte
    wakeup.clear()
    assert wakeup.signalled
    wakeup._sender.send(b"\0")
    wakeup.clear()
    assert not wakeup.signalled and not readable(wakeup)


def test_threads_that_signal_and_one_that_clears_agree_in_the_end(wakeup: Wakeup) -> None:
    start, flags = threading.Barrier(5), []

    def signal() -> None:
        start.wait()
        for _ in range(3000):
            wakeup.signal()

    threads = [threading.Thread(target=signal) for _ in range(4)]
    for thread in threads:
        thread.start()
    start.wait()
    while any(thread.is_alive() for thread in threads):
        found = readable(wakeup)
        flags.append(wakeup.signalled or not found)  # readable without the flag would be a result of its own
        wakeup.clear()
    for thread in threads:
        thread.join()
    assert all(flags)
    wakeup.clear()
    assert not readable(wakeup)
    wakeup.signal()
    assert readable(wakeup)
