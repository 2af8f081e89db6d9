"""What a test leaves behind is seen by what it is; what has only another number since is not left behind."""

import gc
import os
import select
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from .conftest import EVENTFD, THERE, Held, held, leaves_nothing, left_in_the_end

pytestmark = pytest.mark.skipif(not THERE, reason="this system does not tell what is open")


@pytest.fixture(scope="module", autouse=True)
def nothing_to_look_through() -> None:
    """Where something is left the collector runs; what earlier tests have made it need not look through each time."""
    gc.collect()
    gc.freeze()


def half_a_pipe() -> list[int]:
    reader, writer = os.pipe()
    os.close(writer)
    return [reader]


def eventpoll() -> list[int]:
    with select.epoll() as made:
        return [os.dup(made.fileno())]


PLANTED: dict[str, Callable[[], list[int]]] = {
    "file": lambda: [os.open(os.devnull, os.O_RDONLY)],
    "folder": lambda: [os.open("/proc/self/fd", os.O_RDONLY)],
    "pipe": lambda: [*os.pipe()],
    "half a pipe": half_a_pipe,
    "socket": lambda: [socket.socket().detach()],
    "socketpair": lambda: [one.detach() for one in socket.socketpair()],
    "copy": lambda: [os.dup(0)],
}
PLANTED |= {"eventfd": lambda: [os.eventfd(0)]} if hasattr(os, "eventfd") else {}
PLANTED |= {"eventpoll": eventpoll} if hasattr(select, "epoll") else {}


@contextmanager
def judged(request: pytest.FixtureRequest) -> Iterator[None]:
    """As a test is judged, but at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.conftest.PATIENCE", 0)
        judge = leaves_nothing(request)
        next(judge)
        yield
        with suppress(StopIteration):
            next(judge)


@pytest.mark.parametrize("kind", PLANTED)
def test_whatever_is_left_open_fails_the_test(kind: str, request: pytest.FixtureRequest) -> None:
    left: list[int] = []
    with pytest.raises(AssertionError, match="descriptors left"), judged(request):
        left += PLANTED[kind]()
    for fd in left:
        os.close(fd)


def test_what_took_the_place_of_another_is_seen(request: pytest.FixtureRequest) -> None:
    """Under the same number."""
    one, other = socket.socketpair()
    with pytest.raises(AssertionError, match="descriptors left"), judged(request):
        with open(os.devnull) as another:  # noqa: PTH123
            os.dup2(another.fileno(), one.fileno())
    one.close()
    other.close()


def test_what_has_another_number_is_not_left(request: pytest.FixtureRequest) -> None:
    reader, writer = os.pipe()
    with judged(request):
        moved = os.dup(reader)
        os.close(reader)
    os.close(moved)
    os.close(writer)


def test_a_thread_that_paints_for_qt_has_one_eventfd_and_no_more() -> None:
    def painting(eventfds: int, *threads: str) -> Held:
        return Held(Counter({EVENTFD: eventfds}), frozenset(threads))

    assert painting(3, "1", "2").left(painting(1)) == {}
    assert painting(4, "1", "2").left(painting(1)) == {EVENTFD: 1}
    assert painting(2, "1").left(painting(1, "1")) == {EVENTFD: 1}
    assert painting(1).left(painting(2, "1")) == {}


def test_another_thread_may_be_about_to_close_what_it_looked_at() -> None:
    before, looked = held(), [os.open(os.devnull, os.O_RDONLY)]

    def now() -> Held:
        found = held()
        while looked:
            os.close(looked.pop())
        return found

    assert left_in_the_end(before, now) == {}
