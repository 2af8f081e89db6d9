"""Once until it is over, then again; of what is forgotten nothing stays; any shape of facts comes to the same."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.lints import AGAIN, Over, Warning, make_linter
from selcore.values import commands as c
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.facts import Batch, Entry, ObjectState, RunCall, one_by_one
from selcore.values.outcomes import Call, Done, Effect, Refused, Result, Returned
from selcore.values.text import text
from tests.selcore.driver import HERE, PAIR, READ_A, SEND_B, SPIN
from tests.selcore.steps import steps_of

from .watching import watching

UNREAD = ("unread", "pair.a")


def test_it_is_told_once_until_it_is_over() -> None:
    with watching() as (driver, watcher):
        driver.done(PAIR, READ_A, SEND_B)
        driver.do(c.Run(calls=AGAIN, timeout=0))
        driver.do(c.Run(calls=500, timeout=0))
        assert watcher.said == [UNREAD] and watcher.over == []
        driver.do(c.Receive(name="pair.a"))
        assert watcher.over == [UNREAD] and watcher.linter.active == {}
        driver.do(SEND_B)
        driver.do(c.Run(calls=AGAIN, timeout=0))
        assert watcher.said == [UNREAD, UNREAD]


@pytest.mark.parametrize(
    ("kind", "where"), [("tcp-socket", {"host": "127.0.0.1", "port": 0}), ("unix-socket", {"path": ""})]
)
def test_what_is_bound_is_no_readier_and_what_listens_is_fine(kind: str, where: dict[str, Any]) -> None:
    unready = ("ready-to-fail", "s")
    with watching(backend="poll") as (driver, watcher):
        driver.done(c.Open(kind=kind, name="s"), c.Bind(name="s", **where))
        driver.done(c.Register(name="s", events=("read", "write")))
        driver.do(c.Run(calls=AGAIN, timeout=0))
        assert watcher.said == [unready]
        driver.do(c.Listen(name="s"))
        assert watcher.over == [unready] and watcher.linter.active == {}
        driver.do(c.Run(calls=AGAIN, timeout=0))
        assert watcher.said == [unready]


def test_a_datagram_socket_that_is_bound_or_not_is_fine() -> None:
    with watching(backend="poll") as (driver, watcher):
        for name, kind in (("u", "udp-socket"), ("x", "unix-dgram-socket")):
            driver.done(c.Open(kind=kind, name=name), c.Register(name=name, events=("read",)))
        driver.do(c.Run(calls=AGAIN, timeout=0))
        driver.done(c.Bind(name="x", path=""), c.Bind(name="u", host="127.0.0.1", port=0))
        driver.do(c.Run(calls=AGAIN, timeout=0))
        assert watcher.said == []


def test_a_loop_that_spins_is_told_of_while_it_spins() -> None:
    """The row that grows tells it: nothing else comes from a loop whose calls are all alike."""
    with watching() as (driver, watcher):
        driver.done(PAIR, READ_A, SEND_B)
        driver.block(SPIN)
        driver.until(lambda: watcher.said)
        assert watcher.said == [UNREAD] and watcher.warnings[0].after_step == 3
        driver.ask(c.Receive(name="pair.a"))
        driver.until(lambda: watcher.over)
        driver.worker.pause()
        driver.settle()
        assert watcher.said == [UNREAD]


def test_it_is_said_again_only_of_calls_that_came_after_it_was_over() -> None:
    """However many calls stand in one row: what was sent between them was sent."""
    with watching() as (driver, watcher):
        driver.done(PAIR, c.Register(name="pair.a", events=("write",)))
        driver.block(SPIN)
        driver.until(lambda: watcher.said)
        driver.done(c.Send(name="pair.a", text="abc"))
        driver.until(lambda: len(watcher.said) == 2)
        driver.worker.pause()
        driver.settle()
        assert watcher.over == [("always-writable", "pair.a")]
        first, second = (warning.since for warning in watcher.warnings)
        assert first == 1 and AGAIN < second <= driver.totals.calls - AGAIN


@pytest.mark.parametrize("grouping", [True, False])
def test_grouped_or_not_comes_to_the_same(grouping: bool) -> None:
    with watching() as (driver, watcher):
        driver.worker.adjust(None, grouping)
        driver.done(PAIR, READ_A, SEND_B)
        driver.do(c.Run(calls=AGAIN - 1, timeout=0))
        assert watcher.said == []
        driver.do(c.Select(timeout=0))
        assert watcher.said == [UNREAD]
        assert watcher.warnings[0].since == 1


@pytest.mark.parametrize("backend", HERE)
def test_the_remedies_end_what_they_are_offered_for(backend: str) -> None:
    from .cases import AGAIN as RUN
    from .cases import FIRES

    for id, (_, commands) in FIRES.items():
        if id == "fd-over-1023":
            continue
        with watching(backend=backend) as (driver, watcher):
            for command in commands:
                driver.do(command)
            for warning in list(watcher.linter.active.values()):
                assert warning.remedy is not None
                driver.do(warning.remedy)
                driver.settle()
                if backend == "epoll" and id == "stale-registration":
                    driver.do(c.Select(timeout=0.01))
                elif id != "ready-never-served":
                    driver.do(c.Select(timeout=0))
            driver.do(RUN)
            assert watcher.linter.active == {}, id


def test_a_callback_that_does_nothing_is_told_of() -> None:
    """feed sends; that there is something to read is nothing to it."""
    with watching() as (driver, watcher):
        driver.done(PAIR, c.Register(name="pair.a", events=("read",), callback="feed"), SEND_B)
        driver.do(c.Run(calls=AGAIN, timeout=0))
        assert watcher.said == [("ready-never-served", "pair.a")]
        assert "feed did nothing" in str(watcher.warnings[0].message)


@pytest.mark.parametrize("backend", HERE)
def test_the_end_that_nobody_reads_is_the_end(backend: str) -> None:
    """The other end is one of ours, so one need not read to know."""
    with watching(backend=backend) as (driver, watcher):
        driver.done(PAIR, READ_A, c.Close(name="pair.b"))
        driver.do(c.Run(calls=AGAIN, timeout=0))
        assert watcher.said == [("eof-never-drained", "pair.a")]


def test_closed_during_a_call_is_told_of_at_once() -> None:
    with watching() as (driver, watcher):
        driver.done(PAIR, READ_A)
        driver.block()
        driver.ask(c.Close(name="pair.a"))
        driver.until(lambda: watcher.said)
        assert watcher.said == [("closed-registered", "pair.a")]
        driver.worker.pause()
        driver.settle()


def test_a_warning_goes_with_a_name() -> None:
    with watching() as (driver, watcher):
        driver.done(PAIR, READ_A, SEND_B)
        driver.do(c.Run(calls=AGAIN, timeout=0))
        driver.done(c.Rename(name="pair", to="other"))
        driver.settle()
        assert watcher.over == [UNREAD]
        assert list(watcher.linter.active) == [("unread", "other.a")]


def test_a_rename_costs_no_more_among_thousands() -> None:
    """Each once looked at every descriptor and every streak."""

    def steps_among(many: int) -> int:
        linter = make_linter()
        names = [f"it-{number}" for number in range(many)]
        states = [ObjectState(name, "eventfd", 100 + number, "open") for number, name in enumerate(names)]
        linter.fold(Batch(facts=(), objects=tuple(states)))
        done = Done({"renamed": [{"from": "it-3", "to": "new"}]})
        entry = Entry(1, c.Rename(name="it-3", to="new"), done, 1000)
        return steps_of(lambda: linter.fold(Batch(facts=(entry,))))

    assert steps_among(2000) == steps_among(20)


def test_in_an_opened_selector_it_is_the_same() -> None:
    with watching() as (driver, watcher):
        driver.done(c.Open(kind="selector", name="inner", options={"backend": "select"}), PAIR, SEND_B)
        driver.done(c.Register(name="pair.a", events=("read",), inside="inner"))
        driver.do(c.Run(calls=AGAIN, timeout=0, inside="inner"))
        assert watcher.said == [UNREAD]
        driver.done(c.Unregister(name="pair.a", inside="inner"))
        assert watcher.over == [UNREAD]


# Without a worker: what the facts alone bring.


def state(name: str, **more: object) -> ObjectState:
    return ObjectState(name=name, kind="connection", fd=100, state="connected", registered=1, asked=1, **more)  # type: ignore[arg-type]


def call(number: int, *results: Result) -> RunCall:
    return RunCall(0, number, Returned(Call(number, "epoll", 0, number, 0.0, results)))


def test_what_is_forgotten_is_forgotten_here_too() -> None:
    linter = make_linter()
    for n in range(1500):
        name = f"server.{n}"
        read = Result(name, 100, 1)
        linter.fold(Batch((*(call(n, read) for _ in range(AGAIN)),), (state(name),), gone=(f"server.{n - 1}",)))
    assert linter.size() == len(linter.active) == 1


def test_what_nobody_told_the_state_of_leaves_nothing() -> None:
    """It came and went between two looks; only calls speak of it."""
    linter = make_linter()
    for n in range(1000):
        linter.fold(Batch((*(call(n, Result(f"server.{n}", 100, 1)) for _ in range(AGAIN + 1)),)))
    assert linter.size() == 0 and linter.active == {}


def test_a_trouble_that_comes_and_goes_within_a_batch_is_told_in_order() -> None:
    linter = make_linter()
    ready, idle = [call(n, Result("a", 100, 1)) for n in range(AGAIN)], call(AGAIN)
    told = linter.fold(Batch((*ready, idle, *ready), (state("a"),))).told
    assert [type(one) for one in told] == [Warning, Over, Warning]


@pytest.mark.heavy
def test_it_keeps_up_with_the_fastest_loop() -> None:
    """Calls that are all served, as of a busy server: the linter is asked for nothing but counting."""
    linter, effect = make_linter(), Effect(received=1, sent=1)
    linter.fold(Batch(objects=(state("a"),)))
    facts = tuple(call(n, Result("a", 100, 1, effect=effect)) for n in range(100_000))
    start = time.process_time()
    assert linter.fold(Batch(facts)).told == () and not linter.active
    print(f"{len(facts) / (time.process_time() - start):,.0f} calls/s")


KINDS = [
    Result("a", 100, 1, 1, Effect((text("5 in"),), 5)),
    Result("a", 100, 1, 1, Effect((text("5 in, 5 out"),), 5, 5)),
    Result("b", 101, 2, 4, Effect((text("5 out"),), 0, 5)),
    Result("b", 101, 1, 1),
    Result("", 102, 1, 1),
    Result("c", 103, 2, 4),
    Result("c", 103, 1, 1, Effect((text("refused"),), error=Refused("OSError", "[Errno 24]", 24))),
]


@settings(max_examples=80)
@given(st.lists(st.lists(st.sampled_from(range(len(KINDS))), max_size=3), min_size=1, max_size=60), st.integers(1, 9))
def test_calls_that_come_together_or_alone_come_to_the_same(calls: list[list[int]], cut: int) -> None:
    objects = tuple(ObjectState(name, "socketpair", fd, "open") for name, fd in (("a", 100), ("b", 101), ("c", 103)))
    table, together, alone = ResultTable(), make_linter(), make_linter()
    table.kinds += KINDS
    said: tuple[list[object], list[object]] = [], []
    for linter, told in zip((together, alone), said, strict=True):
        told += linter.fold(Batch(objects=objects)).told
    for first in range(0, len(calls), cut):
        block = CallBlock(0, first + 1, first + 1, "epoll", None, "", table)
        for number, ids in enumerate(calls[first : first + cut], first):
            block.starts.append(1000 * number)
            block.ends.append(1000 * number + 100)
            block.sizes.append(len(ids))
            block.ids += ids
        said[0].extend(together.fold(Batch((block,))).told)
        said[1].extend(one for fact in one_by_one(block) for one in alone.fold(Batch((fact,))).told)
    assert said[0] == said[1]
    assert together.active == alone.active


def test_calls_that_are_counted_after_the_command_that_ended_them_are_no_trouble_any_more() -> None:
    """The last calls of a group are told with the command: what it asked for is known when they are judged."""
    linter = make_linter()
    writable = Result("pair.a", 100, 2, 4)
    watched = ObjectState(name="pair.a", kind="socketpair", fd=100, state="connected", registered=2, asked=2)
    linter.fold(Batch(objects=(watched,)))
    ready = tuple(call(number, writable) for number in range(1, 2 * AGAIN))
    assert [one.lint for one in linter.fold(Batch(ready)).told if isinstance(one, Warning)] == ["always-writable"]
    late = tuple(call(number, writable) for number in range(2 * AGAIN, 4 * AGAIN))
    cured = linter.fold(Batch(late, objects=(state("pair.a"),)))
    assert [type(one) for one in cured.told] == [Over] and linter.active == {}
