"""Accept: takes one connection a call, names and registers it; what the OS refuses is said and it lives on."""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from selcore.values.commands import Close, Note, Open, Register, Run, Select, Unregister
from selcore.values.outcomes import Returned
from tests.selcore.driver import HERE, driving, looped

from .serving import Serving, listening

resource = pytest.importorskip("resource", reason="only there can the number of descriptors be limited")


@pytest.fixture(params=HERE)
def server(request: pytest.FixtureRequest) -> Iterator[tuple[Serving, int]]:
    with listening(request.param, "echo") as found:
        yield found


@contextmanager
def no_more_descriptors() -> Iterator[None]:
    """The process may open nothing new."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_connections_are_numbered_and_registered(server: tuple[Serving, int]) -> None:
    served, port = server
    with socket.create_connection(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port)) as second:
        (effect,) = served.serve()  # one a call
        assert (str(effect), effect.opened) == ("accepted server.1", "server.1")
        assert [str(effect) for effect in served.serve()] == ["accepted server.2"]
        assert served.object("server.2").obj.getpeername() == second.getsockname()
        assert served.watched("server.1") == served.watched("server.2") == 1
        assert served.object("server.1").fd >= 100
        assert not served.object("server.1").obj.getblocking()
        second.sendall(b"hello")
        served.serve()
        assert second.recv(10) == b"hello"


def test_a_peer_that_has_gone_already_is_accepted_and_served(server: tuple[Serving, int]) -> None:
    served, port = server
    with socket.create_connection(("127.0.0.1", port)) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert [str(effect) for effect in served.serve()] == ["accepted server.1"]
    (effect,) = served.serve()
    assert effect.error is not None and effect.error.type == "ConnectionResetError"
    assert served.object("server.1").closed
    assert served.watched("server") == 1


def test_a_connection_taken_by_another_is_no_effect(server: tuple[Serving, int]) -> None:
    served, port = server

    class TakenByAnother:
        """Ready when select() looks, and empty when accept() is called."""

        def accept(self) -> None:
            raise BlockingIOError(11, "Resource temporarily unavailable")

    listener = served.object("server")
    real, listener.obj = listener.obj, TakenByAnother()
    try:
        with socket.create_connection(("127.0.0.1", port)):
            assert served.serve() == []
    finally:
        listener.obj = real


def test_without_events_the_connection_is_only_opened(server: tuple[Serving, int]) -> None:
    served, port = server
    served.session.world.registry.unregister(served.object("server"))
    served.done(Register(name="server", events=("read",), callback="accept", options={"events": []}))
    with socket.create_connection(("127.0.0.1", port)):
        served.serve()
        assert served.watched("server.1") is None
        assert not served.object("server.1").closed


def test_too_many_open_files_pause_the_listener_until_something_is_closed(server: tuple[Serving, int]) -> None:
    served, port = server
    served.done(Open(kind="pipe", name="p"))
    with socket.create_connection(("127.0.0.1", port)):
        with no_more_descriptors():
            (effect,) = served.serve()
            assert str(effect) == (
                "paused: unregistered until a descriptor is free; OSError: [Errno 24] Too many open files"
            )
            assert effect.error is not None and effect.error.errno == 24
            assert served.watched("server") is None and served.object("server").state == "paused"
            assert served.serve() == [], "it does not spin"
        served.done(Close(name="p.r"))
        assert served.watched("server") == 1 and served.object("server").state == "listening"
        assert [str(effect) for effect in served.serve()] == ["accepted server.1"], "and the connection was not lost"


def test_a_paused_listener_that_is_unregistered_stays_so(server: tuple[Serving, int]) -> None:
    served, port = server
    served.done(Open(kind="pipe", name="p"))
    with socket.create_connection(("127.0.0.1", port)):
        with no_more_descriptors():
            served.serve()
        assert getattr(served.session.apply(Unregister(name="server")), "type", "") == "KeyError"
        served.done(Close(name="p.r"))
        assert served.watched("server") is None and served.object("server").state == "listening"


def test_the_worker_survives_too_many_open_files() -> None:
    with driving() as driver:
        driver.done(
            Open(kind="tcp-listener", name="server"), Register(name="server", events=("read",), callback="accept")
        )
        port = int(driver.objects["server"].address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)):
            with no_more_descriptors():
                assert looped(driver.do(Run(calls=3, timeout=0))).results == 1, "paused, it is not ready for ever"
            errors = [
                result.effect.error.errno  # type: ignore[union-attr]
                for row in driver.calls
                for result in row.outcome.call.results
            ]
            assert errors == [24]
            # Nothing is closed here: it is looked again after a while, in the call that blocks.
            outcome = driver.do(Select(timeout=20))
            assert isinstance(outcome, Returned)
            assert str(outcome.call.results[0].effect) == "accepted server.1"
            driver.done(Note(text="alive"))


def test_closed_connections_are_forgotten_after_a_thousand_and_counted(server: tuple[Serving, int]) -> None:
    served, port = server
    for _ in range(1005):
        with socket.create_connection(("127.0.0.1", port)):
            served.serve()
        served.serve_all()
    assert served.session.world.objects.forgotten == 5
    assert served.session.world.objects.get("server.5") is None
    assert served.object("server.6").closed
    assert len(served.session.world.registry) == 1
