"""Signals while ``select()`` is blocked: PEP 475 at work. The alarm is short, the timeouts are, too."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest

from .world import READ, Calling, World, fact, wait_until_blocked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")


@contextmanager
def handling(number: int, handler: Any) -> Iterator[None]:
    """The signal has this handler."""
    old = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, old)


@contextmanager
def alarm(handler: Any, every: float = 0.0) -> Iterator[None]:
    """The handler is called as soon as the main thread is blocked in a call, and then every so many seconds."""

    def ring() -> None:
        wait_until_blocked(threading.main_thread())
        signal.setitimer(signal.ITIMER_REAL, 0.001, every)

    ringing = threading.Thread(target=ring)
    with handling(signal.SIGALRM, handler):
        ringing.start()
        try:
            yield
        finally:
            ringing.join()
            signal.setitimer(signal.ITIMER_REAL, 0)


def timed(world: World, timeout: float) -> tuple[Any, bool]:
    """What a call answers, and whether it waited all the time."""
    start = monotonic()
    answer = world.select(timeout)
    return answer, monotonic() - start >= timeout


@fact("signal: handler returns, many signals during select(0.8)")
def test_a_handler_that_returns(world: World) -> None:
    world.watched("a")
    ran: list[int] = []
    with alarm(lambda number, _: ran.append(number), every=0.02):
        world.answers["result"], world.answers["waited the full timeout"] = timed(world, 0.2)
    world.answers["handler ran several times (so several EINTR retries)"] = len(ran) > 2
    world.check("signal: handler returns, many signals during select(0.8)")


RAISED = {
    "custom": ZeroDivisionError(),
    "KeyboardInterrupt": KeyboardInterrupt(),
    "InterruptedError": InterruptedError(),
}
RAISED["OSError"] = OSError(5, "x")


@fact("signal: handler raises")
@pytest.mark.parametrize("label", RAISED)
def test_a_handler_that_raises(world: World, label: str) -> None:
    world.watched("a")

    def handler(*_: object) -> None:
        raise RAISED[label]

    with alarm(handler):
        answer, waited = timed(world, 5)
    assert not waited
    world.check("signal: handler raises", **{label: answer})


@fact("signal: handler makes the watched fd readable")
def test_a_handler_that_makes_it_ready(world: World) -> None:
    _, peer = world.watched("a")
    with alarm(lambda *_: peer.send(b"x")):
        answer, waited = timed(world, 5)
    world.check("signal: handler makes the watched fd readable", result=answer, early=not waited)


@fact("signal: handler registers / closes in the selector it interrupted")
@pytest.mark.parametrize("label", ["register in handler, select(0.6)", "selector.close() in handler, select(0.6)"])
def test_a_handler_that_changes_the_selector(world: World, label: str) -> None:
    world.watched("a")
    ready, peer = world.pair()
    peer.send(b"x")

    def handler(*_: object) -> None:
        if label.startswith("register"):
            world.selector.register(ready, READ, "c")
        else:
            world.selector.close()

    with alarm(handler):
        answer, _ = timed(world, 0.2)
    world.check("signal: handler registers / closes in the selector it interrupted", **{label: answer})


@fact("signal: set_wakeup_fd registered in the selector")
def test_the_wakeup_descriptor(world: World) -> None:
    receiver, sender = world.pair()
    world.selector.register(receiver, READ, "wakeup")
    old = signal.set_wakeup_fd(sender.fileno())
    try:
        with alarm(lambda *_: None):
            answer, waited = timed(world, 5)
    finally:
        signal.set_wakeup_fd(old)
    world.answers["byte is the signal number"] = receiver.recv(1)[0] == signal.SIGALRM
    world.check("signal: set_wakeup_fd registered in the selector", result=answer, early=not waited)


@fact("signal ignored (SIG_IGN) or SIGCHLD default during select(0.4)")
def test_a_signal_that_is_ignored(world: World) -> None:
    world.watched("a")
    with alarm(signal.SIG_IGN, every=0.02):
        answer, waited = timed(world, 0.1)
    key = "signal ignored (SIG_IGN) or SIGCHLD default during select(0.4)"
    world.check(key, **{"result": answer, "full timeout": waited})


IN_A_THREAD = (
    "signal: pthread_kill() to a worker blocked in select(1.0) while main is in time.sleep / join / lock.acquire"
)


@fact(IN_A_THREAD)
def test_a_thread_that_is_signalled_waits_on(world: World) -> None:
    world.watched("a")
    ran: list[bool] = []
    in_main: Callable[[], bool] = lambda: threading.current_thread() is threading.main_thread()  # noqa: E731
    with handling(signal.SIGUSR1, lambda *_: ran.append(in_main())):
        start = monotonic()
        call = Calling(world, 0.3).blocked()
        assert call.thread.ident is not None
        signal.pthread_kill(call.thread.ident, signal.SIGUSR1)
        answer = call.in_the_end()
    assert call.ended - start >= 0.3
    assert ran == [True]
    world.check(IN_A_THREAD, **{"worker.join(): worker result": answer})


@fact("signal: pthread_kill() with SIGINT default handler to worker; who gets KeyboardInterrupt")
def test_who_is_interrupted(world: World) -> None:
    world.watched("a")
    told = "nothing"
    with handling(signal.SIGINT, signal.default_int_handler):
        call = Calling(world, 0.3).blocked()
        assert call.thread.ident is not None
        try:
            signal.pthread_kill(call.thread.ident, signal.SIGINT)
            call.in_the_end()
        except KeyboardInterrupt:
            told = "KeyboardInterrupt in main thread"
    world.answers["main"], world.answers["worker"] = told, call.in_the_end()
    world.check("signal: pthread_kill() with SIGINT default handler to worker; who gets KeyboardInterrupt")
