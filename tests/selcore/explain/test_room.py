"""Room: when WRITE comes back, and how much a write takes then, each beside plain Python that does the same."""

import os
import select
import socket
import sys
from collections.abc import Callable
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.explain.announcing import check
from tests.selcore.explain.test_situations import announced, do, step, told
from tests.selcore.explain.test_words import silence

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the slots and thirds of Linux")
HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
CALL = c.Select(timeout=0)
SLOT = 4096


@pytest.fixture(params=HERE)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def is_writable(obj: Any) -> bool:
    poller = select.poll()
    poller.register(obj, select.POLLOUT)
    return bool(poller.poll(0))


def filled(write: Callable[[bytes], int], size: int) -> int:
    """How much fits of writes of that size."""
    total = 0
    try:
        while True:
            total += write(bytes(size))
    except BlockingIOError:
        return total


@pytest.mark.parametrize(("size", "freed"), [(65536, SLOT), (SLOT, SLOT), (3000, 3000)])
def test_a_slot_of_a_pipe_is_what_its_oldest_write_left_in_it(size: int, freed: int, backend: str) -> None:
    """Writes of 3,000 bytes do not share a page: reading that many frees it, one fewer does not."""
    r, w = os.pipe()
    try:
        os.set_blocking(w, False)
        for _ in range(16 if size < 65536 else 1):
            os.write(w, bytes(size))
        assert not is_writable(w)
        os.read(r, freed - 1)
        assert not is_writable(w)
        os.read(r, 1)
        assert is_writable(w)
    finally:
        os.close(r)
        os.close(w)
    sends = [c.Send(name="p.w", size=size) for _ in range(16 if size < 65536 else 1)]
    watch = c.Register(name="p.w", events=("write",))
    history = (c.Open(kind="pipe", name="p"), *sends, watch, CALL, c.Receive(name="p.r", size=freed - 1), CALL)
    lines = told(backend, *history, c.Receive(name="p.r", size=1), CALL)
    said = [silence(line, "p.w", "write")["cause"] for line in lines if line.get("ready") == []]
    assert len(said) == 2 and all("slot" in words for words in said) and lines[-1]["ready"]
    assert not check(history, backend, "slots").useless


@pytest.mark.parametrize("size", [1, 4095, 4096])
def test_what_one_slot_takes_is_announced(size: int, backend: str) -> None:
    """A write of at most a page is taken whole when the pipe is writable."""
    history = (
        c.Open(kind="pipe", name="p"),
        c.Fill(name="p.w"),
        c.Receive(name="p.r", size=SLOT),
        c.Register(name="p.w", events=("write",)),
        CALL,
        c.Send(name="p.w", size=size),
    )
    lines = told(backend, *history)
    assert announced(step(lines, 4), "p.w", "write") == ("returns", SLOT) and step(lines, 5)["sent"] == size


@pytest.mark.parametrize("sndbuf", [4608, 65536])
def test_a_unix_pair_is_writable_when_a_quarter_is_in_use_at_most(sndbuf: int, backend: str) -> None:
    a, b = socket.socketpair()
    with a, b:
        a.setblocking(False)
        b.setblocking(False)
        a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, sndbuf)
        filled(a.send, 512)
        assert not is_writable(a)
        b.recv(512)
        assert not is_writable(a)  # one read is not enough
        while not is_writable(a):
            assert b.recv(512)
    history = (
        c.Open(kind="socketpair", name="p"),
        c.Set(name="p.a", option="SO_SNDBUF", value=sndbuf),
        c.Fill(name="p.a"),
        c.Register(name="p.a", events=("write",)),
        CALL,
    )
    assert "at most a quarter" in silence(told(backend, *history)[-1], "p.a", "write")["cause"]
    found = check(history, backend, "quarter")
    assert found.pressed and not found.useless and not found.untrue


@pytest.mark.parametrize("most", [1, 1000, 100_000])
def test_what_may_wait_to_be_sent_is_said_by_its_option(most: int, backend: str) -> None:
    """TCP_NOTSENT_LOWAT: the buffer has room, and the next byte waits all the same."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as sock:
        peer, _ = listener.accept()
        with peer:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, most)
            filled(sock.send, 65536)
            assert not is_writable(sock)
    history = (
        c.Open(kind="tcp-listener", name="l"),
        c.Open(kind="tcp-client", name="k", options={"to": "l"}),
        c.Accept(name="l"),
        c.Set(name="k", option="TCP_NOTSENT_LOWAT", value=most),
        c.Fill(name="k"),
        c.Register(name="k", events=("write",)),
        CALL,
    )
    words = silence(told(backend, *history)[-1], "k", "write")["cause"]
    assert words.startswith(f"TCP_NOTSENT_LOWAT lets fewer than {most:,} byte")
    found = check(history, backend, "notsent")
    assert found.pressed and not found.useless


@pytest.mark.parametrize("kind", ["socketpair", "udp", "tcp-socket"])
def test_linux_has_a_fixed_so_sndlowat_and_refuses_another(one: Session, kind: str) -> None:
    family = socket.AF_UNIX if kind == "socketpair" else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as plain:
        assert plain.getsockopt(socket.SOL_SOCKET, socket.SO_SNDLOWAT) == 1
        with pytest.raises(OSError, match="Protocol not available"):
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDLOWAT, 10)
    do(one, c.Open(kind=kind, name="x"))
    refused: Any = one.apply(c.Set(name="x.a" if kind == "socketpair" else "x", option="SO_SNDLOWAT", value=10))
    assert refused.errno == 92 and refused.hint is not None
