"""Nothing is said of what is well: an echo server with hundreds of clients, and everything a learner does by hand."""

import socket
from collections.abc import Callable, Iterator

import pytest

from selcore.kinds import KINDS
from selcore.values import commands as c
from tests.selcore.driver import HERE, PAIR, READ_A, SEND_B, Driver

from .watching import watching

SERVER = (
    c.Open(kind="tcp-listener", name="server", options={"port": 0}),
    c.Register(name="server", events=("read",), callback="accept", options={"then": "echo-upper"}),
)
ON = pytest.mark.parametrize("backend", HERE)


def begin(driver: Driver) -> tuple[str, int]:
    driver.done(*SERVER)
    driver.settle()
    host, _, port = driver.objects["server"].address.rpartition(":")
    return host, int(port)


def short(at: tuple[str, int], n: int) -> None:
    """Says something, hears it, goes."""
    with socket.create_connection(at) as client:
        client.sendall(b"hello %d" % n)
        assert client.recv(100) == b"HELLO %d" % n


def silent(at: tuple[str, int], n: int) -> None:
    """Comes and goes."""
    socket.create_connection(at).close()


def half_closed(at: tuple[str, int], n: int) -> None:
    """Says all it has to say, and only then listens."""
    with socket.create_connection(at) as client:
        client.sendall(b"x" * 100)
        client.shutdown(socket.SHUT_WR)
        heard = b""
        while piece := client.recv(64):
            heard += piece
        assert heard == b"X" * 100


def in_pieces(at: tuple[str, int], n: int) -> None:
    """A byte at a time, and each is answered."""
    with socket.create_connection(at) as client:
        for letter in b"abcde":
            client.sendall(bytes([letter]))
            assert client.recv(1) == bytes([letter]).upper()


def reset(at: tuple[str, int], n: int) -> None:
    """Leaves without a word, and what it sent is unanswered."""
    client = socket.create_connection(at)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.sendall(b"bye")
    client.close()


def much(at: tuple[str, int], n: int) -> None:
    """Sends more than fits before it reads: the server has to wait for WRITE, and to stop reading."""
    with socket.create_connection(at) as client:
        client.setblocking(False)
        sent = heard = 0
        while sent < 3_000_000:
            try:
                sent += client.send(bytes(65536))
            except BlockingIOError:
                break
        client.setblocking(True)
        client.shutdown(socket.SHUT_WR)
        while piece := client.recv(1 << 20):
            heard += len(piece)
        assert heard == sent


WAYS: tuple[Callable[[tuple[str, int], int], None], ...] = (short, silent, half_closed, in_pieces, short, reset)


@ON
def test_a_healthy_echo_server_is_never_warned_of(backend: str) -> None:
    """Three hundred clients, one after the other, some of them all at once."""
    with watching(backend=backend) as (driver, watcher):
        at = begin(driver)
        driver.block(c.Run(timeout=None))
        for n in range(300):
            WAYS[n % len(WAYS)](at, n)
            if n % 50 == 0:
                much(at, n)
                many_at_once(at)
            if n % 10 == 0:
                driver.take()
        driver.worker.pause()
        driver.settle()
        assert driver.totals.received > 300
        assert watcher.said == []
        assert watcher.linter.size() <= len(driver.objects)


def many_at_once(at: tuple[str, int]) -> None:
    clients = [socket.create_connection(at) for _ in range(20)]
    for client in clients:
        client.sendall(b"all")
    for client in clients:
        assert client.recv(10) == b"ALL"
        client.close()


@ON
def test_a_learner_who_steps_is_not_warned(backend: str) -> None:
    """Looks at readiness a few times before anything is read, reads half, reads the rest, sees the end twice."""
    look, read = c.Select(timeout=0), c.Receive(name="pair.a", size=1)
    steps: list[c.AnyCommand] = [PAIR, READ_A, look, SEND_B, look, look, look, read, look, SEND_B, SEND_B]
    steps += [look, look, read, look, look, look, read, look]
    steps += [c.Modify(name="pair.a", events=("read", "write")), look, look, look, c.Send(name="pair.a", text="hi")]
    steps += [c.Close(name="pair.b"), look, look, read, look, read, look, c.Unregister(name="pair.a")]
    steps += [c.Close(name="pair.a"), look]
    with watching(backend=backend) as (driver, watcher):
        for step in steps:
            driver.do(step)
        assert watcher.said == []


def healthy() -> Iterator[tuple[str, tuple[c.AnyCommand, ...]]]:
    run = c.Run(calls=100, timeout=0)
    drain = {"events": ("read",), "callback": "drain"}
    yield "pair", (PAIR, c.Register(name="pair.a", **drain), SEND_B, run, SEND_B, run, c.Close(name="pair.b"), run)
    pipe = c.Open(kind="pipe", name="pipe")
    sent = c.Send(name="pipe.w", text="x")
    yield "pipe", (pipe, c.Register(name="pipe.r", **drain), sent, run, c.Close(name="pipe.w"), run)
    udp = c.Open(kind="udp", name="one"), c.Open(kind="udp", name="two")
    to = c.Send(name="one", text="x", to="two"), c.Send(name="one", text="", to="two")
    yield "udp", (*udp, c.Register(name="two", **drain), *to, run, run)
    feed = c.Register(name="pair.a", events=("write",), callback="feed", options={"size": 1_000_000})
    yield "feed", (PAIR, c.Register(name="pair.b", **drain), feed, run, run)
    full = c.Fill(name="pair.b"), c.Register(name="pair.a", events=("read",), callback="echo")
    yield "a peer that never reads", (PAIR, *full, run, run)
    both = c.Close(name="pair.a"), c.Unregister(name="pair.a"), c.Close(name="pair.b")
    yield "closed, then unregistered", (PAIR, READ_A, *both, run)


@ON
@pytest.mark.parametrize(("what", "commands"), list(healthy()))
def test_what_is_served_is_well(backend: str, what: str, commands: tuple[c.AnyCommand, ...]) -> None:
    with watching(backend=backend) as (driver, watcher):
        for command in commands:
            driver.do(command)
        driver.settle()
        assert watcher.said == []


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS if kind.missing() is None])
def test_to_register_what_is_just_opened_is_no_trouble(kind: str) -> None:
    """Whatever it is: its defaults are nobody's mistake."""
    with watching(backend="poll" if "poll" in HERE else "select") as (driver, watcher):
        driver.do(c.Open(kind=kind, name="it"))
        driver.settle()
        for name in list(driver.objects):
            driver.do(c.Register(name=name, events=("read",)))
        driver.do(c.Select(timeout=0), c.Select(timeout=0))
        for name in list(driver.objects):
            driver.do(c.Unregister(name=name))
        driver.settle()
        assert watcher.said == []
