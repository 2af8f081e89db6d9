"""rename: what is derived follows, keys and paused listeners too; the history keeps the old name, so it stays taken."""

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, ready, refused, watch


def names(session: Session) -> list[str]:
    return [one.name for one in session.world.objects]


def test_derived_names_follow_in_the_same_places(session: Session) -> None:
    opened(session, "pipe", "p")
    opened(session, "socketpair", "pair")
    opened(session, "pipe", "q")
    watch(session, "pair.a", "read")
    session.world.changes()
    assert done(session, c.Rename(name="pair", to="both")) == {
        "renamed": [{"from": "pair.a", "to": "both.a"}, {"from": "pair.b", "to": "both.b"}]
    }
    assert names(session) == ["p.r", "p.w", "both.a", "both.b", "q.r", "q.w"]
    states, gone = session.world.changes()
    assert gone == ["pair.a", "pair.b"]
    assert {state.name: state.registered for state in states} == {"both.a": 1, "both.b": None}
    done(session, c.Send(name="both.b", text="x"))
    assert ready(session) == [("both.a", 1)]
    assert done(session, c.GetMap())["map"][0]["name"] == "both.a"
    assert refused(session, c.Close(name="pair.a")).type == "UnknownName"


def test_connections_follow_their_listener_and_go_on_being_numbered(one: Session) -> None:
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-client", "c1", to="server")
    done(one, c.Accept(name="server"))
    done(one, c.Rename(name="server", to="door"))
    assert one.world.state_of("door.1").peer == one.world.state_of("c1").peer == "door"
    opened(one, "tcp-client", "c2", to="door")
    assert done(one, c.Accept(name="door"))["opened"][0]["name"] == "door.2"


def test_a_part_may_have_a_name_of_its_own(one: Session) -> None:
    opened(one, "socketpair", "pair")
    done(one, c.Rename(name="pair.a", to="left"))
    assert names(one) == ["left", "pair.b"]
    assert one.world.state_of("pair.b").peer == "left"


def test_a_name_is_given_once(one: Session) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "pipe", "p")
    said = refused(one, c.Rename(name="pair", to="p"))
    assert (said.type, said.by) == ("NameTaken", "playground") and "free: p2" in said.message
    done(one, c.Rename(name="pair", to="both"))
    assert refused(one, c.Open(kind="pipe", name="pair")).type == "NameTaken", "the history speaks of it"
    assert refused(one, c.Rename(name="p", to="pair")).type == "NameTaken"


def test_an_earlier_name_can_be_taken_back(one: Session) -> None:
    opened(one, "socketpair", "pair")
    for to in ("x", "y", "pair", "x", "pair"):
        done(one, c.Rename(name=names(one)[0].partition(".")[0], to=to))
    assert names(one) == ["pair.a", "pair.b"]


@pytest.mark.parametrize("name", ["nobody", "pair.c", "pai"])
def test_nobody_has_no_name(one: Session, name: str) -> None:
    opened(one, "socketpair", "pair")
    assert refused(one, c.Rename(name=name, to="x")).type == "UnknownName"


def test_a_selector_that_is_renamed_keeps_what_is_registered_in_it(one: Session) -> None:
    opened(one, "selector", "inner")
    opened(one, "socketpair", "pair")
    done(one, c.Register(name="pair.a", events=("write",), inside="inner"))
    done(one, c.Rename(name="inner", to="other"))
    done(one, c.Rename(name="pair", to="both"))
    assert [key["name"] for key in done(one, c.GetMap(inside="other"))["map"]] == ["both.a"]
    assert one.world.state_of("both.a").inside == ("other",)
