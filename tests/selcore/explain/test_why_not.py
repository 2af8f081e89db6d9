"""What was not returned has a sentence: it is right, the announced call is made, and no event is without one."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selcore.backends import find_backend
from selcore.experiment.examples import EXAMPLES
from selcore.experiment.file import load as load_experiment
from selcore.explain.why_not import UNKNOWN, UNSEEN, Silence, best, how_of, why_not
from selcore.kinds import KINDS
from selcore.reference import ASKED, load
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.facts import Entry, Fact, RunCall, one_by_one
from selcore.values.masks import to_mask
from selcore.values.observed import Observed, Silent
from selcore.values.outcomes import Failed, Interrupted, Refused, Returned
from selcore.world.owner import Owner
from tests.selcore.explain.claims import untrue
from tests.selcore.explain.situations import SITUATIONS, Situation
from tests.selcore.explain.test_why_ready import POLLERS, askable
from tests.selcore.plain import stock_class
from tests.selcore.reference.replay import EVENTS, NotHere, placed, prepare

FACTS = set(load().ids())


def played(situation: Situation, backend: str) -> Session:
    """A session in that situation, with its object watched. Skips what this system has not."""
    session = Session(backend)
    for command in situation.commands:
        outcome = session.apply(command)
        if isinstance(outcome, Refused) and outcome.type == "NotAvailable":
            session.close()
            pytest.skip(outcome.message)
        assert not isinstance(outcome, Refused | Failed), (command, outcome)
    if session.world.registry.key_of(situation.name) is None:
        session.apply(c.Register(name=situation.name, events=(situation.event,)))
    return session


def silences(outcome: Any) -> tuple[Silence, ...]:
    call = outcome.call
    return why_not(call.silent or (), call.backend, how_of(outcome))


def not_returned_by_the_plain_class(session: Session, situation: Situation, backend: str) -> bool:
    """Asked of the class of the standard library, without anything of ours in between."""
    this = session.world.objects.get(situation.name)
    assert this is not None
    if this.closed:
        return True  # it cannot be registered any more: the traced class is compared with the plain one elsewhere
    with stock_class(backend)() as selector:
        selector.register(this.obj, to_mask((situation.event,)))
        return selector.select(0) == []


@pytest.mark.parametrize("backend", POLLERS)
@pytest.mark.parametrize("situation", SITUATIONS, ids=[one.id for one in SITUATIONS])
def test_a_situation_is_told_and_what_comes_next_comes(situation: Situation, backend: str) -> None:
    if backend not in situation.on:
        pytest.skip(f"{backend} answers otherwise")
    session = played(situation, backend)
    try:
        assert not_returned_by_the_plain_class(session, situation, backend)
        outcome = session.apply(c.Select(timeout=0))
        assert isinstance(outcome, Returned)
        wanted = to_mask((situation.event,))
        (found,) = [one for one in silences(outcome) if (one.name, one.event) == (situation.name, wanted)]
        assert situation.says in str(found.cause)
        assert found.fact in FACTS or found.fact == ""
        this = session.world.objects.get(situation.name)
        assert this is not None
        if found.claim is not None:
            assert untrue(this, found.claim) == ""
    finally:
        session.close()


@pytest.mark.parametrize("situation", SITUATIONS, ids=[one.id for one in SITUATIONS])
def test_what_is_said_to_end_the_wait_ends_it(situation: Situation) -> None:
    """Where a command would, it is applied; the next call returns that very event."""
    backend = situation.on[-1]
    session = played(situation, backend)
    try:
        outcome = session.apply(c.Select(timeout=0))
        wanted = to_mask((situation.event,))
        (found,) = [one for one in silences(outcome) if (one.name, one.event) == (situation.name, wanted)]
        assert found.end is not None
        if found.end.by is None:
            return
        done = session.apply(found.end.by)
        assert not isinstance(done, Refused), done
        again = session.apply(c.Select(timeout=10))
        assert isinstance(again, Returned)
        assert any(one.name == situation.name and one.mask & wanted for one in again.call.results), found
    finally:
        session.close()


def check_all(session: Session, outcome: Any) -> list[Any]:
    """What is left without a sentence: each event that was watched and not returned, of a call on this session."""
    masks = {one.fd: one.mask for one in outcome.call.results}
    wanted = {
        (session.world.registry.names.get(key.fd, ""), event)
        for key in session.world.registry.keys()  # noqa: SIM118
        for event in (1, 2)
        if key.events & event & ~masks.get(key.fd, 0)
    }
    found = [one for one in silences(outcome) if one.asked]
    told = {(one.name, one.event) for one in found if one.cause not in (UNKNOWN, UNSEEN)}
    return sorted(wanted - told) + sorted(name for name, _ in told - wanted if not _paused(session, name))


def _paused(session: Session, name: str) -> bool:
    return name in session.world.pauses.paused


ONE_AT_LEAST = [pytest.param(id, marks=[] if id == "epoll" else [pytest.mark.heavy]) for id in POLLERS]


@pytest.mark.parametrize("backend", ONE_AT_LEAST)
def test_every_recorded_state_that_is_silent_is_told(
    backend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, without, untrue_ones = 0, [], []
    for number, recipe in enumerate(askable()):
        for asked in ASKED:
            folder = tmp_path / f"{number}{asked}"
            folder.mkdir()
            session = Session(backend)
            try:
                for index, command in enumerate(recipe.commands):
                    prepare(session.apply(placed(command, folder)), f"step {index}", index in recipe.refused)
                session.apply(c.Register(name=recipe.probe, events=EVENTS[asked]))
                outcome = session.apply(c.Select(timeout=0))
                if not isinstance(outcome, Returned):
                    continue
                without += [(recipe.id, asked, one) for one in check_all(session, outcome)]
                for one in silences(outcome):
                    told += 1
                    assert one.fact in FACTS or one.fact == "", one.fact
                    this = session.world.objects.get(recipe.probe)
                    if asked != "RW" and this is not None and one.claim is not None:
                        wrong = untrue(this, one.claim)
                        untrue_ones += [f"{recipe.id} {asked}: {one.cause}: {one.next}: {wrong}"] if wrong else []
            except NotHere:
                continue
            finally:
                session.close()
    with capsys.disabled():
        print(f"\n{backend}: silent events of recorded states told {told}, without a sentence {len(without)}")
    assert told > 200 and without == []
    assert untrue_ones == []


class Listener(Owner):
    """Keeps the calls of runs; all that they did not return is looked at."""

    looks_at_all = True

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def emit(self, fact: Fact) -> None:
        for one in one_by_one(fact):
            if isinstance(one, RunCall | Entry) and isinstance(one.outcome, Returned | Failed | Interrupted):
                self.calls.append(one.outcome)


@pytest.mark.parametrize("backend", POLLERS)
def test_every_silent_event_of_every_example_is_told(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    told, without = 0, []
    for example in EXAMPLES:
        session = Session(backend, owner=(listener := Listener()))
        for command in load_experiment(example.path).commands:
            outcome = session.apply(command)
            if isinstance(outcome, Returned | Failed | Interrupted):
                without += [(example.id, one) for one in check_all(session, outcome)]
                listener.calls.append(outcome)
        found = [one for call in listener.calls for one in silences(call)]
        told += len(found)
        without += [(example.id, one) for one in found if one.cause in (UNKNOWN, UNSEEN)]
        session.close()
    with capsys.disabled():
        print(f"\n{backend}: silent events of examples told {told}, without a sentence {len(without)}")
    assert told > 5 and without == []


LEFT_OUT = ("device", "process", "stdin", "stdout", "stderr", "fd", "pidfd")
"""What random histories do not open: children, and what is not theirs."""


def random_commands(chance: random.Random) -> Iterator[c.AnyCommand]:
    """A history in which anything may happen to anything."""
    names: list[str] = []
    for number in range(chance.randrange(4, 9)):
        kind = chance.choice([kind for kind in KINDS if kind.id not in LEFT_OUT and kind.missing() is None])
        name = f"o{number}"
        yield c.Open(kind=kind.id, name=name)
        names += kind.names(name)
    names += [f"{name}.1" for name in names]
    for _ in range(60):
        name, other = chance.choice(names), chance.choice(names)
        event = chance.choice([("read",), ("write",), ("read", "write")])
        yield chance.choice(
            [
                c.Register(name=name, events=event),
                c.Register(name=name, events=event),
                c.Modify(name=name, events=event),
                c.Unregister(name=name),
                c.Send(name=name, size=chance.choice([0, 1, 10, 5000])),
                c.Send(name=name, text="one\ntwo\n"),
                c.Receive(name=name, size=chance.choice([1, 5, 65536])),
                c.ReadLine(name=name),
                c.Fill(name=name),
                c.Drain(name=name),
                c.Close(name=name),
                c.Accept(name=name),
                c.Connect(name=name, to=other),
                c.Shutdown(name=name, how=chance.choice(["read", "write", "both"])),
                c.Open(kind="dup", name=f"d{chance.randrange(10**9)}", options={"of": name}),
                c.Set(name=name, option="SO_RCVLOWAT", value=chance.choice([1, 10])),
                c.Detach(name=name),
                c.Select(timeout=0),
                c.Select(timeout=0),
                c.Select(timeout=0),
            ]
        )


@pytest.mark.parametrize("backend", POLLERS)
def test_no_silent_event_of_a_random_history_is_without_a_sentence(
    backend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told, without = 0, []
    for seed in range(60):
        session = Session(backend, owner=Listener())
        try:
            for command in random_commands(random.Random(seed)):
                outcome = session.apply(command)
                if isinstance(outcome, Returned | Failed):
                    told += len(silences(outcome))
                    without += [(seed, one) for one in check_all(session, outcome)]
        finally:
            session.close()
    with capsys.disabled():
        print(f"\n{backend}: silent events of random histories told {told}, without a sentence {len(without)}")
    assert told > 200 and without == []


def test_where_nobody_looked_that_is_said() -> None:
    (found,) = why_not([Silent("x", 100, 1)], "poll")
    assert found.cause == UNSEEN and found.claim is None and found.fact == ""


def test_what_waits_unasked_is_told_and_what_is_ready_unasked_is_not(session: Session) -> None:
    session.apply(c.Open(kind="socketpair", name="p"))
    session.apply(c.Send(name="p.b", text="hello"))
    session.apply(c.Register(name="p.a", events=("write",)))
    (found,) = silences(session.apply(c.Select(timeout=0)))
    assert str(found.cause) == "5 bytes are waiting, but READ is not asked for" and not found.asked
    assert found.end is not None and found.end.by == c.Modify(name="p.a", events=("read", "write"))
    session.apply(c.Modify(name="p.a", events=("read",)))
    assert silences(session.apply(c.Select(timeout=0))) == ()


def test_what_came_after_the_call_is_said_to_have(one: Session) -> None:
    seen = Observed(0, 100, "STREAM", 1, flags=5, waiting=3)
    (found,) = why_not([Silent("x", 100, 1, seen)], "poll")
    assert "only after the call had returned, 3 bytes are waiting" in str(found.cause)
    (found,) = why_not([Silent("x", 100, 1, seen)], "poll", "waits")
    assert "the call is about to return it" in str(found.cause)


def test_where_a_call_raises_each_object_is_told(one: Session) -> None:
    session = Session("select")
    for name in ("p", "q"):
        session.apply(c.Open(kind="socketpair", name=name))
        session.apply(c.Register(name=f"{name}.a", events=("read",)))
    session.apply(c.Close(name="p.a"))
    outcome = session.apply(c.Select(timeout=0))
    assert isinstance(outcome, Failed)
    told = {one.name: str(one.cause) for one in silences(outcome)}
    assert (
        "is closed: the call raised an exception for it" in told["p.a"]
        and "this object is not the cause" in told["q.a"]
    )
    session.close()


def test_what_is_there_comes_first_and_what_can_be_ended(one: Session) -> None:
    one.apply(c.Open(kind="pipe", name="p"))
    one.apply(c.Fill(name="p.w"))
    one.apply(c.Register(name="p.r", events=("write",)))
    one.apply(c.Register(name="p.w", events=("write",)))
    found = best(silences(one.apply(c.Select(timeout=0))))
    assert found is not None and found.name == "p.w" and found.end is not None and found.end.by is not None
    assert best(()) is None


def test_an_answer_without_room_is_told() -> None:
    """epoll reports what was unregistered after it was closed, in the place of what has a key."""
    if find_backend("epoll").missing() is not None:  # type: ignore[union-attr]
        pytest.skip("no epoll here")
    session = Session("epoll")
    for name in ("p", "q"):
        session.apply(c.Open(kind="socketpair", name=name))
        session.apply(c.Send(name=f"{name}.b", text="x"))
    session.apply(c.Open(kind="dup", name="copy", options={"of": "p.a"}))
    for command in (
        c.Register(name="p.a", events=("read",)),
        c.Close(name="p.a"),
        c.Unregister(name="p.a"),
        c.Register(name="q.a", events=("read",)),
    ):
        assert not isinstance(session.apply(command), Refused)
    told = [silences(session.apply(c.Select(timeout=0))) for _ in range(2)]
    (found,) = [one for some in told for one in some]  # the kernel takes turns
    assert "the answer had no room for it" in str(found.cause)
    session.close()


def test_what_standard_input_has_read_ahead_may_wait_in_python(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    with open(read, encoding="utf-8") as stream:  # noqa: PTH123
        monkeypatch.setattr("sys.stdin", stream)
        os.write(write, b"one\ntwo\n")
        one.apply(c.Open(kind="stdin", name="input"))
        one.apply(c.Register(name="input", events=("read",)))
        os.set_blocking(read, False)
        assert not isinstance(one.apply(c.ReadLine(name="input")), Refused)
        (found,) = silences(one.apply(c.Select(timeout=0)))
        assert "bytes may wait in the buffer of input, in Python" in str(found.cause)
        assert stream.readline() == "two\n"  # and so they do
        one.close()
    os.close(write)


def test_a_listener_that_is_paused_is_told(one: Session) -> None:
    one.apply(c.Open(kind="tcp-listener", name="server"))
    one.apply(c.Register(name="server", events=("read",)))
    this = one.world.objects.get("server")
    assert this is not None
    one.world.pauses.pause(this, one.world.registry)
    (found,) = silences(one.apply(c.Select(timeout=0)))
    assert "server is paused: accept() found no descriptor free" in str(found.cause)


@pytest.mark.parametrize("lost", ["gone", "other"])
@pytest.mark.parametrize("backend", ["kqueue", "devpoll"])
def test_of_what_is_closed_nothing_of_poll_is_said_on_a_class_that_is_not_poll(backend: str, lost: Any) -> None:
    seen = Observed(0, 100, "STREAM" if lost == "other" else "", 3, lost=lost)
    for one in why_not([Silent("x", 100, 3, seen)], backend):
        said = f"{one.cause}; {one.next}"
        assert "POLLNVAL" not in said and "old key" not in said and "after the call" not in said
        assert ("kqueue(2)" in said) == (backend == "kqueue") and not one.fact
        assert ("closed" if lost == "gone" else "another file now") in said


@pytest.mark.parametrize("system", ["darwin", ""])
def test_how_linux_counts_a_send_buffer_is_said_of_linux_alone(system: str) -> None:
    seen = Observed(0, 100, "STREAM", 2, "connected", family="AF_UNIX", queued=9, room=9, system=system)
    (found,) = why_not([Silent("x", 100, 2, seen)], "poll")
    assert "quarter" not in str(found.cause) and "send buffer" in str(found.cause) and found.fact == ""


@pytest.mark.parametrize("system", ["darwin", "linux"])
def test_neither_the_size_of_a_pipe_nor_that_of_a_slot_is_made_up(system: str) -> None:
    seen = Observed(0, 100, "PIPE", 2, access="w", queued=9, system=system)
    (found,) = why_not([Silent("x", 100, 2, seen)], "poll")
    assert not set("0123456789") & set(str(found.cause)) and found.claim is None
    assert ("slot" in str(found.cause)) == (system == "linux")


PIPE = (c.Open(kind="pipe", name="p"),)
LISTENS = (c.Open(kind="tcp-listener", name="x"),)
RUNS = (c.Open(kind="process", name="x", options={"argv": ["cat"]}),)
AFTER_ALL: dict[str, tuple[tuple[c.AnyCommand, ...], str, c.Event, tuple[c.AnyCommand, ...], tuple[str, ...]]] = {
    "the end that reads": (PIPE, "p.r", "write", (c.Close(name="p.w"),), ("poll", "epoll")),
    "the end that writes": (PIPE, "p.w", "read", (c.Close(name="p.r"),), ("select", "poll", "epoll")),
    "a listener": (LISTENS, "x", "write", (c.Shutdown(name="x", how="both"),), ("select", "poll", "epoll")),
    "a Unix listener": (
        (c.Open(kind="unix-listener", name="x"),),
        "x",
        "write",
        (c.Shutdown(name="x", how="both"),),
        ("poll", "epoll"),
    ),
    "a pidfd": (RUNS, "x.pid", "write", (c.Close(name="x.stdin"), c.Wait(name="x.pid")), ("poll", "epoll")),
}
"""What is opened, whose event is waited for, what ends that after all, and on which classes."""


@pytest.mark.parametrize("backend", POLLERS)
@pytest.mark.parametrize("what", AFTER_ALL)
def test_nothing_is_said_to_wait_for_ever_that_something_ends(what: str, backend: str) -> None:
    opened, name, event, ends, on = AFTER_ALL[what]
    situation = Situation(what, opened, name, event, "")
    session = played(situation, backend)
    try:
        (found,) = silences(session.apply(c.Select(timeout=0)))
        assert found.end is not None and found.end.never is (backend not in on)
        for command in ends:
            assert not isinstance(session.apply(command), Refused | Failed)
        again: Any = session.apply(c.Select(timeout=0))
        assert any(one.mask & to_mask((event,)) for one in again.call.results) is (backend in on)
    finally:
        session.close()


def test_what_closes_something_is_offered_after_all_else(one: Session) -> None:
    for command in (*PIPE, c.Open(kind="socketpair", name="q")):
        one.apply(command)
    one.apply(c.Register(name="p.w", events=("read",)))
    assert (alone := best(silences(one.apply(c.Select(timeout=0))))) is not None and alone.end is not None
    assert alone.end.by == c.Close(name="p.r")
    one.apply(c.Register(name="q.a", events=("read",)))
    found = best(silences(one.apply(c.Select(timeout=0))))
    assert found is not None and found.name == "q.a"
