"""A session from its first moment to its last: what it tells, and that it leaves nothing."""

import resource
from typing import Any

import pytest

from selcore.session.calls import CALLS
from selcore.session.session import Session
from selcore.system.descriptors import limits
from selcore.values import commands as c
from selcore.world.verbs import VERBS
from tests.conftest import open_descriptors
from tests.selcore.acting import done, opened, ready, refused, watch
from tests.selcore.conftest import HERE


def test_every_command_has_a_verb() -> None:
    assert {*VERBS, *CALLS} == set(c.AnyCommand.__args__)
    assert {c.verb(command) for command in (c.Note(text=""), c.GetMap(), c.CloseSelector())} == {
        "note",
        "get-map",
        "close-selector",
    }


def test_the_selector_is_the_one_of_the_backend(session: Session) -> None:
    assert session.world.main.backend.id in HERE
    assert type(session.world.registry.selector).__name__ == f"Traced{session.world.main.backend.class_name}"
    default = Session()
    assert default.world.main.backend.class_name in type(default.world.registry.selector).__name__
    default.close()


def test_a_session_that_cannot_be_made_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from selcore.backends.base import Backend

    def make(self: Backend, trace: Any) -> Any:
        raise OSError(24, "Too many open files")

    before = open_descriptors()
    monkeypatch.setattr(Backend, "make", make)
    with pytest.raises(OSError, match="Too many"):
        Session("select")
    assert open_descriptors() == before


def test_a_backend_that_cannot_be_made_leaves_the_one_there_is(one: Session) -> None:
    if "epoll" not in HERE:
        pytest.skip("poll() and select() need no descriptor")
    opened(one, "socketpair", "pair")
    watch(one, "pair.a", "write")
    found, lowest = limits(), min(set(range(3, 99)) - open_descriptors().keys())
    assert found is not None
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, found[1]))
    try:
        said = refused(one, c.UseBackend(backend="epoll"))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, found)
    assert (said.type, said.errno, said.by) == ("OSError", 24, "python")
    assert ready(one) == [("pair.a", 2)] and one.world.main.backend.id == "poll"


def test_what_changed_is_told_once_and_whole(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read", callback="drain")
    states, gone = session.world.changes()
    assert ({state.name: (state.asked, state.registered, state.callback) for state in states}, gone) == (
        {"pair.a": (1, 1, "drain"), "pair.b": (None, None, "")},
        [],
    )
    assert session.world.changes() == ([], [])
    done(session, c.Send(name="pair.b", text="x"))
    assert [state.name for state in session.world.changes()[0]] == ["pair.b"]
    ready(session)
    assert [(state.name, state.received) for state in session.world.changes()[0]] == [("pair.a", 1)]


def test_the_end_closes_everything_and_can_come_twice(session: Session) -> None:
    opened(session, "socketpair", "pair")
    opened(session, "text-file", "f", mode="w+")
    watch(session, "pair.a", "read")
    folder = session.world.folder()
    session.close()
    session.close()
    assert not folder.exists()
    assert all(found.closed for found in session.world.objects)
    session.world.wakeup.signal()  # a thread that comes too late


def test_what_cannot_be_closed_at_the_end_does_not_stop_the_end(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(one, "text-file", "f", mode="w+")
    one.world.find("f").obj.write("not flushed yet")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    found = one.world.find("f")
    real, found.obj = found.obj, type("Full", (), {"close": full})()
    one.close()
    assert found.closed
    real.close()


def test_results_are_named_and_flagged_one_by_one(session: Session) -> None:
    """Many ready at once: each result has the flags of its own descriptor."""
    names = opened(session, "socketpair", "pair", count=5)
    done(session, c.Fill(name="pair-2.a"))
    done(session, c.Send(name="pair-2.b", text="x"))
    done(session, c.Close(name="pair-3.b"))
    for name in names:
        session.apply(c.Register(name=name, events=("read", "write")))
    outcome: Any = session.apply(c.Select(timeout=0))
    flags = {result.name: session.world.main.backend.raw_names(result.raw) for result in outcome.call.results}
    assert all(result.fd == session.world.find(result.name).fd for result in outcome.call.results)
    if session.world.main.backend.id == "select":
        assert set(flags.values()) == {None}
        return
    prefix = "EPOLL" if session.world.main.backend.id == "epoll" else "POLL"
    assert flags.pop("pair-3.a") == [f"{prefix}{flag}" for flag in ("IN", "OUT", "HUP")]
    assert flags.pop("pair-2.a") == [f"{prefix}IN"]
    assert flags.pop("pair-2.b") == [f"{prefix}IN", f"{prefix}OUT"]
    assert set(map(str, flags.values())) == {str([f"{prefix}OUT"])}


def test_host_names_are_looked_up_by_whoever_it_was_given() -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int, *_: Any) -> Any:
        asked.append((host, port))
        raise OSError(-2, "Name or service not known")

    session = Session("select", resolve=resolve)  # type: ignore[arg-type]
    opened(session, "tcp-socket", "s")
    assert "Name or service not known" in refused(session, c.Connect(name="s", host="example.org", port=80)).message
    assert asked == [("example.org", 80)]
    session.close()
