"""Another thread changes something while one is blocked in ``select()``."""

import os
import socket
import sys

import pytest

from .world import READ, WRITE, Calling, World, fact

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")


@fact("thread: register a ready fd while another thread blocks in select(None)")
def test_register(world: World) -> None:
    _, idle = world.watched("idle")
    new, peer = world.pair()
    peer.send(b"x")
    call = Calling(world).blocked()
    world.answers["register"] = world.selector.register(new, READ, "new").data
    world.answers["noticed within 0.5 s"] = call.soon()
    if world.backend != "epoll":
        idle.send(b"x")
        world.answers["then the idle one becomes ready"] = call.in_the_end()
    call.in_the_end()
    world.answers["next select(0)"] = world.select()
    world.check("thread: register a ready fd while another thread blocks in select(None)")


@fact("empty selector: select(None), select(0), select(0.2)")
def test_register_in_an_empty_one(world: World) -> None:
    a, peer = world.pair()
    peer.send(b"x")
    call = Calling(world, 0.4).blocked()
    world.answers["register a ready fd from another thread while it blocks"] = world.selector.register(
        a, READ, "a"
    ).data
    world.answers["-> wakes?"] = call.soon()
    call.in_the_end()
    world.check("empty selector: select(None), select(0), select(0.2)")


@fact("thread: unregister while another thread blocks, then data arrives")
def test_unregister(world: World) -> None:
    a, peer = world.watched("a")
    _, other = world.watched("other")
    call = Calling(world).blocked()
    world.answers["unregister"] = world.selector.unregister(a).data
    world.answers["woken by it"] = call.soon()
    peer.send(b"x")
    world.answers["data arrives on the unregistered fd"] = call.soon()
    other.send(b"x")
    call.in_the_end()
    world.check("thread: unregister while another thread blocks, then data arrives")


@fact("thread: close() the watched socket while another thread blocks, then peer writes")
def test_close_a_socket(world: World) -> None:
    a, peer = world.watched("a")
    call = Calling(world, 0.5).blocked()
    a.close()
    world.answers["woken by close()"] = call.soon()
    world.answers["peer send"] = world.told(peer.send, b"x")
    world.answers["after peer send"] = call.soon()
    world.answers["in the end"] = call.in_the_end()
    world.answers["next select(0)"] = world.select()
    world.check("thread: close() the watched socket while another thread blocks, then peer writes")


@fact("thread: close() the watched pipe read end while another thread blocks, then write")
def test_close_a_pipe(world: World) -> None:
    reader, writer = (open(fd, mode, 0) for fd, mode in zip(os.pipe(), ("rb", "wb"), strict=True))  # noqa: PTH123
    world.stack.callback(writer.close)
    world.selector.register(reader, READ, "a")
    call = Calling(world, 0.5).blocked()
    reader.close()
    world.answers["woken by close()"] = call.soon()
    world.answers["write"] = world.told(writer.write, b"x")
    world.answers["after write"] = call.soon()
    world.answers["in the end"] = call.in_the_end()
    world.check("thread: close() the watched pipe read end while another thread blocks, then write")


@fact("thread: shutdown(SHUT_RDWR) the watched socket while another thread blocks")
def test_shutdown(world: World) -> None:
    a, _ = world.watched("a")
    call = Calling(world).blocked()
    a.shutdown(socket.SHUT_RDWR)
    world.check("thread: shutdown(SHUT_RDWR) the watched socket while another thread blocks", woken=call.in_the_end())


@fact("thread: selector.close() while another thread blocks in select(None)")
def test_close_the_selector(world: World) -> None:
    _, peer = world.watched("a")
    call = Calling(world).blocked()
    world.answers["close"] = world.selector.close()
    world.answers["woken by it"] = call.soon()
    peer.send(b"x")
    world.answers["then data arrives"] = call.in_the_end()
    world.answers["next select(0) in that thread"] = world.select()
    world.check("thread: selector.close() while another thread blocks in select(None)")


@fact("thread: selector.close() while another thread blocks, epoll fd number reused by a new selector")
def test_the_number_of_a_closed_selector(world: World) -> None:
    _, peer = world.watched("a")
    call = Calling(world).blocked()
    world.selector.close()
    with type(world.selector)() as other:
        mine, its = world.pair()
        other.register(mine, READ, "other")
        its.send(b"x")
        world.answers["blocked thread sees the other selector"] = call.soon()
        peer.send(b"x")
        world.answers["finally"] = call.in_the_end()
    world.check("thread: selector.close() while another thread blocks, epoll fd number reused by a new selector")


@fact("thread: two threads select(None) on the same selector, one byte arrives")
def test_two_callers(world: World) -> None:
    _, peer = world.watched("a")
    first = Calling(world).blocked()
    second = Calling(world)
    if world.backend != "poll":
        second.blocked()
    world.answers["second caller"] = second.soon()
    peer.send(b"x")
    world.answers["first"], world.answers["second"] = first.in_the_end(), second.in_the_end()
    world.check("thread: two threads select(None) on the same selector, one byte arrives")


@fact("thread: wakeup through a socketpair registered in the selector")
def test_a_wakeup_of_ones_own(world: World) -> None:
    _, peer = world.watched("wake")
    call = Calling(world).blocked()
    peer.send(b"x")
    world.check("thread: wakeup through a socketpair registered in the selector", works=call.in_the_end())


@fact("select(timeout) returns as soon as ONE of three is ready")
def test_one_of_three(world: World) -> None:
    ends = [world.watched(name) for name in "abc"]
    call = Calling(world, 3).blocked()
    ends[1][1].send(b"x")
    world.check(
        "select(timeout) returns as soon as ONE of three is ready",
        **{"result with 1 of 3 ready, timeout 3": call.in_the_end()},
    )


@fact("timeout precision (best of 30, ms)")
@pytest.mark.parametrize("timeout", [1e-05, 0.0001, 0.0005, 0.001, 0.0011, 0.0015, 0.0101])
def test_it_never_returns_early(world: World, timeout: float) -> None:
    world.watched("a")
    world.selector.select(timeout)
    trace = world.selector.trace
    never = trace.end - trace.start >= timeout * 1e9
    world.check("timeout precision (best of 30, ms)", **{f"never early ({timeout})": never})


@fact("always-writable socket: spin rate of select() per second")
@pytest.mark.parametrize("count", [1, 100])
def test_always_writable(world: World, count: int) -> None:
    for _ in range(count):
        world.watched("a", WRITE)
    spins = all(len(world.selector.select(None)) == count for _ in range(100))
    world.check("always-writable socket: spin rate of select() per second", **{f"{count}: spins": spins})
