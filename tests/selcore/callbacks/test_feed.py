"""Feed: sends as room is made, says how much is left, and leaves WRITE when all is sent."""

import pytest

from selcore.values.commands import Close, Drain, Modify, Open, Receive, Register, Set, Unregister
from tests.selcore.driver import HERE

from .serving import Serving, serving

SIZE = 5_000_000


@pytest.fixture(params=HERE)
def fed(request: pytest.FixtureRequest) -> object:
    with serving(request.param, "drain") as found:
        found.done(Register(name="pair.a", events=("write",), callback="feed", options={"size": SIZE}))
        yield found


def test_everything_arrives_while_the_other_reads(fed: Serving) -> None:
    received = 0
    while fed.watched("pair.a") is not None:
        fed.serve()
        received = fed.object("pair.b").received
    fed.serve_all()
    received = fed.object("pair.b").received
    assert (fed.object("pair.a").sent, received) == (SIZE, SIZE)
    assert fed.object("pair.a").pending == 0
    assert "all sent: WRITE is no longer watched" in " ".join(fed.said)


def test_with_nobody_reading_it_waits_and_says_how_much_is_left(fed: Serving) -> None:
    fed.done(Unregister(name="pair.b"))
    (effect,) = fed.serve()
    this = fed.object("pair.a")
    assert 0 < this.sent < SIZE and this.pending == SIZE - this.sent
    assert str(effect) == f"{this.sent} out, {this.pending} left"
    assert fed.serve() == [], "a full buffer is not writable"


def test_to_stop_is_to_unregister_and_what_is_lost_is_said(fed: Serving) -> None:
    fed.done(Unregister(name="pair.b"))
    fed.serve()
    left = fed.object("pair.a").pending
    done = fed.done(Unregister(name="pair.a"))
    assert str(done.notice) == f"{left} bytes that the callback had still to send are dropped"


def test_what_else_is_watched_stays(fed: Serving) -> None:
    fed.done(Modify(name="pair.a", events=("read", "write"), callback="feed", options={"size": 10}))
    fed.serve_all()
    assert fed.watched("pair.a") == 1


def test_a_peer_that_goes_ends_it(fed: Serving) -> None:
    fed.done(Unregister(name="pair.b"))
    fed.done(Close(name="pair.b"))
    effects = fed.serve()
    assert any(effect.error and effect.error.type == "BrokenPipeError" for effect in effects)
    assert fed.object("pair.a").closed and fed.watched("pair.a") is None


def test_of_a_blocking_object_too(fed: Serving) -> None:
    fed.done(Set(name="pair.a", option="blocking", value=True))
    fed.done(Unregister(name="pair.b"))
    fed.serve()
    assert 0 < fed.object("pair.a").sent < SIZE
    fed.done(Receive(name="pair.b", size=1))


def test_a_file_is_never_full(fed: Serving) -> None:
    """It takes so many pieces a call, then others have their turn."""
    if fed.session.world.main.backend.id == "epoll":
        return
    fed.done(Open(kind="text-file", name="f", options={"mode": "w+"}))
    fed.done(Register(name="f", events=("write",), callback="feed", options={"size": SIZE}))
    fed.serve()
    assert 0 < fed.object("f").sent < SIZE
    while fed.watched("f") is not None:
        fed.serve()
    assert fed.object("f").sent == SIZE
    fed.done(Drain(name="f"))
