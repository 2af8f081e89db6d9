"""The recorders on stand-ins: what this system may not have (kqueue, devpoll), and what the OS is asked, how often."""

import select
import socket
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from selcore.tracing import CallEnded, Go, Trace, Wakeup
from selcore.tracing.pollers import LONGEST, ClosablePoller, EpollPoller, KqueuePoller

READ, ADD = -1, 1


class Event(NamedTuple):
    ident: int
    filter: int
    flags: int = 0


class StandIn:
    """kqueue's ``control`` for readable descriptors; the latest added comes first, as in a kernel's list."""

    def __init__(self) -> None:
        self.watched: list[int] = []
        self.asked: list[float | None] = []

    def control(self, changes: list[Event] | None, max_events: int, timeout: float | None = None) -> list[Event]:
        self.asked.append(timeout)
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
def kqueue(monkeypatch: pytest.MonkeyPatch) -> Iterator[KqueuePoller]:
    for name, value in (("kevent", Event), ("KQ_FILTER_READ", READ), ("KQ_EV_ADD", ADD)):
        monkeypatch.setattr(select, name, value, raising=False)
    wakeup = Wakeup()
    stand_in: Any = StandIn()
    yield KqueuePoller(stand_in, Trace(wakeup))
    wakeup.close()


def test_the_wakeup_is_no_event_and_takes_no_place(kqueue: KqueuePoller) -> None:
    a, b = socket.socketpair()
    with a, b:
        b.send(b"x")
        assert kqueue.control([Event(a.fileno(), READ, ADD)], 0, 0) == []
        for timeout in (0, 1.0, None):
            assert kqueue.trace.wakeup is not None
            kqueue.trace.wakeup.signal()
            assert kqueue.control(None, 1, timeout) == [Event(a.fileno(), READ)]
            assert kqueue.trace.raw == [(a.fileno(), READ)]


def test_a_woken_call_waits_on(kqueue: KqueuePoller) -> None:
    assert kqueue.trace.wakeup is not None
    kqueue.trace.wakeup.signal()
    assert kqueue.control(None, 1, 0.01) == []
    assert not kqueue.trace.wakeup.signalled


def test_without_a_wakeup_it_only_records() -> None:
    stand_in: Any = StandIn()
    plain = KqueuePoller(stand_in, Trace())
    assert (plain.control(None, 5, 0), plain.fileno(), stand_in.watched) == ([], 7, [])
    plain.close()


def test_changes_are_handed_on_as_they_are_and_are_no_call() -> None:
    stand_in: Any = StandIn()
    plain = KqueuePoller(stand_in, Trace())
    plain.trace.start = 5
    assert plain.control([Event(7, READ, ADD)], 0, 0.5) == [] and plain.control([], 0) == []
    assert (stand_in.asked, plain.trace.start) == ([0.5, None], 5)


class Asked:
    """A poll(), devpoll() or epoll() that notes what it is asked for, and answers what it was told to."""

    closed = False

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.watched: list[tuple[int, int]] = []
        self.answers: list[list[tuple[int, int]] | Exception] = []

    def register(self, fd: int, mask: int) -> None:
        self.watched.append((fd, mask))

    modify = unregister = register

    def poll(self, timeout: float | None = None, *more: int) -> list[tuple[int, int]]:
        self.calls.append((timeout, *more) if more else timeout)
        answer = self.answers.pop(0) if self.answers else []
        if isinstance(answer, Exception):
            raise answer
        return answer

    def fileno(self) -> int:
        return 77

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def wakeup() -> Iterator[Wakeup]:
    made = Wakeup()
    yield made
    made.close()


def test_devpoll_takes_whole_milliseconds_and_has_a_descriptor(wakeup: Wakeup) -> None:
    asked = Asked()
    devpoll = ClosablePoller(asked, Trace(wakeup))
    assert asked.watched == [(wakeup.fileno(), select.POLLIN)]
    wakeup.signal()
    asked.answers = [[(wakeup.fileno(), select.POLLIN)], [], [(5, 4)]]
    assert devpoll.poll(999) == [(5, 4)] == devpoll.trace.raw
    assert asked.calls[:2] == [999, 0] and 900 < asked.calls[2] <= 999 and isinstance(asked.calls[2], int)
    assert (devpoll.fileno(), devpoll.close(), asked.closed) == (77, None, True)


def test_without_a_wakeup_nothing_is_watched_but_what_is_registered() -> None:
    asked = Asked()
    devpoll = ClosablePoller(asked, Trace())
    asked.answers = [[(5, 1)]]
    assert (devpoll.poll(), asked.watched, asked.calls) == ([(5, 1)], [], [None])


READY = [(5, 1)]


@pytest.mark.parametrize(
    ("timeout", "answers", "found", "calls"),
    [
        (0, [[]], [], [(0, 3)]),
        (0, [READY], READY, [(0, 3)]),
        (-1, [READY], READY, [(0, 3)]),
        (0.5, [READY], READY, [(0, 3)]),
        (0, [OSError(9, "Bad"), READY], READY, [(0, 3), (0, 3)]),
    ],
)
def test_in_a_run_what_is_ready_at_once_takes_one_call(
    wakeup: Wakeup, timeout: float, answers: list[Any], found: list[Any], calls: list[Any]
) -> None:
    """What is refused is asked again: the real call says it itself."""
    asked = Asked()
    epoll = EpollPoller(asked, Trace(wakeup))
    epoll.trace.resting = lambda: pytest.fail("it does not block")
    epoll.trace.reentered, epoll.trace.raw, asked.answers = 7, [(9, 9)], answers
    assert epoll.poll(timeout, 3) == found == epoll.trace.raw
    assert (asked.calls, epoll.trace.reentered) == (calls, 0)
    assert 0 < epoll.trace.start <= epoll.trace.end


@pytest.mark.parametrize("timeout", [LONGEST * 1.01, 1e300, float("inf")])
def test_a_timeout_that_python_refuses_is_given_to_it(wakeup: Wakeup, timeout: float) -> None:
    asked = Asked()
    EpollPoller(asked, Trace(wakeup)).poll(timeout)
    assert asked.calls == [(timeout, -1)]


def test_a_closed_epoll_and_one_that_nobody_can_wake_are_asked_themselves(wakeup: Wakeup) -> None:
    closed, alone = Asked(), Asked()
    closed.close()
    EpollPoller(closed, Trace(wakeup)).poll(0.5, 2)
    EpollPoller(alone, Trace()).poll(0.5, 2)
    assert closed.calls == alone.calls == [(0.5, 2)]


@pytest.mark.skipif("epoll" not in dir(select), reason="no epoll here")
@pytest.mark.parametrize("woken", [False, True])
def test_a_blocked_call_sleeps_until_its_time_is_over_or_it_is_woken(wakeup: Wakeup, woken: bool) -> None:
    with select.epoll() as plain:
        epoll, asked = EpollPoller(plain, Trace(wakeup)), list[float]()
        epoll._poll = lambda timeout, most: asked.append(timeout) or plain.poll(timeout, most)
        epoll.trace.attend = lambda: Go.END
        if woken:
            wakeup.signal()
            with pytest.raises(CallEnded):
                epoll.poll(20.0)
        else:
            assert epoll.poll(0.02) == []
    assert asked == [0], "it is asked once, when the waiting is over"
