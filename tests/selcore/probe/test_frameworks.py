"""Imitations of trio and Twisted, with what is read of theirs: whom they will call is told with the call."""

import select
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace, coroutine
from typing import Any

import pytest

from selcore.probe import stand_ins
from selcore.values.watched import Function
from selcore.watching.descriptor_names import DescriptorNames
from selcore.watching.facts import WatchedCall
from selcore.watching.process_model import ProcessModel

from ..watching.written import written

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll")
ASKS = "class Asker:\n def {name}(self):\n  return self._epoll.poll(1)\n"


class Asker:
    """A module of a framework's that polls, and who reads what was written of it."""

    def __init__(self, module: str, name: str, recorder: Any, reader: Any):
        space: dict[str, Any] = {"__name__": module}
        exec(ASKS.format(name=name), space)
        self.made = space["Asker"]()
        self.made._epoll = self.epoll = stand_ins.epoll_class(select.epoll, recorder)()
        self._ask, self._reader = getattr(self.made, name), reader
        self.model = ProcessModel(reader, DescriptorNames(reader.pid))

    def functions(self) -> list[Function | None]:
        self._ask()
        facts = self.model.fold(self._reader.records())
        return [key.function for call in facts if isinstance(call, WatchedCall) for key in call.ready]


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Callable[[str, str], Asker]]:
    made: list[Asker] = []
    with written(tmp_path) as (recorder, reader):

        def ask(module: str, name: str) -> Asker:
            made.append(Asker(module, name, recorder, reader))
            return made[-1]

        yield ask
        for one in made:
            one.epoll.close()
            one.model.names.close()


@coroutine
def suspended() -> Iterator[None]:
    yield


async def handler() -> None:
    await suspended()


def named(functions: list[Function | None]) -> list[str]:
    return ["" if one is None else one.name for one in functions]


def test_trio_wakes_the_programs_coroutine_within_its_own(asking: Callable[[str, str], Asker]) -> None:
    space: dict[str, Any] = {"__name__": "trio._own", "handler": handler}
    exec("async def run():\n await handler()", space)
    running = space["run"]()
    running.send(None)
    asker = asking("trio._core._io_epoll", "get_events")
    a, b = socket.socketpair()
    with a, b:
        epoll = asker.epoll
        task = SimpleNamespace(coro=running)
        waiters = SimpleNamespace(read_task=None, write_task=task)
        asker.made._registered = {a.fileno(): waiters}
        epoll.register(a, select.EPOLLOUT)
        assert named(asker.functions()) == ["handler"] == named(asker.functions())
        waiters.write_task = None
        assert named(asker.functions()) == [""]
    running.close()


class Echo:
    def dataReceived(self, data: bytes) -> None: ...  # noqa: N802 - Twisted's name


def test_twisted_calls_the_programs_protocol(asking: Callable[[str, str], Asker]) -> None:
    asker = asking("twisted.internet.epollreactor", "doPoll")
    a, b = socket.socketpair()
    with a, b:
        epoll = asker.epoll
        connection = SimpleNamespace(protocol=Echo())
        asker.made._selectables = {a.fileno(): connection}
        epoll.register(a, select.EPOLLIN)
        b.send(b"x")
        assert named(asker.functions()) == ["Echo.dataReceived"]
        asker.made._selectables[a.fileno()] = SimpleNamespace(factory=SimpleNamespace(protocol=Echo))
        assert named(asker.functions()) == ["Echo.dataReceived"]
        epoll.modify(a, select.EPOLLOUT)
        assert named(asker.functions()) == [""], "whom it calls for one that can be written to is not known"


def test_of_who_is_neither_nothing_is_told(asking: Callable[[str, str], Asker]) -> None:
    asker = asking("twisted.internet.of_tomorrow", "doPoll")
    a, b = socket.socketpair()
    with a, b:
        epoll = asker.epoll
        asker.made._selectables = {a.fileno(): SimpleNamespace(protocol=Echo())}
        epoll.register(a, select.EPOLLOUT)
        assert named(asker.functions()) == [""]
        asker = asking("trio._core._io_epoll", "get_events")
        asker.epoll.register(a, select.EPOLLOUT)
        assert named(asker.functions()) == [""], "a version that is not as it is known"
