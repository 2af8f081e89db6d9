"""Drain: receives and throws away; at the end and after a reset nothing stays open."""

import socket
import struct

import pytest

from selcore.values.commands import Close, Send, Shutdown
from tests.selcore.driver import HERE

from .serving import listening, serving


@pytest.mark.parametrize("backend", HERE)
def test_what_comes_is_counted_and_thrown_away(backend: str) -> None:
    with serving(backend, "drain") as served:
        served.done(Send(name="pair.a", size=100_000))
        assert [str(effect) for effect in served.serve()] == ["65536 in"]
        assert [str(effect) for effect in served.serve()] == ["34464 in"]
        assert served.serve() == []
        assert served.session.journal.counters.received == 100_000
        served.done(Shutdown(name="pair.a", how="write"))
        (effect,) = served.serve()
        assert (str(effect), effect.eof) == ("EOF: unregistered, closed", True)
        assert served.object("pair.b").closed
        assert served.watched("pair.b") is None


@pytest.mark.parametrize("backend", HERE)
def test_a_writable_end_has_nothing_to_drain(backend: str) -> None:
    with serving(backend, "drain", ("write",)) as served:
        assert served.serve() == []
        assert served.watched("pair.b") == 2


@pytest.mark.parametrize("backend", HERE)
def test_a_reset_connection_does_not_stay_open(backend: str) -> None:
    with listening(backend, "drain") as (served, port):
        with socket.create_connection(("127.0.0.1", port)) as peer:
            served.serve()
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        (effect,) = served.serve()
        assert effect.error is not None and effect.error.type == "ConnectionResetError"
        assert str(effect).startswith("unregistered, closed; ConnectionResetError")
        assert served.object("server.1").closed
        assert served.watched("server.1") is None


def test_what_is_closed_before_it_is_served_is_left_alone() -> None:
    with serving("poll", "drain") as served:
        served.done(Close(name="pair.b"))
        (effect,) = served.serve()
        assert effect.error is not None and effect.error.errno == 9
        assert served.watched("pair.b") is None, "or it would be reported for ever"
