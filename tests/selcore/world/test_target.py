"""``in``: the same verbs on a selector that was opened as a file object, and it in another one."""

import selectors
from typing import Any

import pytest

from selcore.headless.run_lines import entry_line
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.facts import CallBegan
from selcore.values.outcomes import Interrupted, Returned, RunEnded
from tests.selcore.acting import Listener, done, opened, ready, refused, watch
from tests.selcore.driver import HERE, driving


@pytest.fixture(params=[id for id in HERE if id in ("select", "poll", "epoll")])
def inner(one: Session, request: pytest.FixtureRequest) -> Session:
    """``inner`` watches ``pair.a``."""
    opened(one, "selector", "inner", backend=request.param)
    opened(one, "socketpair", "pair")
    done(one, c.Register(name="pair.a", events=("read",), inside="inner"))
    return one


def call(session: Session, timeout: c.Timeout = 0, *during: c.AnyCommand) -> Any:
    outcome = session.apply(c.Select(timeout=timeout, during=during, inside="inner"))
    assert isinstance(outcome, Returned), outcome
    return outcome.call


def backend(session: Session) -> str:
    return session.world.target("inner").backend.id


def test_each_selector_has_its_own_keys(inner: Session) -> None:
    assert done(inner, c.GetMap()) == {"map": []}
    assert [key["name"] for key in done(inner, c.GetMap(inside="inner"))["map"]] == ["pair.a"]
    assert refused(inner, c.GetKey(name="pair.a")).type == "KeyError"
    assert done(inner, c.GetKey(name="pair.a", inside="inner"))["key"]["events"] == ["read"]
    assert inner.world.state_of("pair.a").registered is None and inner.world.state_of("pair.a").inside == ("inner",)
    done(inner, c.Modify(name="pair.a", events=("read", "write"), inside="inner"))
    done(inner, c.Unregister(name="pair.a", inside="inner"))
    assert refused(inner, c.Unregister(name="pair.a", inside="inner")).type == "KeyError"
    assert inner.world.state_of("pair.a").inside == ()


def test_a_call_says_whose_it_is(inner: Session) -> None:
    assert call(inner).results == ()
    done(inner, c.Send(name="pair.b", text="x"))
    made = call(inner)
    assert [(result.name, result.mask) for result in made.results] == [("pair.a", 1)]
    assert (made.selector, made.backend, made.number) == ("inner", backend(inner), 2)
    names = inner.world.target("inner").backend.raw_names(made.results[0].raw)
    assert names == {"select": None, "poll": ["POLLIN"], "epoll": ["EPOLLIN"]}[made.backend]


def test_its_lines_name_it(inner: Session) -> None:
    from selcore.values.facts import Entry

    command = c.Select(timeout=0, inside="inner")
    line = entry_line(Entry(3, command, inner.apply(command), 0), "poll")
    assert (line["in"], line["backend"], line["ready"]) == ("inner", backend(inner), [])


def test_a_blocked_call_of_it_is_woken_like_one_of_the_session(inner: Session) -> None:
    inner.owner = told = Listener()
    made = call(inner, None, c.Note(text="x"), c.Register(name="pair.b", events=("write",), inside="inner"))
    assert ([result.name for result in made.results], made.reentered) == (["pair.b"], 1)
    assert isinstance(told.facts[0], CallBegan) and [entry.late for entry in told.entries] == [False, False]


@pytest.mark.parametrize(
    ("command", "by"),
    [(c.CloseSelector(inside="inner"), "close-selector"), (c.Close(name="inner"), "close")],
)
def test_a_blocked_call_ends_with_its_selector(inner: Session, command: c.AnyCommand, by: str) -> None:
    outcome = inner.apply(c.Select(timeout=None, during=(command,), inside="inner"))
    assert isinstance(outcome, Interrupted) and (outcome.by, outcome.call.selector) == (by, "inner")
    assert done(inner, c.GetMap(inside="inner")) == {"map": None}


def test_another_backend_of_the_session_does_not_end_it(inner: Session) -> None:
    made = call(inner, None, c.UseBackend(backend="select"), c.Send(name="pair.b", text="x"))
    assert [result.name for result in made.results] == ["pair.a"]
    assert inner.world.main.backend.id == "select"


def test_callbacks_are_served_and_registered_where_their_key_is(inner: Session) -> None:
    opened(inner, "tcp-listener", "server")
    done(
        inner,
        c.Register(name="server", events=("read",), callback="accept", options={"then": "echo-upper"}, inside="inner"),
    )
    opened(inner, "tcp-client", "client", to="server")
    assert str(call(inner, 5.0).results[0].effect) == "accepted server.1"
    assert inner.world.state_of("server.1").inside == ("inner",)
    done(inner, c.Send(name="client", text="x"))
    call(inner, 5.0)
    watch(inner, "client", "read")
    assert ready(inner, 5.0) == [("client", 1)]
    assert done(inner, c.Receive(name="client"))["hex"] == b"X".hex()


def test_a_run_of_it(inner: Session) -> None:
    done(inner, c.Send(name="pair.b", text="x"))
    outcome = inner.apply(c.Run(calls=3, timeout=0, inside="inner"))
    assert outcome == RunEnded(3, 3, "calls", backend(inner))


def test_what_is_no_selector(one: Session) -> None:
    opened(one, "socketpair", "pair")
    for command in (
        c.Register(name="pair.b", events=("read",), inside="pair.a"),
        c.GetMap(inside="pair.a"),
        c.CloseSelector(inside="pair.a"),
        c.Select(timeout=0, inside="pair.a"),
        c.Run(calls=1, inside="pair.a"),
    ):
        assert refused(one, command).type == "NotASelector"
    assert refused(one, c.GetMap(inside="nobody")).type == "UnknownName"


@pytest.mark.skipif(not hasattr(selectors, "EpollSelector"), reason="only epoll is a descriptor")
def test_an_epoll_in_another(session: Session) -> None:
    """The outer one says that the inner one has something; what that is, only the inner one tells."""
    opened(session, "selector", "inner", backend="epoll")
    opened(session, "socketpair", "pair")
    done(session, c.Register(name="pair.a", events=("read",), inside="inner"))
    watch(session, "inner", "read")
    assert ready(session) == []
    assert ready(session, None, c.Send(name="pair.b", text="x")) == [("inner", 1)]
    assert [result.name for result in call(session).results] == ["pair.a"]
    assert ready(session) == [("inner", 1)], "nobody has read it"
    done(session, c.Receive(name="pair.a"))
    assert ready(session) == []


def test_any_argument_gets_the_answer_of_a_plain_selector(inner: Session) -> None:
    plain: Any = getattr(selectors, inner.world.target("inner").backend.class_name)()
    with plain:
        for events in (0, 4, -1, None):
            said = refused(inner, c.Register(name="pair.b", events=events, inside="inner"))
            with pytest.raises(ValueError, match="Invalid events") as caught:
                plain.register(0, events)
            assert said.message == str(caught.value)
        for timeout in ("nan", 10**30):
            outcome: Any = inner.apply(c.Select(timeout=timeout, inside="inner"))
            with pytest.raises((ValueError, OverflowError)) as refusal:
                plain.select(float(timeout) if isinstance(timeout, str) else timeout)
            assert (outcome.error.type, outcome.error.message) == (type(refusal.value).__name__, str(refusal.value))
    done(inner, c.CloseSelector(inside="inner"))
    done(inner, c.CloseSelector(inside="inner"))
    assert done(inner, c.GetMap(inside="inner")) == {"map": None}


def test_pausing_ends_a_blocked_call_of_it() -> None:
    with driving() as driver:
        driver.done(c.Open(kind="selector", name="inner"), c.Open(kind="socketpair", name="pair"))
        driver.done(c.Register(name="pair.a", events=("read",), inside="inner"))
        step = driver.block(c.Select(timeout=None, inside="inner"))
        driver.worker.pause()
        outcome = driver.outcome(step)
        assert isinstance(outcome, Interrupted) and outcome.by == "pause"
