"""A traced selector beside the stock one, both watching the same file objects: nobody can tell them apart."""

import asyncio
import math
import random
import selectors
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from selcore.tracing import TRACED, Trace, Wakeup, traced_class

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
BACKENDS = sorted(TRACED)
TIMEOUTS = [0, -1, -0.5, 0.001, 1e-9, None, math.nan, math.inf, -math.inf, 1e9, 1e300, 10**400, "1", [], True]


class Twins:
    """A stock and a traced selector, and the file objects that both watch."""

    def __init__(self, backend: str, stack: ExitStack, wakeup: bool = True):
        self.wakeup = Wakeup() if wakeup else None
        if self.wakeup is not None:
            stack.callback(self.wakeup.close)
        self.trace = Trace(self.wakeup)
        self.traced = stack.enter_context(traced_class(backend)(self.trace))
        self.stock = stack.enter_context(self._stock_class()())
        self._stack = stack

    def _stock_class(self) -> Any:
        return next(base for base in type(self.traced).__mro__ if base.__module__ == "selectors")

    def pair(self) -> tuple[socket.socket, socket.socket]:
        a, b = socket.socketpair()
        for end in (a, b):
            end.setblocking(False)
            self._stack.callback(end.close)
        return a, b

    def both(self, call: Callable[[Any], Any]) -> Any:
        """The same call on both; what they answer, or raise, is the same."""
        stock, traced = attempt(call, self.stock), attempt(call, self.traced)
        assert traced == stock
        return traced

    def raw(self) -> list[tuple[int, int]]:
        """What the stock selector's own poller says just now."""
        found: list[tuple[int, int]] = self.stock._selector.poll(0)
        return found

    def signal(self) -> None:
        assert self.wakeup is not None
        self.wakeup.signal()


def attempt(call: Callable[[Any], Any], selector: Any) -> Any:
    try:
        return call(selector)
    except Exception as error:
        return type(error), getattr(error, "errno", None), str(error)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def twins(backend: str) -> Iterator[Twins]:
    with ExitStack() as stack:
        yield Twins(backend, stack)


def test_there_is_a_traced_class_for_each_class_that_selectors_has() -> None:
    public = {name for name in vars(selectors) if name.endswith("Selector") and not name.startswith("_")}
    stock = public - {"BaseSelector", "DefaultSelector"}
    assert {traced.__name__ for traced in TRACED.values()} == {f"Traced{name}" for name in stock}
    with pytest.raises(KeyError):
        traced_class("wepoll")


def test_a_traced_selector_is_an_instance_of_the_original(twins: Twins) -> None:
    assert isinstance(twins.traced, type(twins.stock))
    assert type(twins.traced).select is type(twins.stock).select
    assert hasattr(twins.traced, "fileno") == hasattr(twins.stock, "fileno")


@pytest.mark.parametrize("timeout", TIMEOUTS, ids=repr)
@pytest.mark.parametrize("signalled", [False, True])
def test_every_timeout_gets_the_answer_that_python_gives(twins: Twins, timeout: Any, signalled: bool) -> None:
    a, _ = twins.pair()
    twins.both(lambda s: s.register(a, WRITE))
    if signalled:
        twins.signal()
    twins.both(lambda s: s.select(timeout))


@pytest.mark.parametrize("timeout", [0, -1, 0.001])
def test_a_signalled_wakeup_is_never_a_result(twins: Twins, timeout: float) -> None:
    a, _ = twins.pair()
    twins.both(lambda s: s.register(a, READ))
    twins.signal()
    assert twins.both(lambda s: s.select(timeout)) == []
    assert twins.trace.raw == []
    assert twins.both(lambda s: len(s.get_map())) == 1
    assert twins.both(lambda s: list(s.get_map())) == [a.fileno()]


@pytest.mark.parametrize("timeout", [0, 0.5, None])
@pytest.mark.parametrize("count", [1, 2, 40])
def test_the_wakeup_takes_no_place_from_a_ready_key(twins: Twins, timeout: float | None, count: int) -> None:
    twins.signal()  # before the keys are ready: it stands first in the kernel's list
    for _ in range(count):
        _, b = twins.pair()
        twins.both(lambda s, b=b: s.register(b, WRITE))
    twins.both(lambda s: s.select(timeout))
    assert len(twins.trace.raw) == count


def test_a_closed_descriptor_that_is_still_registered_is_told_as_the_original_tells_it(twins: Twins) -> None:
    a, b = twins.pair()
    c, _ = twins.pair()
    twins.both(lambda s: s.register(c, WRITE))
    twins.both(lambda s: s.register(a, READ))
    a.close()
    for signalled in (False, True, False):
        if signalled:
            twins.signal()
        twins.both(lambda s: s.select(0))
    twins.both(lambda s: s.unregister(a))
    twins.both(lambda s: s.select(0))
    b.close()


def test_a_dup_keeps_a_closed_descriptor_in_the_kernels_list(twins: Twins) -> None:
    a, _ = twins.pair()
    other, _ = twins.pair()
    with a.dup():
        for one in (a, other):
            twins.both(lambda s, one=one: s.register(one, WRITE))
        a.close()
        twins.both(lambda s: s.unregister(a))
        for _ in range(4):
            twins.signal()
            twins.both(lambda s: s.select(0))


@pytest.mark.skipif("poll" not in TRACED, reason="no poll() here: select() has no flags to compare")
@pytest.mark.parametrize("polling", [name for name in ("poll", "epoll") if name in TRACED])
def test_raw_flags_are_those_of_the_poller(polling: str) -> None:
    with ExitStack() as stack:
        twins = Twins(polling, stack)
        readable, hung_up, full, both = (twins.pair() for _ in range(4))
        readable[1].send(b"x")
        hung_up[1].close()
        both[1].send(b"x")
        both[1].shutdown(socket.SHUT_WR)
        for (one, _), mask in zip((readable, hung_up, full, both), (READ, READ, READ, READ | WRITE), strict=True):
            twins.both(lambda s, one=one, mask=mask: s.register(one, mask))
        for timeout in (0, None, 0.2):
            twins.signal()
            assert len(twins.both(lambda s, timeout=timeout: s.select(timeout))) == 3
            assert twins.trace.raw == twins.raw()


def test_select_has_no_flags_and_names_a_descriptor_once_a_list() -> None:
    with ExitStack() as stack:
        twins = Twins("select", stack)
        a, b = twins.pair()
        b.send(b"x")
        twins.both(lambda s: s.register(a, READ | WRITE))
        twins.both(lambda s: s.select(0))
        assert twins.trace.raw == [(a.fileno(), None)] * 2


def test_without_a_wakeup_nothing_is_added(backend: str) -> None:
    with ExitStack() as stack:
        twins = Twins(backend, stack, wakeup=False)
        a, b = twins.pair()
        twins.both(lambda s: s.register(a, READ))
        twins.both(lambda s: s.select(0))
        b.send(b"x")
        twins.both(lambda s: s.select(None))
        assert [fd for fd, _ in twins.trace.raw] == [a.fileno()]
        assert 0 < twins.trace.start <= twins.trace.end


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_calls_is_answered_the_same(twins: Twins, seed: int) -> None:
    chance = random.Random(seed)
    pairs = [twins.pair() for _ in range(6)]
    ends = [end for pair in pairs for end in pair]
    for _ in range(150):
        random_call(twins, chance, ends)
        if chance.random() < 0.4:
            twins.signal()
        twins.both(lambda s: s.select(0))
        assert twins.trace.reentered == 0
        if chance.random() < 0.1 and twins.wakeup is not None:
            twins.wakeup.clear()


def random_call(twins: Twins, chance: random.Random, ends: list[socket.socket]) -> None:
    end, mask = chance.choice(ends), chance.choice([0, 1, 2, 3, 3, 4, -1, None])
    what = chance.randrange(8)
    if what == 0:
        twins.both(lambda s: s.modify(end, mask, "data"))
    elif what == 1:
        twins.both(lambda s: s.unregister(end))
    elif what == 2:
        twins.both(lambda s: s.get_key(end))
    elif what in (3, 4) and end.fileno() >= 0:
        attempt(lambda e: e.send(b"some"), end)
    elif what == 5:
        attempt(lambda e: e.recv(100), end)
    elif what == 6 and chance.random() < 0.15:
        end.close()
    else:
        twins.both(lambda s: s.register(end, mask))


def test_a_closed_selector_answers_as_a_closed_one_does(twins: Twins) -> None:
    a, _ = twins.pair()
    twins.both(lambda s: s.register(a, WRITE))
    twins.both(lambda s: s.close())
    twins.both(lambda s: s.get_map())
    twins.both(lambda s: s.get_key(a))
    twins.both(lambda s: s.select(0))
    twins.both(lambda s: s.register(a, READ))
    twins.both(lambda s: s.close())


@pytest.mark.skipif(sys.platform == "win32", reason="select() refuses to wait for nothing there")
def test_nothing_registered_waits_and_returns_nothing(twins: Twins) -> None:
    twins.signal()
    assert twins.both(lambda s: s.select(0.01)) == []


def test_asyncio_runs_on_a_traced_selector(backend: str) -> None:
    async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.read(100)).upper())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def talk() -> bytes:
        server = await asyncio.start_server(shout, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello")
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
        return answer

    loop = asyncio.SelectorEventLoop(traced_class(backend)(Trace()))
    try:
        assert loop.run_until_complete(asyncio.wait_for(talk(), 10)) == b"HELLO"
    finally:
        loop.close()
