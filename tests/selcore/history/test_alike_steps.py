"""Calls that were steps are folded together where they come together: rows and lanes are those of each by itself."""

from typing import Any

from selcore.history.store import Store
from selcore.session.session import Session
from selcore.timeline.feed import TimelineFeed
from selcore.timeline.lanes import Lanes
from selcore.values import commands as c
from selcore.values.facts import Batch, Entry
from tests.selcore.acting import opened


def entries(session: Session) -> list[Entry]:
    """Steps with none, one and several results, refusals and notes between, and other timeouts."""
    opened(session, "socketpair", "pair")
    opened(session, "socketpair", "other")
    commands: list[c.AnyCommand] = [c.Select(timeout=0), c.Select(timeout=0)]
    commands += [c.Register(name="pair.a", events=("write",)), *[c.Select(timeout=0) for _ in range(3)]]
    commands += [c.Select(timeout=0.5), c.Select(timeout=0.0), c.Select(timeout="nan"), c.Note(text="x")]
    commands += [c.Register(name="other.b", events=("write",)), *[c.Select(timeout=0) for _ in range(3)]]
    commands += [c.Unregister(name="pair.a"), *[c.Select(timeout=0) for _ in range(2)], c.Unregister(name="nobody")]
    commands += [c.Send(name="other.a", text="x"), c.Modify(name="other.b", events=("read",), callback="drain")]
    commands += [c.Select(timeout=0) for _ in range(3)]
    found = []
    for step, command in enumerate(commands, 3):
        found.append(Entry(step, command, session.apply(command), step))
    return found


def folded(batches: list[Batch]) -> tuple[list[Any], Any, Any, list[Any]]:
    store, feed = Store(), TimelineFeed(Lanes())
    for batch in batches:
        serial = store.next_serial
        store.fold(batch)
        feed.fold(batch, serial)
    lanes = {
        lane.name: [
            [lane.main[place] for place in range(len(lane.main))],
            [lane.marks[n] for n in range(len(lane.marks))],
        ]
        for lane in (feed.lanes.worker, *feed.lanes)
    }
    return [store.rows[place] for place in range(len(store.rows))], dict(store.last), dict(store.seen), [lanes]


def test_together_or_one_by_one_is_the_same(one: Session) -> None:
    facts = entries(one)
    alone = folded([Batch((fact,)) for fact in facts])
    assert folded([Batch(tuple(facts))]) == alone
    assert len({row.step for row in alone[0]}) == len(facts)
