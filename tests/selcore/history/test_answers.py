"""Long answers take a bounded amount of memory: of the oldest only the words stay."""

import pytest

from selcore.history.store import Store
from selcore.values.commands import GetMap
from selcore.values.facts import Batch, Entry
from selcore.values.outcomes import Done
from selcore.values.text import text


def test_of_long_answers_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A map of many keys, asked for again and again, would take all memory; what is short stays."""
    monkeypatch.setattr("selcore.history.answers.MOST", 12_000)
    store, keys = Store(), [{"name": f"p{number}"} for number in range(20)]
    short, long, words = Done({"size": 3}), Done({"map": keys}), Done({"size": 4096, "hex": "ab" * 4096})
    for step, outcome in enumerate([short, long, long, long, words]):
        store.fold(Batch((Entry(step, GetMap(), outcome, step),)))
    told = "its answer was long: no more than these words of it is kept"
    gone = Done({}, text(told))
    assert [row.outcome for row in store.rows] == [short, gone, gone, gone, words]
    names = ", ".join(key["name"] for key in keys)
    assert [str(row.answer) for row in store.rows][1:4] == [f"20 keys: {names}"] * 3
    assert [str(row.did) for row in store.rows] == ["None", told, told, told, "None"]
    store.fold(Batch((Entry(9, GetMap(), Done({"map": keys * 100}), 9),)))
    assert len(store.rows[-1].outcome.value["map"]) == 2000, "the newest stays, however long it is"
    store.clear()
    store.fold(Batch((Entry(10, GetMap(), long, 10),)))
    assert store.rows[0].outcome == long
