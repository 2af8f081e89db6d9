"""With no descriptor free a listener is paused: when it is looked at again, by a clock that the test moves."""

import errno
from collections.abc import Callable

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.world import paused_listeners as pauses
from selcore.world.owner import Owner
from tests.selcore.acting import done, opened, ready, watch

DOUBLED = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]
"""Seconds from one look to the next: twice as long each time, and never more than five."""


class World(Owner):
    """The clock, whether a descriptor is free, and what the session asked to be reminded of."""

    def __init__(self) -> None:
        self.now, self.free, self.asked_for = 1000.0, False, list[float]()

    def remind(self, seconds: float) -> None:
        self.asked_for.append(seconds)

    def wait(self, session: Session, seconds: float) -> None:
        """So long nothing happens; then the session looks."""
        self.now += seconds
        session.world.pauses.look()


@pytest.fixture
def world(one: Session, monkeypatch: pytest.MonkeyPatch) -> World:
    """A listener that is watched, and a system that has no descriptor for a connection."""
    made = World()
    one.owner = made
    monkeypatch.setattr(pauses, "monotonic", lambda: made.now)
    monkeypatch.setattr(pauses, "descriptor_free", lambda: made.free)
    opened(one, "tcp-listener", "server")
    watch(one, "server", "read", callback="accept")
    return made


def pause(session: Session) -> None:
    session.world.pauses.pause(session.world.find("server"), session.world.registry)


def watched(session: Session) -> bool:
    return session.world.registry.key_of("server") is not None


def test_while_none_is_free_it_is_looked_at_ever_more_rarely_but_always_again(one: Session, world: World) -> None:
    pause(one)
    assert one.world.find("server").state == "paused" and not watched(one)
    for seconds in DOUBLED:
        assert world.asked_for[-1] == pytest.approx(seconds)
        world.wait(one, seconds * 0.9)
        assert not one.world.pauses.due()
        said = len(world.asked_for)
        world.wait(one, seconds * 0.11)
        assert len(world.asked_for) == said + 1
    world.free = True
    world.wait(one, 4.9)
    assert not watched(one), "it is not time yet"
    world.wait(one, 0.2)
    assert watched(one) and one.world.find("server").state == "listening" and one.world.find("server").warning == ""
    assert not one.world.pauses and not one.world.pauses.due()


def test_paused_again_before_it_accepted_it_waits_on_where_it_was(one: Session, world: World) -> None:
    for seconds in DOUBLED:
        world.free = False
        pause(one)
        assert world.asked_for[-1] == pytest.approx(seconds)
        world.free = True
        world.wait(one, seconds)
        assert watched(one)


def test_who_accepted_begins_with_a_short_pause_again(one: Session, world: World) -> None:
    world.free = True
    for _ in range(3):
        pause(one)
        world.wait(one, 9)
    opened(one, "tcp-client", "client", to="server")
    assert ready(one, 5)[0][0] == "server"
    pause(one)
    assert world.asked_for == pytest.approx([0.1, 0.2, 0.4, 0.1])


def test_a_close_looks_at_once_and_only_where_there_is_room(one: Session, world: World) -> None:
    opened(one, "pipe", "pipe")
    pause(one)
    done(one, c.Close(name="pipe.r"))
    assert not watched(one), "the descriptor went to somebody else"
    assert world.asked_for == pytest.approx([0.1]), "to look early is not to look later the next time"
    world.free = True
    done(one, c.Close(name="pipe.w"))
    assert watched(one)


def test_each_waits_for_its_own_time(one: Session, world: World) -> None:
    opened(one, "tcp-listener", "other")
    watch(one, "other", "read")
    pause(one)
    world.now += 0.06
    one.world.pauses.pause(one.world.find("other"), one.world.registry)
    world.wait(one, 0.05)
    assert world.asked_for == pytest.approx([0.1, 0.1, 0.2])
    assert [round(one.world.pauses.paused[name].due - world.now, 3) for name in ("server", "other")] == [0.2, 0.05]


@pytest.mark.parametrize("end", [lambda session: session.world.pauses.forget("server"), lambda session: None])
def test_what_was_registered_by_hand_meanwhile_stays(
    one: Session, world: World, end: Callable[[Session], object]
) -> None:
    pause(one)
    end(one)
    one.world.registry.register(one.world.find("server"), 2, None)
    world.free = True
    world.wait(one, 1)
    assert one.world.registry.selector.get_key(one.world.find("server").obj).events == 2
    assert one.world.find("server").state == "listening"


def test_what_it_was_registered_for_is_as_before(one: Session, world: World) -> None:
    before = one.world.registry.key_of("server")
    pause(one)
    world.free = True
    world.wait(one, 1)
    assert one.world.registry.key_of("server") == before


def test_a_new_name_is_the_same_listener(one: Session, world: World) -> None:
    pause(one)
    done(one, c.Rename(name="server", to="web"))
    world.free = True
    world.wait(one, 1)
    assert one.world.registry.key_of("web") is not None and one.world.find("web").state == "listening"


def test_what_is_closed_meanwhile_is_not_watched_again(one: Session, world: World) -> None:
    pause(one)
    one.world.find("server").close()  # as another part of the program would
    world.free = True
    world.wait(one, 1)
    assert not watched(one) and not one.world.pauses


def test_that_it_is_paused_and_no_longer_is_told(one: Session, world: World) -> None:
    one.world.changes()
    for act, state in ((pause, "paused"), (lambda session: session.world.pauses.look(freed=True), "listening")):
        world.free = state == "listening"
        act(one)
        (told,), _ = one.world.changes()
        warning = "too many open files: not registered until one is closed" if state == "paused" else ""
        assert (told.name, told.state, told.warning) == ("server", state, warning)


def test_whoever_forgets_it_is_told_whether_it_was_paused(one: Session, world: World) -> None:
    pause(one)
    assert [one.world.pauses.forget(name) for name in ("server", "server", "nobody")] == [True, False, False]


def test_a_selector_that_was_closed_meanwhile_is_nobodys_fault(one: Session, world: World) -> None:
    pause(one)
    done(one, c.CloseSelector())
    world.free = True
    world.wait(one, 1)
    assert not one.world.pauses and one.world.find("server").state == "listening"


def test_whether_one_is_free_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pauses.descriptor_free()

    def full(*_: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("os.open", full)
    assert not pauses.descriptor_free()
