"""The recorder of kqueue, which this system may not have, on a stand-in that answers as kqueue does."""

import select
import socket
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from selcore.tracing import Trace, Wakeup
from selcore.tracing.pollers import Kqueue

READ, ADD = -1, 1


class Event(NamedTuple):
    ident: int
    filter: int
    flags: int = 0


class StandIn:
    """kqueue's ``control`` for readable descriptors; the latest added comes first, as in a kernel's list."""

    def __init__(self) -> None:
        self.watched: list[int] = []

    def control(self, changes: list[Event] | None, max_events: int, timeout: float | None = None) -> list[Event]:
        self.watched[:0] = [event.ident for event in changes or ()]
        if not max_events:
            return []
        ready = select.select(self.watched, [], [], timeout)[0]
        return [Event(fd, READ) for fd in self.watched if fd in ready][:max_events]

    def fileno(self) -> int:
        return 7

    def close(self) -> None:
        self.watched.clear()


@pytest.fixture
def kqueue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kqueue]:
    for name, value in (("kevent", Event), ("KQ_FILTER_READ", READ), ("KQ_EV_ADD", ADD)):
        monkeypatch.setattr(select, name, value, raising=False)
    wakeup = Wakeup()
    stand_in: Any = StandIn()
    yield Kqueue(stand_in, Trace(wakeup))
    wakeup.close()


def test_the_wakeup_is_no_event_and_takes_no_place(kqueue: Kqueue) -> None:
    a, b = socket.socketpair()
    with a, b:
        b.send(b"x")
        assert kqueue.control([Event(a.fileno(), READ, ADD)], 0, 0) == []
        for timeout in (0, 1.0, None):
            assert kqueue.trace.wakeup is not None
            kqueue.trace.wakeup.signal()
            assert kqueue.control(None, 1, timeout) == [Event(a.fileno(), READ)]
            assert kqueue.trace.raw == [(a.fileno(), READ)]


def test_a_woken_call_waits_on(kqueue: Kqueue) -> None:
    assert kqueue.trace.wakeup is not None
    kqueue.trace.wakeup.signal()
    assert kqueue.control(None, 1, 0.01) == []
    assert not kqueue.trace.wakeup.signalled


def test_without_a_wakeup_it_only_records() -> None:
    stand_in: Any = StandIn()
    plain = Kqueue(stand_in, Trace())
    assert (plain.control(None, 5, 0), plain.fileno(), stand_in.watched) == ([], 7, [])
    plain.close()
