"""Echo: every byte that came in goes out, in order, whatever the peer and the OS do; and what cannot is said."""

import socket
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.callbacks.echo import EchoCallback
from selcore.callbacks.outgoing import BUFFER_LIMIT
from selcore.kinds.file_object import CHUNK
from selcore.values.commands import Close, Modify, Register, Send, Shutdown, Unregister
from tests.examples import examples
from tests.selcore.driver import HERE

from .serving import Serving, listening, serving

READ, WRITE = 1, 2
BYTES = bytes(range(97, 123)) * 10_000


@pytest.fixture(params=HERE)
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def upper(backend: str) -> Iterator[Serving]:
    with serving(backend, "echo-upper") as served:
        yield served


def peer_of(served: Serving) -> socket.socket:
    """The other end, as its own program would hold it."""
    sock: socket.socket = served.object("pair.a").obj
    return sock


def callback_of(served: Serving, name: str = "pair.b") -> EchoCallback:
    key = served.session.world.registry.key_of(name)
    assert key is not None
    assert isinstance(key.data, EchoCallback)
    return key.data


def fill_up(served: Serving, peer: socket.socket, name: str = "pair.b") -> int:
    """Send without ever reading, until nothing moves any more; the bytes that the peer could send."""
    total = 0
    while True:
        try:
            total += peer.send(BYTES[total % 26 :][:CHUNK])
        except BlockingIOError:
            if not served.serve():
                return total
        assert callback_of(served, name).waiting_bytes() <= BUFFER_LIMIT


def read_all(served: Serving, peer: socket.socket) -> bytes:
    """Read until EOF or until nothing comes any more."""
    got = bytearray()
    while True:
        try:
            data = peer.recv(CHUNK)
        except BlockingIOError:
            if not served.serve():
                return bytes(got)
        else:
            got += data
            if not data:
                return bytes(got)


def expected(size: int) -> bytes:
    return (BYTES * (size // len(BYTES) + 1))[:size].upper()


@pytest.mark.parametrize(("callback", "answer"), [("echo", b"Hello"), ("echo-upper", b"HELLO")])
def test_what_is_sent_comes_back(backend: str, callback: str, answer: bytes) -> None:
    with serving(backend, callback) as served:
        peer_of(served).send(b"Hello")
        (effect,) = served.serve()
        assert str(effect) == "5 in, 5 out"
        assert (effect.received, effect.sent, effect.error) == (5, 5, None)
        assert peer_of(served).recv(100) == answer
        assert served.serve() == []


def test_a_peer_that_does_not_read_is_not_read_either(upper: Serving) -> None:
    size = fill_up(upper, peer_of(upper))
    assert upper.watched("pair.b") == WRITE, "READ is dropped while the buffer is full"
    callback = callback_of(upper)
    assert callback.waiting_bytes() == BUFFER_LIMIT
    assert callback.asked == READ, "what the user asked for stays what it is"
    assert upper.object("pair.b").pending == BUFFER_LIMIT
    assert upper.said[-1].endswith(f"{BUFFER_LIMIT} bytes wait for WRITE")
    assert read_all(upper, peer_of(upper)) == expected(size)
    assert upper.watched("pair.b") == READ
    assert upper.object("pair.b").pending == 0
    assert upper.session.journal.counters.received == upper.session.journal.counters.sent == size


def test_write_is_added_as_soon_as_something_waits_and_read_stays(upper: Serving) -> None:
    upper.object("pair.b").obj.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    peer_of(upper).sendall(BYTES[:60_000])
    upper.serve()
    assert 0 < callback_of(upper).waiting_bytes() < 60_000
    assert upper.watched("pair.b") == READ | WRITE
    assert read_all(upper, peer_of(upper)) == expected(60_000)
    assert upper.watched("pair.b") == READ


def test_at_the_end_the_rest_is_sent_before_it_is_closed(upper: Serving) -> None:
    size = fill_up(upper, peer_of(upper))
    peer_of(upper).shutdown(socket.SHUT_WR)
    assert read_all(upper, peer_of(upper)) == expected(size)
    assert upper.said[-1].endswith("EOF: unregistered, closed")
    assert upper.watched("pair.b") is None
    assert upper.object("pair.b").closed


def test_the_end_while_something_waits_does_not_spin(upper: Serving) -> None:
    upper.object("pair.b").obj.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    peer_of(upper).sendall(BYTES[:50_000])
    peer_of(upper).shutdown(socket.SHUT_WR)
    upper.serve_all()
    assert upper.watched("pair.b") == WRITE
    assert upper.serve() == []
    assert read_all(upper, peer_of(upper)) == expected(50_000)


def test_the_end_with_nothing_waiting(upper: Serving) -> None:
    peer_of(upper).shutdown(socket.SHUT_WR)
    (effect,) = upper.serve()
    assert (str(effect), effect.eof) == ("EOF: unregistered, closed", True)
    assert peer_of(upper).recv(1) == b""


def test_a_peer_that_goes_away_while_bytes_wait(upper: Serving) -> None:
    fill_up(upper, peer_of(upper))
    upper.done(Close(name="pair.a"))
    (effect,) = upper.serve()
    assert effect.error is not None
    assert effect.error.type in ("BrokenPipeError", "ConnectionResetError")
    assert f"{BUFFER_LIMIT} bytes could not be sent; unregistered, closed" in str(effect)
    assert str(effect.error) in str(effect)
    assert upper.object("pair.b").closed
    assert upper.watched("pair.b") is None


def test_the_same_callback_goes_on_with_what_waits(upper: Serving) -> None:
    size = fill_up(upper, peer_of(upper))
    done = upper.done(Modify(name="pair.b", events=("read",), callback="echo-upper"))
    assert str(done.notice) == f"{BUFFER_LIMIT} bytes wait to be sent: the callback keeps WRITE registered"
    assert upper.watched("pair.b") == WRITE
    assert read_all(upper, peer_of(upper)) == expected(size)


@pytest.mark.parametrize("callback", ["none", "echo", "drain"])
def test_another_callback_says_how_much_is_dropped(upper: Serving, callback: str) -> None:
    fill_up(upper, peer_of(upper))
    done = upper.done(Modify(name="pair.b", events=("read",), callback=callback))
    assert str(done.notice) == f"{BUFFER_LIMIT} bytes that the callback had still to send are dropped"
    assert upper.object("pair.b").pending == 0


def test_unregistering_says_how_much_is_dropped(upper: Serving) -> None:
    fill_up(upper, peer_of(upper))
    done = upper.done(Unregister(name="pair.b"))
    assert str(done.notice) == f"{BUFFER_LIMIT} bytes that the callback had still to send are dropped"
    assert upper.object("pair.b").pending == 0


def test_write_that_the_user_asked_for_stays(backend: str) -> None:
    with serving(backend, "echo", ("read", "write")) as served:
        assert served.serve() == []
        peer_of(served).send(b"x")
        assert [str(effect) for effect in served.serve()] == ["1 in, 1 out"]
        assert served.watched("pair.b") == READ | WRITE


def test_an_end_that_cannot_be_written_is_told_and_left(backend: str) -> None:
    with serving(backend, "none") as served:
        served.done(Unregister(name="pair.b"))
        served.done(Register(name="pair.b", events=("read",), callback="echo"))
        served.done(Shutdown(name="pair.b", how="write"))
        served.done(Send(name="pair.a", text="hello"))
        (effect,) = served.serve()
        assert effect.error is not None
        assert (effect.error.type, effect.received, effect.sent) == ("BrokenPipeError", 5, 0)
        assert served.watched("pair.b") is None


CHUNKS = st.lists(st.integers(1, 120_000), max_size=8)


@settings(max_examples=examples(60))
@given(
    sends=CHUNKS, reads=st.lists(st.integers(1, 200_000), min_size=1, max_size=5), sndbuf=st.sampled_from([1, 10**6])
)
@pytest.mark.parametrize("name", HERE)
def test_however_it_is_cut_the_same_bytes_come_back(name: str, sends: list[int], reads: list[int], sndbuf: int) -> None:
    with serving(name, "echo-upper") as served:
        served.object("pair.b").obj.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, sndbuf)
        peer, sent, got = peer_of(served), 0, bytearray()
        for number, size in enumerate(sends):
            left = sent + size
            while sent < left:
                try:
                    sent += peer.send(BYTES[sent % 26 :][: left - sent])
                except BlockingIOError:
                    if not served.serve():
                        got += peer.recv(reads[number % len(reads)])
        peer.shutdown(socket.SHUT_WR)
        got += read_all(served, peer)
        assert got == expected(sent)
        assert served.object("pair.b").closed


def slow_reader(port: int) -> socket.socket:
    """A client that takes little at a time, as a slow line does."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.connect(("127.0.0.1", port))
    peer.setblocking(False)
    return peer


def test_a_slow_tcp_reader_gets_every_byte(backend: str) -> None:
    with listening(backend, "echo-upper") as (served, port), slow_reader(port) as peer:
        served.serve()
        size = fill_up(served, peer, "server.1")
        assert size > BUFFER_LIMIT
        assert served.watched("server.1") == WRITE
        peer.shutdown(socket.SHUT_WR)
        got = bytearray()
        while not got.endswith(b"") or len(got) < size:
            served.serve()
            try:
                got += peer.recv(3000)
            except BlockingIOError:
                pass
        assert got == expected(size)
        served.serve_all()
        assert served.object("server.1").closed


def test_a_tcp_reset_while_bytes_wait_is_said_in_its_own_words(backend: str) -> None:
    with listening(backend, "echo-upper") as (served, port), slow_reader(port) as peer:
        served.serve()
        fill_up(served, peer, "server.1")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
        (effect,) = served.serve()
        assert effect.error is not None
        assert effect.error.type in ("ConnectionResetError", "BrokenPipeError")
        assert "bytes could not be sent; unregistered, closed" in str(effect)
        assert served.object("server.1").closed
        assert served.serve() == []
