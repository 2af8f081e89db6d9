"""Many descriptors, and a great deal of data."""

import os
import socket
import sys
from contextlib import ExitStack

import pytest

from .world import READ, WRITE, World, fact

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
THOUSAND = "1000 ready fds: how many per call, order"


def duplicates(stack: ExitStack, count: int) -> list[int]:
    """Descriptors that are all readable."""
    reader, writer = os.pipe()
    os.write(writer, b"x")
    os.close(writer)
    made = [reader, *(os.dup(reader) for _ in range(count - 1))]
    stack.callback(lambda: [os.close(fd) for fd in made])
    return made


def watch(world: World, count: int) -> list[int]:
    fds = duplicates(world.stack, count)
    for fd in fds:
        world.selector.register(fd, READ)
    return fds


@fact(THOUSAND)
def test_a_thousand(world: World) -> None:
    count = 1000 if world.backend != "select" else 900  # select() takes numbers up to 1023
    fds = watch(world, count)
    calls = [[key.fd for key, _ in world.selector.select(0)] for _ in range(2)]
    assert [len(call) for call in calls] == [count, count]
    world.answers["second call same order"] = calls[0] == calls[1]
    if count == 1000:
        world.answers["first call returned"], world.answers["second call returned"] = map(len, calls)
        world.answers["distinct"] = len(set(calls[0]))
        world.answers["order"] = "registration order" if calls[0] == fds else "another"
    world.check(THOUSAND)


@fact("raw poller: default maxevents, rotation, fairness")
def test_how_many_at_once(world: World) -> None:
    name, count = {"select": ("Select", 900), "poll": ("Poll", 3000), "epoll": ("Epoll", 3000)}[world.backend]
    watch(world, count)
    label = f"{name}Selector.select(0) with {count} ready returns"
    world.check("raw poller: default maxevents, rotation, fairness", **{label: len(world.selector.select(0))})


SENDING = "send 100 MB to a peer that never reads (non-blocking loop driven by EVENT_WRITE, 1 s budget)"


@fact(SENDING)
def test_a_peer_that_never_reads(world: World) -> None:
    listener = world.stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    client = world.stack.enter_context(socket.create_connection(listener.getsockname()))
    world.stack.enter_context(listener.accept()[0])
    client.setblocking(False)
    world.selector.register(client, WRITE, "c")
    sent, chunk = 0, bytes(1 << 20)
    while sent < 100_000_000 and world.selector.select(0.1):
        sent += client.send(chunk)
    world.answers["stalled well below 100 MB"] = sent < 50_000_000
    world.answers["select then waits (no spin)"] = world.select(0.05) == "[]"
    world.check(SENDING)
