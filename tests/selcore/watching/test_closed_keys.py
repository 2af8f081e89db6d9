"""Keys of closed descriptors: found twice, told once."""

from types import SimpleNamespace
from typing import Any

from selcore.watching.closed_keys import OFTEN, ClosedKeys
from selcore.watching.facts import KeyChanged


def model(open_: set[int], fds: tuple[int, ...], seen: bool = True) -> Any:
    keys = {fd: KeyChanged(7, 1, fd, f"fd {fd}", 1, None, 0) for fd in fds}
    names = SimpleNamespace(link=lambda fd: "socket:[1]" if fd in open_ else "", link_is_told=lambda: seen)
    return SimpleNamespace(names=names, selectors={1: SimpleNamespace(keys=keys)})


def test_a_key_is_told_once_it_was_found_twice() -> None:
    one, closed = model({4}, (4, 5)), ClosedKeys()
    assert list(closed.look(one, OFTEN)) == []
    assert list(closed.look(one, OFTEN + 1)) == []
    assert [found.key.fd for found in closed.look(one, 2 * OFTEN)] == [5]
    assert list(closed.look(one, 3 * OFTEN)) == []


def test_one_that_was_about_to_be_unregistered_is_not() -> None:
    closed = ClosedKeys()
    list(closed.look(model(set(), (5,)), OFTEN))
    assert list(closed.look(model(set(), ()), 2 * OFTEN)) == []


def test_nothing_is_told_of_who_may_not_be_looked_at() -> None:
    closed = ClosedKeys()
    for n in (1, 2, 3):
        assert list(closed.look(model(set(), (5,), seen=False), n * OFTEN)) == []
