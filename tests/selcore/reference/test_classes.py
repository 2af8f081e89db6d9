"""Keys, maps, classes: what the selector classes do with their arguments, and with what was registered."""

import gc
import queue
import selectors
import sys
from typing import Any

import pytest

from tests.conftest import open_descriptors

from .conftest import RECORDED
from .world import READ, WRITE, World, fact

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")


class Equal:
    """Equal to every other of its kind."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equal)


class Ambiguous:
    """Its comparison raises, as that of an array of more than one element."""

    __hash__ = None  # type: ignore[assignment]

    def __ne__(self, other: object) -> bool:
        raise ValueError("ambiguous")


@fact("modify: same events, different data")
def test_modify_with_the_same_events(world: World) -> None:
    selector = world.selector
    a, _ = world.pair()
    first = selector.register(a, READ, "d1")
    second = selector.modify(a, READ, "d2")
    world.answers["data"] = second.data
    world.answers["same key object"] = second is first
    world.answers["get_key"] = selector.get_key(a) is second
    old, new = Equal(), Equal()
    selector.modify(a, READ, old)
    world.answers["equal-but-different object: stored object replaced"] = selector.modify(a, READ, new).data is new
    key = selector.modify(a, READ, "d3")
    world.answers["same events same data returns the same key object"] = selector.modify(a, READ, "d3") is key
    world.answers["data whose != raises (numpy arrays do)"] = world.told(selector.modify, a, READ, Ambiguous())
    world.answers["still registered"] = len(selector.get_map())
    world.check("modify: same events, different data")


@fact("get_map: liveness, mutability, lookups")
def test_the_map(world: World) -> None:
    selector, say = world.selector, world.answers
    found = selector.get_map()
    say["len empty"] = len(found)
    a, _ = world.watched("a")
    say["live (len after register)"] = len(found)
    say["same object each call"] = selector.get_map() is found
    assert list(found) == [a.fileno()]
    say["m[sock].data"], say["m[int].data"] = found[a].data, found[a.fileno()].data
    say["set item"] = world.told(lambda: found.__setitem__(1, 1))
    say["del item"] = world.told(lambda: found.__delitem__(1))
    say["pop"] = world.told(lambda: found.pop(1))
    say["m[999999]"], say["999999 in m"] = world.told(lambda: found[999999]), 999999 in found
    say["m[-1]"], say["-1 in m"] = world.told(lambda: found[-1]), world.told(lambda: -1 in found)
    say["queue in m"] = world.told(lambda: queue.Queue() in found)
    say["m.get(999999)"] = found.get(999999)
    say["m.get(queue)"] = world.told(lambda: found.get(queue.Queue()))
    say["hash"] = world.told(lambda: hash(found))
    b, _ = world.pair()
    say["register while iterating"] = world.told(lambda: [selector.register(b, READ) for _ in found])
    for key in list(found.values()):
        selector.unregister(key.fileobj)
    assert len(found) == 0
    selector.register(a, READ, "a")
    a.close()
    say["closed registered object in m"] = a in found
    say["closed registered object get_key"] = selector.get_key(a).data
    selector.close()
    say["after close: get_map()"], say["after close: old mapping len"] = selector.get_map(), len(found)
    world.check("get_map: liveness, mutability, lookups")


@fact("context manager, garbage collection")
def test_with_and_the_garbage_collector(world: World) -> None:
    with world.selector as selector:
        a, _ = world.watched("a")
        count = sys.getrefcount(a)
    world.answers["get_key after with"] = world.told(selector.get_key, a)
    world.answers["selector keeps the file object alive"] = sys.getrefcount(a) < count
    forgotten: Any = type(selector)()
    before = len(open_descriptors())
    del forgotten
    gc.collect()  # a warning would be an error here
    world.answers["fds released by gc"] = before - len(open_descriptors())
    world.answers["warnings"] = []
    world.check("context manager, garbage collection")


@fact("object whose fileno() changes between register and unregister")
def test_a_number_that_changes(world: World) -> None:
    a, b = world.pair()

    class Changing:
        number = a.fileno()

        def fileno(self) -> int:
            return self.number

    one = Changing()
    world.selector.register(one, READ)
    one.number = b.fileno()
    world.answers["unregister"] = world.told(world.selector.unregister, one)
    world.answers["get_key"] = world.told(world.selector.get_key, one)
    world.answers["map size"] = len(world.selector.get_map())
    world.check("object whose fileno() changes between register and unregister")


@fact("unregister while its event is pending in the list being processed")
def test_the_list_is_not_shortened(world: World) -> None:
    ends = {name: world.watched(name) for name in "ac"}
    for _, peer in ends.values():
        peer.send(b"x")
    ready = world.selector.select(0)
    first, second = (key for key, _ in ready)
    world.selector.unregister(second.fileobj)
    second.fileobj.close()
    names = sorted(key.data for key, _ in ready)
    gone = [key.fileobj.fileno() for key, _ in ready if key is not first]
    world.check(
        "unregister while its event is pending in the list being processed",
        **{"list still holds the unregistered key": names, "its fileobj.fileno()": gone},
    )


@fact("class hierarchy")
def test_the_family(world: World) -> None:
    stock = getattr(selectors, f"{world.backend.capitalize()}Selector")
    assert isinstance(world.selector, stock)
    bases = [base for base in stock.__mro__ if base.__module__ != "abc"]
    world.answers["mro"] = " > ".join(base.__name__ for base in bases)
    world.answers["DefaultSelector"] = selectors.DefaultSelector.__name__
    world.answers["direct base"] = stock.__bases__[0].__name__
    world.answers["has fileno"] = hasattr(stock, "fileno")
    world.check("class hierarchy")


@fact("modify vs unregister+register: syscalls / order / shortcut")
def test_how_modify_is_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    selector, made = world.selector, []
    a, _ = world.watched("a")
    world.watched("c")
    for name in ("unregister", "register"):
        original = getattr(selector, name)
        spy = lambda *given, name=name, original=original: (made.append(name), original(*given))[1]  # noqa: E731
        monkeypatch.setattr(selector, name, spy)
    selector.modify(a, READ, "a1")
    world.answers["data only: internal calls"] = list(made)
    selector.modify(a, WRITE, "a2")
    world.answers["events change: internal calls"] = list(made)
    world.answers["map order after modify"] = [key.data for key in selector.get_map().values()]
    world.check("modify vs unregister+register: syscalls / order / shortcut")


def test_the_record_has_these_backends() -> None:
    assert set(RECORDED) == {"select", "poll", "epoll"}
