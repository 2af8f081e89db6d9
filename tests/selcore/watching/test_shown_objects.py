"""Each descriptor of a program has a name of its own, and is closed when it is."""

import os
from collections.abc import Sequence

import pytest
from msgspec import structs

from selcore.values.facts import ObjectState
from selcore.values.watched import Function
from selcore.watching import shown_objects
from selcore.watching.facts import KeyChanged
from selcore.watching.shown_objects import ShownObjects

SERVE = Function("serve", "/a/server.py", 4)


def key(fd: int, events: int, name: str = "a:1", pid: int = 7, function: Function | None = SERVE) -> KeyChanged:
    return KeyChanged(pid, 1, fd, name, events, function, 1)


def told(states: Sequence[ObjectState]) -> list[tuple[str, int, str, int | None]]:
    return [(one.name, one.fd, one.state, one.registered) for one in states]


def test_a_key_comes_changes_and_goes() -> None:
    shown = ShownObjects()
    (state,) = shown.changed(key(5, 1), "EpollSelector-1")
    assert told([state]) == [("a:1", 5, "open", 1)]
    assert (state.callback, state.inside) == ("serve server.py:4", ("EpollSelector-1",))
    assert [one.registered for one in shown.changed(key(5, 2), "DefaultSelector-2")] == [3]
    assert [one.registered for one in shown.changed(key(5, 0), "EpollSelector-1")] == [2]
    (state,) = shown.changed(key(5, 0), "DefaultSelector-2")
    assert told([state]) == [("a:1", 5, "open", None)] and state.inside == ()


def test_reader_and_writer_of_a_key_are_both_named() -> None:
    pair = structs.replace(key(5, 3), writer=Function("send", "/a/server.py", 9))
    (state,) = ShownObjects().changed(pair, "EpollSelector-1")
    assert state.callback == "serve server.py:4, send server.py:9"


def test_names_of_other_processes_and_of_doubles_are_told_apart() -> None:
    shown = ShownObjects()
    assert shown.in_process(7, "x") == "x"
    assert told(shown.changed(key(5, 1), "s")) == [("a:1", 5, "open", 1)]
    assert told(shown.changed(key(6, 1), "s")) == [("a:1 (fd 6)", 6, "open", 1)]
    assert told(shown.changed(key(5, 1, pid=8), "s")) == [("[8] a:1", 5, "open", 1)]
    assert [shown.name(7, 5, "a:1"), shown.name(7, 6, "a:1"), shown.name(8, 5, "a:1")] == [
        *("a:1", "a:1 (fd 6)", "[8] a:1")
    ]
    assert shown.name(7, 9, "never") == "never"


def test_a_number_that_is_given_again_is_another_object() -> None:
    shown = ShownObjects()
    shown.changed(key(5, 1), "s")
    assert told(shown.changed(key(5, 1, "b:2"), "s")) == [("a:1", 5, "closed", None), ("b:2", 5, "open", 1)]
    assert told(shown.returned(7, 5, "c:3")) == [("b:2", 5, "closed", None), ("c:3", 5, "open", None)]
    assert shown.returned(7, 5, "c:3") == ()
    assert [one.name for one in shown.states()] == ["c:3"]


def test_what_is_unregistered_after_it_was_closed_keeps_its_name() -> None:
    shown = ShownObjects()
    shown.changed(key(5, 1), "s")
    assert told(shown.changed(key(5, 0, "fd 5"), "s")) == [("a:1", 5, "open", None)]


def test_those_without_a_key_are_looked_at_and_closed_where_they_are() -> None:
    shown, ends = ShownObjects(), os.pipe()
    pid = os.getpid()
    for fd in ends:
        shown.changed(key(fd, 1, f"pipe {fd}", pid), "s")
    assert shown.look() == []
    for fd in ends:
        shown.changed(key(fd, 0, f"pipe {fd}", pid), "s")
    assert shown.look() == []
    for fd in ends:
        os.close(fd)
    assert [(one.fd, one.state) for one in shown.look()] == [(fd, "closed") for fd in ends]
    assert shown.look() == [] and shown.states() == ()


def test_with_its_process_all_goes_and_of_many_the_oldest_are_forgotten() -> None:
    shown = ShownObjects()
    for fd in range(shown_objects.KEPT + 2):
        shown.changed(key(fd, 1, f"a:{fd}"), "s")
    shown.changed(key(3, 1, "b", pid=8), "s")
    assert len(shown.gone(7)) == shown_objects.KEPT + 2
    assert shown.take_forgotten() == ["a:0", "a:1"] and shown.take_forgotten() == []
    assert [one.name for one in shown.states()] == ["[8] b"]


def test_a_name_that_is_used_again_is_not_forgotten() -> None:
    shown = ShownObjects()
    shown.changed(key(5, 1), "s")
    shown.gone(7)
    shown.changed(key(6, 1), "s")
    for fd in range(100, 100 + shown_objects.KEPT + 1):
        shown.returned(8, fd, f"x{fd}")
    shown.gone(8)
    assert shown.take_forgotten() == ["[8] x100"]


def test_no_more_are_shown_than_a_session_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_objects, "MOST", 2)
    shown = ShownObjects()
    assert len(shown.changed(key(5, 1, "a"), "s")) == len(shown.returned(7, 6, "b")) == 1 and not shown.left_out
    assert list(shown.changed(key(8, 1, "c"), "s")) == list(shown.returned(7, 9, "d")) == [] and shown.left_out
    assert shown.name(7, 8, "c") == "c"
    assert told(shown.changed(key(5, 1, "e"), "s"))[-1] == ("e", 5, "open", 1)
