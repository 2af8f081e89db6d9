"""register, modify, unregister, the map, and another backend: what the selector says is what the user reads."""

import selectors
import socket
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done
from tests.selcore.acting import called, done, opened, ready, refused, watch

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]


@pytest.fixture
def pair(session: Session) -> Session:
    opened(session, "socketpair", "pair")
    return session


@pytest.mark.parametrize("events", [0, 4, -1, 7, None, ()])
def test_an_invalid_mask_is_refused_by_register_in_pythons_words(pair: Session, events: Any) -> None:
    said = refused(pair, c.Register(name="pair.a", events=events))
    assert (said.type, said.by) == ("ValueError", "python")
    assert said.message == f"Invalid events: {0 if events == () else events!r}"
    assert done(pair, c.GetMap()) == {"map": []}
    assert pair.world.state_of("pair.a").registered is None


def test_registering_twice_and_changing_what_is_not_registered(pair: Session) -> None:
    for command in (c.Modify(name="pair.a", events=("read",)), c.Unregister(name="pair.a"), c.GetKey(name="pair.a")):
        said = refused(pair, command)
        assert (said.type, said.by) == ("KeyError", "python") and "is not registered" in said.message
    watch(pair, "pair.a", "read")
    said = refused(pair, c.Register(name="pair.a", events=("write",)))
    assert (said.type, said.by) == ("KeyError", "python") and "is already registered" in said.message
    assert pair.world.state_of("pair.a").registered == 1


def test_a_key_is_told_as_the_contract_has_it(pair: Session) -> None:
    key = {"name": "pair.a", "fd": pair.world.find("pair.a").fd, "events": ["read", "write"], "callback": "drain"}
    given = c.Register(name="pair.a", events=("write", "read", "read"), callback="drain")
    assert done(pair, given) == {"key": key}
    assert done(pair, c.GetKey(name="pair.a")) == {"key": key}
    assert done(pair, c.GetMap()) == {"map": [key]}
    assert done(pair, c.Modify(name="pair.a", events=("write",))) == {
        "key": {**key, "events": ["write"], "callback": "none"}
    }
    assert pair.world.registry.selector.get_key(pair.world.find("pair.a").obj).data is None
    assert done(pair, c.Unregister(name="pair.a"))["key"]["events"] == ["write"]


def test_select_loses_the_key_with_an_invalid_mask_and_that_is_seen(pair: Session) -> None:
    watch(pair, "pair.a", "read")
    outcome = pair.apply(c.Modify(name="pair.a", events=4))
    if pair.world.main.backend.id == "select":
        assert getattr(outcome, "type", None) == "ValueError"
        assert pair.world.state_of("pair.a").registered is None
        assert "pair.a" in [state.name for state in pair.world.changes()[0]]
    else:
        assert isinstance(outcome, Done) and outcome.value["key"]["events"] == 4
        assert pair.world.state_of("pair.a").registered == 4


def test_unknown_callbacks_and_options_are_refused(pair: Session) -> None:
    for make in (c.Register, c.Modify):
        said = refused(pair, make(name="pair.a", events=("read",), callback="shout"))
        assert (said.type, said.by, said.message) == ("UnknownCallback", "playground", "there is no callback 'shout'")
        said = refused(pair, make(name="pair.a", events=("read",), callback="drain", options={"x": 1}))
        assert (said.type, said.by) == ("BadOption", "playground")
    assert done(pair, c.GetMap()) == {"map": []}


def test_a_number_used_anew_belongs_to_whom_the_selector_says(pair: Session) -> None:
    """Closed while registered: what is opened next gets the number, and the selector's key stays the old one's."""
    watch(pair, "pair.a", "read")
    done(pair, c.Close(name="pair.a"))
    opened(pair, "socketpair", "next")
    assert pair.world.find("next.a").fd == pair.world.find("pair.a").fd
    assert done(pair, c.GetKey(name="next.a"))["key"]["name"] == "pair.a"
    assert "is already registered" in refused(pair, c.Register(name="next.a", events=("read",))).message
    pair.world.changes()
    assert done(pair, c.Unregister(name="next.a"))["key"]["name"] == "pair.a"
    assert (pair.world.state_of("pair.a").registered, pair.world.state_of("next.a").registered) == (None, None)
    assert {"pair.a", "next.a"} <= {state.name for state in pair.world.changes()[0]}


def test_epoll_takes_no_regular_file_and_the_remedy_works() -> None:
    if "epoll" not in HERE:
        pytest.skip("no epoll here")
    session = Session("epoll")
    try:
        opened(session, "text-file", "f")
        said = refused(session, c.Register(name="f", events=("read",)))
        assert (said.type, said.errno, said.by) == ("PermissionError", 1, "python")
        assert said.message == "[Errno 1] Operation not permitted"
        assert "not about file permissions" in str(said.hint)
        assert said.remedy == c.UseBackend(backend="poll")
        done(session, said.remedy)
        watch(session, "f", "read", "write")
        assert ready(session) == [("f", 3)]
        answer = done(session, c.UseBackend(backend="epoll"))
        assert (answer["carried"], [lost["name"] for lost in answer["refused"]]) == ([], ["f"])
        assert answer["refused"][0]["error"]["type"] == "PermissionError"
        assert session.world.state_of("f").registered is None
    finally:
        session.close()


@pytest.mark.parametrize("other", HERE)
def test_another_backend_gets_every_registration(pair: Session, other: str) -> None:
    watch(pair, "pair.a", "read", "write", callback="drain")
    watch(pair, "pair.b", "write")
    outcome = pair.apply(c.UseBackend(backend=other))
    assert isinstance(outcome, Done) and outcome.notice is None
    assert outcome.value == {"backend": other, "carried": ["pair.a", "pair.b"], "refused": []}
    keys = done(pair, c.GetMap())["map"]
    assert [(key["name"], key["events"], key["callback"]) for key in keys] == [
        ("pair.a", ["read", "write"], "drain"),
        ("pair.b", ["write"], "none"),
    ]
    assert called(pair).backend == other == pair.world.main.backend.id
    assert isinstance(pair.world.registry.selector, getattr(selectors, pair.world.main.backend.class_name))


def test_what_the_new_backend_refuses_is_named(pair: Session) -> None:
    watch(pair, "pair.a", "read")
    watch(pair, "pair.b", "read")
    done(pair, c.Close(name="pair.a"))
    outcome = pair.apply(c.UseBackend(backend="select"))
    assert isinstance(outcome, Done)
    assert (outcome.value["carried"], [lost["name"] for lost in outcome.value["refused"]]) == (["pair.b"], ["pair.a"])
    error = outcome.value["refused"][0]["error"]
    assert (error["type"], error["message"], error["by"]) == ("ValueError", "Invalid file descriptor: -1", "python")
    assert str(outcome.notice) == "select refused pair.a: no longer registered"
    assert pair.world.state_of("pair.a").registered is None


def test_a_backend_that_is_unknown_or_not_here_changes_nothing(pair: Session) -> None:
    watch(pair, "pair.a", "read")
    before, said = pair.world.main.backend.id, refused(pair, c.UseBackend(backend="iocp"))
    assert (said.type, said.by) == ("UnknownBackend", "playground")
    assert said.message.startswith("there is no backend 'iocp'; there is: default, select, poll")
    for backend in BACKENDS:
        if backend.missing() is not None:
            said = refused(pair, c.UseBackend(backend=backend.id))
            assert (said.type, said.by, said.message) == ("NotAvailable", "playground", str(backend.missing()))
    assert pair.world.main.backend.id == before and pair.world.state_of("pair.a").registered == 1


def test_a_closed_selector_answers_as_python_does(pair: Session) -> None:
    watch(pair, "pair.a", "write")
    assert done(pair, c.CloseSelector()) == {}
    assert done(pair, c.GetMap()) == {"map": None}
    said = refused(pair, c.GetKey(name="pair.a"))
    assert (said.type, said.by, said.message) == ("RuntimeError", "python", "Selector is closed")
    assert pair.world.state_of("pair.a").registered is None
    assert done(pair, c.CloseSelector()) == {}
    done(pair, c.UseBackend(backend="select"))
    assert done(pair, c.GetMap()) == {"map": []}


@pytest.mark.parametrize(
    "command",
    [
        c.Register(name="pair.a", events=("read",), inside="pair.b"),
        c.GetMap(inside="pair.b"),
        c.CloseSelector(inside="pair.b"),
        c.Select(timeout=0, inside="pair.b"),
        c.Run(calls=1, inside="pair.b"),
    ],
    ids=c.verb,
)
def test_what_is_no_selector_holds_no_keys(pair: Session, command: c.AnyCommand) -> None:
    said = refused(pair, command)
    assert (said.type, said.by, said.message) == ("NotASelector", "playground", "pair.b is not a selector")


def test_a_callback_goes_on_with_what_it_has_to_send_when_its_mask_changes(pair: Session) -> None:
    watch(pair, "pair.a", "read", callback="echo")
    done(pair, c.Fill(name="pair.a"))  # no room on the way back
    done(pair, c.Send(name="pair.b", text="back to you"))
    assert ready(pair) == [("pair.a", 1)]
    state = pair.world.state_of("pair.a")
    assert (state.pending, state.asked, state.registered) == (11, 1, 3)
    outcome = pair.apply(c.Modify(name="pair.a", events=("read",), callback="echo"))
    assert isinstance(outcome, Done)
    assert str(outcome.notice) == "11 bytes wait to be sent: the callback keeps WRITE registered"
    assert pair.world.state_of("pair.a").registered == 3
    outcome = pair.apply(c.Unregister(name="pair.a"))
    assert (
        isinstance(outcome, Done) and str(outcome.notice) == "11 bytes that the callback had still to send are dropped"
    )
    assert pair.world.state_of("pair.a").pending == 0


# Data in place of a callback.

DATA = {"who": 1, "tags": ["a", None, 1.5, True]}


def test_data_is_what_the_key_holds_and_every_answer_shows_it(pair: Session) -> None:
    given = c.Register(name="pair.a", events=("read",), data=DATA)
    key = {"name": "pair.a", "fd": pair.world.find("pair.a").fd, "events": ["read"], "callback": "none", "data": DATA}
    assert done(pair, given) == {"key": key}
    assert done(pair, c.GetKey(name="pair.a")) == {"key": key}
    assert done(pair, c.GetMap()) == {"map": [key]}
    assert pair.world.registry.selector.get_key(pair.world.find("pair.a").obj).data == DATA
    assert pair.world.state_of("pair.a").data == DATA
    done(pair, c.Send(name="pair.b", text="x"))
    (result,) = called(pair).results
    assert (result.name, result.mask, result.effect, result.data) == ("pair.a", 1, None, DATA)
    assert done(pair, c.Unregister(name="pair.a")) == {"key": key}
    assert pair.world.state_of("pair.a").data is None


def test_modify_takes_data_and_without_it_the_key_holds_none(pair: Session) -> None:
    watch(pair, "pair.a", "read", callback="drain")
    assert done(pair, c.Modify(name="pair.a", events=("write",), data=[1]))["key"]["data"] == [1]
    assert pair.world.registry.selector.get_key(pair.world.find("pair.a").obj).data == [1]
    assert "data" not in done(pair, c.Modify(name="pair.a", events=("write",)))["key"]
    assert pair.world.registry.selector.get_key(pair.world.find("pair.a").obj).data is None


@pytest.mark.parametrize("data", [0, "", [], {}, False])
def test_data_that_is_false_is_data_all_the_same(pair: Session, data: Any) -> None:
    assert done(pair, c.Register(name="pair.a", events=("write",), data=data))["key"]["data"] == data
    assert [result.data for result in called(pair).results] == [data]


def test_a_key_holds_a_callback_or_data_and_not_too_much_of_it(pair: Session) -> None:
    both = refused(pair, c.Register(name="pair.a", events=("read",), callback="echo", data=1))
    much = refused(pair, c.Register(name="pair.a", events=("read",), data="x" * 3000))
    assert (both.type, both.by) == (much.type, much.by) == ("BadData", "playground")
    assert "not both" in both.message and "3,002 characters" in much.message
    assert done(pair, c.GetMap()) == {"map": []}


class Counted:
    """A poller whose calls that change what the kernel or the poller watches are counted."""

    def __init__(self, poller: Any):
        self.poller = poller
        self.changes = 0
        for name in ("register", "modify", "unregister"):
            setattr(self, name, self._counting(getattr(poller, name)))

    def _counting(self, call: Any) -> Any:
        def counted(*given: Any) -> Any:
            self.changes += 1
            return call(*given)

        return counted

    def __getattr__(self, name: str) -> Any:
        return getattr(self.poller, name)


@pytest.mark.parametrize("class_name", ["SelectSelector", "PollSelector", "EpollSelector"])
def test_a_plain_selector_asks_nobody_for_a_change_of_the_data_alone(class_name: str) -> None:
    if not hasattr(selectors, class_name):
        pytest.skip(class_name)
    a, b = socket.socketpair()
    with a, b, getattr(selectors, class_name)() as selector:
        first = selector.register(a, selectors.EVENT_READ, {"who": 1})
        poller = getattr(selector, "_selector", None)  # SelectSelector has two sets of numbers instead
        if poller is not None:
            selector._selector = Counted(poller)
        numbers = set(getattr(selector, "_readers", ()))
        changed = selector.modify(a, selectors.EVENT_READ, {"who": 2})
        same = selector.modify(a, selectors.EVENT_READ, {"who": 2})
        assert changed is not first and changed.data == {"who": 2} and same is changed
        assert poller is None or selector._selector.changes == 0
        assert numbers == set(getattr(selector, "_readers", ()))
        if poller is not None:
            selector._selector = poller


def test_modify_says_that_only_the_data_changed_and_that_nobody_was_asked(pair: Session) -> None:
    watch(pair, "pair.a", "read")
    outcome = pair.apply(c.Modify(name="pair.a", events=("read",), data={"who": 1}))
    assert isinstance(outcome, Done)
    backend = pair.world.main.backend.id
    told = {"epoll": "no epoll_ctl", "poll": "before the next poll()", "select": "before the next select()"}
    assert str(outcome.notice).startswith("only data changed: a new key in the map") and told[backend] in str(
        outcome.notice
    )
    again = pair.apply(c.Modify(name="pair.a", events=("read",), data={"who": 1}))
    assert isinstance(again, Done) and "returned the same key" in str(again.notice)
    events = pair.apply(c.Modify(name="pair.a", events=("write",), data={"who": 1}))
    assert isinstance(events, Done) and events.notice is None


@pytest.mark.parametrize("events", [0, 4, 8, -(2**70) * 4])
def test_modify_to_a_mask_of_nothing_is_told_where_it_is_accepted(pair: Session, events: int) -> None:
    watch(pair, "pair.a", "read")
    outcome = pair.apply(c.Modify(name="pair.a", events=events))
    if pair.world.main.backend.id == "select":
        assert getattr(outcome, "type", None) == "ValueError"
        return
    assert isinstance(outcome, Done) and "it is watched for nothing" in str(outcome.notice)
    done(pair, c.Send(name="pair.b", text="x"))
    assert called(pair).results == (), "data is not reported"
    done(pair, c.Close(name="pair.b"))
    assert [ready(pair), ready(pair)] == [[("pair.a", 0)]] * 2, "a hang-up is, again and again"


@pytest.mark.parametrize(("events", "watched"), [(5, 1), (6, 2), (7, 3), (-1, 3)])
def test_modify_says_what_of_a_mask_is_watched(pair: Session, events: int, watched: int) -> None:
    watch(pair, "pair.a", "read")
    outcome = pair.apply(c.Modify(name="pair.a", events=events))
    if pair.world.main.backend.id == "select":
        assert getattr(outcome, "type", None) == "ValueError"
        return
    assert isinstance(outcome, Done) and f"of {events} only EVENT_" in str(outcome.notice)
    done(pair, c.Send(name="pair.b", text="x"))
    assert ready(pair) == [("pair.a", watched & 3)]


def test_data_that_is_equal_to_the_old_does_not_replace_it(pair: Session) -> None:
    """Python compares with ``!=``: 1 and True are the same to it."""
    done(pair, c.Register(name="pair.a", events=("read",), data=1))
    outcome = pair.apply(c.Modify(name="pair.a", events=("read",), data=True))
    assert isinstance(outcome, Done) and outcome.value["key"]["data"] is 1 and "the same key" in str(outcome.notice)  # noqa: F632


@pytest.mark.parametrize("backend", HERE)
def test_another_selector_class_takes_the_data_along(pair: Session, backend: str) -> None:
    done(pair, c.Register(name="pair.a", events=("write",), data=DATA))
    done(pair, c.UseBackend(backend=backend))
    assert done(pair, c.GetKey(name="pair.a"))["key"]["data"] == DATA
    assert [result.data for result in called(pair).results] == [DATA]
