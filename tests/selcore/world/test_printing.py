"""Keys as Python prints them: the same characters as ``repr()`` of the same objects in a plain selector."""

import selectors
from typing import Any

import pytest

from selcore.headless.run_lines import outcome_fields
from selcore.kinds import KINDS, Kind
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.observed import Printed
from selcore.values.outcomes import Done, Refused, Returned
from selcore.world.printing import KEYS, LONGEST, printed
from tests.selcore.acting import done, opened, watch
from tests.selcore.plain import stock_class

DATA = {"who": [1, None, "x"]}


@pytest.fixture(autouse=True)
def prints(session: Session) -> None:
    session.owner.prints = True


def value(session: Session, command: c.AnyCommand) -> str:
    outcome = session.apply(command)
    assert isinstance(outcome, Done), outcome
    assert outcome.shown is not None
    return outcome.shown.whole


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_it_is_what_a_plain_selector_prints_for_every_kind(session: Session, kind: Kind) -> None:
    if isinstance(session.apply(c.Open(kind=kind.id, name="it")), Refused):
        pytest.skip("not here")
    plain_class = stock_class(session.world.main.backend.id)
    for this in list(session.world.objects):
        with plain_class() as plain:
            try:
                key = plain.register(this.obj, selectors.EVENT_READ, DATA)
            except Exception as error:
                refused = session.apply(c.Register(name=this.name, events=("read",), data=DATA))
                assert isinstance(refused, Refused) and refused.type == type(error).__name__
                continue
            assert value(session, c.Register(name=this.name, events=("read",), data=DATA)) == repr(key)
            assert value(session, c.GetKey(name=this.name)) == repr(plain.get_key(this.obj))
            outcome = session.apply(c.Select(timeout=0))
            assert isinstance(outcome, Returned)
            assert outcome_fields(outcome, why=True)["repr"] == repr(plain.select(0))
            changed = value(session, c.Modify(name=this.name, events=("read", "write")))
            assert changed == repr(plain.modify(this.obj, 3))
            assert value(session, c.Unregister(name=this.name)) == repr(plain.unregister(this.obj))


def test_a_map_is_the_live_mapping_that_it_is(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read", callback="drain")
    outcome = session.apply(c.GetMap())
    assert isinstance(outcome, Done) and outcome.shown is not None
    live = session.world.registry.selector.get_map()
    assert outcome.shown.whole == repr(live) and outcome.shown.whole.startswith(
        "<selectors._SelectorMapping object at 0x"
    )
    assert [str(key) for key in outcome.shown.keys] == [repr(key) for key in live.values()]
    done(session, c.CloseSelector())
    assert value(session, c.GetMap()) == "None"


def test_of_many_keys_the_first_are_printed_and_the_others_counted(session: Session) -> None:
    opened(session, "socketpair", "many", count=KEYS)
    for place in range(1, KEYS + 1):
        watch(session, f"many-{place}.a", "read")
    watch(session, "many-1.b", "read")
    outcome = session.apply(c.GetMap())
    assert isinstance(outcome, Done) and outcome.shown is not None
    assert (len(outcome.shown.keys), outcome.shown.more) == (KEYS, 1)


def test_nothing_is_printed_where_nobody_asked(session: Session) -> None:
    session.owner.prints = False
    opened(session, "socketpair", "pair")
    outcome: Any = session.apply(c.Register(name="pair.a", events=("write",)))
    assert outcome.shown is None
    outcome = session.apply(c.Select(timeout=0))
    assert [result.seen.key for result in outcome.call.results] == [None]


def test_a_key_is_printed_as_it_was_before_its_callback_was_called(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read", callback="drain")
    done(session, c.Close(name="pair.b"))
    outcome: Any = session.apply(c.Select(timeout=0))
    (result,) = outcome.call.results
    assert result.effect.eof and "[closed]" not in str(result.seen.key) and "fd=-1" not in str(result.seen.key)


class Strange:
    def __repr__(self) -> str:
        raise RuntimeError("no")


def test_a_repr_that_raises_is_told_and_a_long_one_is_cut_in_the_middle() -> None:
    found = printed(selectors.SelectorKey(Strange(), 5, 1, "x" * 9000))  # type: ignore[arg-type]
    assert found.fileobj == "<repr() raises RuntimeError: no>"
    assert len(found.data) < LONGEST + 50 and "characters" in found.data
    assert str(Printed("a", "5", "1", "None")) == "SelectorKey(fileobj=a, fd=5, events=1, data=None)"
