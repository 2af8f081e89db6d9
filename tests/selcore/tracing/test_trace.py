"""A blocked call is woken from another thread: it goes on, or it is ended; it never returns what was not ready."""

import queue
import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from selcore.tracing import TRACED, CallEnded, Go, Trace, Wakeup, traced_class

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
PATIENCE = 20.0


class Blocked:
    """A traced selector whose calls run on a thread of their own; ``attend`` does what was left for it."""

    def __init__(self, backend: str, stack: ExitStack):
        self.wakeup = Wakeup()
        stack.callback(self.wakeup.close)
        self.trace = Trace(self.wakeup, self._attend)
        self.trace.blocking = self._blocks
        self.trace.look_first = True
        self.selector = stack.enter_context(traced_class(backend)(self.trace))
        self.a, self.b = socket.socketpair()
        stack.callback(self.a.close)
        stack.callback(self.b.close)
        self.selector.register(self.a, READ)
        self.todo: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()
        self.attended = 0
        self.blocks: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._answer: Any = None

    def _attend(self) -> Go:
        self.attended += 1
        go = Go.ON
        while not self.todo.empty():
            go = self.todo.get_nowait()() or go
        return go

    def _blocks(self) -> None:
        self.blocks.put(self.attended)

    def call(self, timeout: float | None) -> None:
        """Call select(timeout); back when it is about to block."""
        self._thread = threading.Thread(target=self._call, args=(timeout,))
        self._thread.start()
        self.blocks.get(timeout=PATIENCE)

    def _call(self, timeout: float | None) -> None:
        try:
            self._answer = self.selector.select(timeout)
        except BaseException as error:
            self._answer = error

    def wake(self, action: Callable[[], Any] = lambda: None) -> None:
        self.todo.put(action)
        self.wakeup.signal()

    def blocks_again(self) -> int:
        return self.blocks.get(timeout=PATIENCE)

    def answer(self) -> Any:
        assert self._thread is not None
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the call does not return"
        return self._answer


@pytest.fixture(params=sorted(TRACED))
def blocked(request: pytest.FixtureRequest) -> Iterator[Blocked]:
    with ExitStack() as stack:
        yield Blocked(request.param, stack)


def test_a_woken_call_goes_on_until_something_is_ready(blocked: Blocked) -> None:
    blocked.call(None)
    for wakes in (1, 2, 3):
        blocked.wake()
        assert blocked.blocks_again() == wakes
    blocked.b.send(b"x")
    assert [(key.fileobj, mask) for key, mask in blocked.answer()] == [(blocked.a, READ)]
    assert (blocked.trace.reentered, blocked.attended) == (0, 3)
    assert [fd for fd, _ in blocked.trace.raw] == [blocked.a.fileno()]


def test_what_is_done_while_it_is_blocked_makes_it_return(blocked: Blocked) -> None:
    blocked.call(None)
    blocked.wake(lambda: blocked.b.send(b"x") and None)
    assert len(blocked.answer()) == 1
    assert blocked.trace.reentered == 0


def test_what_is_registered_meanwhile_belongs_to_the_same_call(blocked: Blocked) -> None:
    def register() -> Go:
        blocked.selector.register(blocked.b, WRITE)
        return Go.CHANGED

    blocked.call(5.0)
    blocked.wake(register)
    assert [key.fileobj for key, _ in blocked.answer()] == [blocked.b]
    assert blocked.trace.reentered == 1


def test_only_an_explicit_end_ends_it(blocked: Blocked) -> None:
    blocked.call(None)
    blocked.wake(lambda: Go.END)
    ended = blocked.answer()
    assert isinstance(ended, CallEnded) and ended.__cause__ is None
    assert blocked.trace.raw == []
    assert blocked.trace.end >= blocked.trace.start > 0
    blocked.b.send(b"x")
    assert len(blocked.selector.select(0)) == 1


@pytest.mark.parametrize("fault", [RuntimeError("ours"), InterruptedError("not a signal"), ValueError("nor select's")])
def test_a_fault_of_the_owner_does_not_pass_for_an_answer_of_select(blocked: Blocked, fault: Exception) -> None:
    def fail() -> None:
        raise fault

    blocked.call(None)
    blocked.wake(fail)
    ended = blocked.answer()
    assert isinstance(ended, CallEnded) and ended.__cause__ is fault


@pytest.mark.parametrize("timeout", [0.05, 0.2])
def test_wakes_do_not_change_how_long_it_waits(blocked: Blocked, timeout: float) -> None:
    start = monotonic()
    blocked.call(timeout)
    for wakes in (1, 2):
        blocked.wake()
        try:
            assert blocked.blocks.get(timeout=timeout) == wakes
        except queue.Empty:
            break  # a slow machine: the time was over
    assert blocked.answer() == []
    assert monotonic() - start >= timeout * 0.999
    assert (blocked.trace.end - blocked.trace.start) / 1e9 >= timeout * 0.999


def test_a_storm_of_wakes_does_not_keep_a_call_from_its_end(blocked: Blocked) -> None:
    over = threading.Event()

    def storm() -> None:
        while not over.is_set():
            blocked.wakeup.signal()

    stormer = threading.Thread(target=storm)
    stormer.start()
    try:
        start = monotonic()
        blocked.call(0.1)
        assert blocked.answer() == []
        assert 0.0999 <= monotonic() - start < PATIENCE
    finally:
        over.set()
        stormer.join()


def test_no_wake_is_lost_however_it_falls(blocked: Blocked) -> None:
    """Signalled from another thread without any waiting for each other: each call ends by its own wake."""
    for _ in range(300):
        ender = threading.Thread(target=blocked.wake, args=(lambda: Go.END,))
        ender.start()
        with pytest.raises(CallEnded):
            blocked.selector.select(None)
        ender.join()


def test_a_wake_does_not_hide_what_is_ready(blocked: Blocked) -> None:
    blocked.b.send(b"x")
    blocked.wake()
    assert len(blocked.selector.select(None)) == 1
    assert blocked.attended == 0


def test_it_is_told_when_a_call_blocks_and_only_then(blocked: Blocked) -> None:
    blocked.b.send(b"x")
    blocked.selector.select(None)
    blocked.a.recv(1)
    blocked.selector.select(0)
    assert blocked.blocks.empty()
    blocked.selector.select(0.001)
    assert blocked.blocks.get_nowait() == 0


def test_without_an_owner_a_wake_is_nothing(blocked: Blocked) -> None:
    blocked.trace.attend = blocked.trace.blocking = None
    blocked.wakeup.signal()
    assert blocked.selector.select(0.01) == []
    assert not blocked.wakeup.signalled


@pytest.mark.parametrize("timeout", [None, 5.0])
def test_what_is_ready_at_once_is_taken_without_asking_who_would_rest(blocked: Blocked, timeout: float | None) -> None:
    rests: list[int] = []
    blocked.trace.resting = lambda: rests.append(1)
    blocked.b.send(b"x")
    blocked.trace.reentered = 9
    blocked.trace.start = blocked.trace.end = 0
    assert [(key.fileobj, mask) for key, mask in blocked.selector.select(timeout)] == [(blocked.a, READ)]
    assert (rests, blocked.trace.reentered) == ([], 0)
    assert [fd for fd, _ in blocked.trace.raw] == [blocked.a.fileno()]
    assert 0 < blocked.trace.start <= blocked.trace.end


@pytest.mark.parametrize("timeout", [0, -1])
def test_a_call_that_does_not_block_rests_nowhere(blocked: Blocked, timeout: float) -> None:
    def fail() -> None:
        raise AssertionError("it does not block")

    blocked.trace.resting = blocked.trace.blocking = fail
    for ready in (0, 1, 0):
        if ready:
            blocked.b.send(b"x")
        assert len(blocked.selector.select(timeout)) == len(blocked.trace.raw) == ready
        if ready:
            blocked.a.recv(1)


def test_a_call_that_blocks_is_said_once_before_it_does(blocked: Blocked) -> None:
    rests: list[int] = []
    blocked.trace.resting = lambda: rests.append(blocked.attended)
    assert blocked.selector.select(0.001) == []
    assert rests == [0]
    blocked.trace.resting = lambda: blocked.b.send(b"x")  # what the owner does before is seen by the call itself
    assert len(blocked.selector.select(None)) == 1


@pytest.mark.parametrize("timeout", [float("nan"), float("inf"), 1e30])
def test_a_timeout_that_is_refused_is_refused_though_something_is_ready(blocked: Blocked, timeout: float) -> None:
    with traced_class(
        type(blocked.selector).__name__.removeprefix("Traced").removesuffix("Selector").lower()
    )() as stock:
        stock.register(blocked.a, READ)
        blocked.b.send(b"x")
        blocked.trace.resting = lambda: None
        answers = [_answer(selector, timeout) for selector in (stock, blocked.selector)]
    assert answers[0] == answers[1] is not None


def _answer(selector: Any, timeout: float) -> str | None:
    try:
        selector.select(timeout)
    except (ValueError, OverflowError) as error:
        return repr(error)
    return None


def test_a_new_one_has_seen_nothing() -> None:
    trace = Trace()
    assert (trace.start, trace.end, trace.raw, trace.reentered) == (0, 0, [], 0)
    assert (trace.wakeup, trace.attend, trace.blocking, trace.resting, trace.look_first) == (None,) * 4 + (False,)


@pytest.mark.skipif("epoll" not in TRACED, reason="no epoll here")
def test_the_epoll_itself_holds_what_the_user_registered_and_nothing_else() -> None:
    with ExitStack() as stack:
        blocked = Blocked("epoll", stack)
        blocked.selector.select(0.001)
        about = Path(f"/proc/self/fdinfo/{blocked.selector.fileno()}").read_text()
        members = [int(line.split()[1]) for line in about.splitlines() if line.startswith("tfd:")]
        assert members == [blocked.a.fileno()]


@pytest.mark.skipif("epoll" not in TRACED, reason="no epoll here")
def test_a_look_does_not_turn_the_ready_list_of_epoll() -> None:
    """With a dup alive, what was closed stays in the kernel's list: one place, two that are ready, in turn."""

    def answers(selector: Any) -> list[int]:
        one, other = socket.socketpair()
        with one, other, other.dup():
            selector.register(other, WRITE)
            selector.register(one, WRITE)
            other.close()
            selector.unregister(other)
            found = [len(selector.select(1.0)) for _ in range(6)]
            selector.unregister(one)
        return found

    with ExitStack() as stack, selectors.EpollSelector() as stock:
        blocked = Blocked("epoll", stack)
        blocked.selector.unregister(blocked.a)
        assert answers(blocked.selector) == answers(stock) == [0, 1, 0, 1, 0, 1]
