"""A call and its results are one: filtered while it grows, or where looking is cut, none of its rows goes astray."""

import pytest
from pytestqt.qtbot import QtBot

import ui.history.model as history_model
from selcore.filters import parse
from selcore.history.store import Store
from selcore.values.facts import Batch, GroupGrew, RunCall
from selcore.values.outcomes import Call, Result, Returned
from ui.history.model import HistoryModel

NAMES = ("p-0", "p-1", "p-2")


def call(number: int, waited: float = 0.2) -> Returned:
    results = tuple(Result(name, 100 + place, 2, 4) for place, name in enumerate(NAMES))
    return Returned(Call(number, "poll", None, number * 1000, waited, results))


@pytest.mark.parametrize("words", ['name == "p-1"', "waited > 0.1", "waited > 0.3", "count > 5", "READ in returned"])
def test_a_call_that_grows_shows_what_a_fresh_look_would(words: str, qtbot: QtBot) -> None:
    store = Store()
    model = HistoryModel(store)
    model.set_filter(parse(words))
    batches = [Batch((RunCall(0, 1, call(1)),))]
    batches += [Batch(tail=GroupGrew(1, count, 9000, 0.1, 0.1 * count, 1.0)) for count in (2, 5, 9)]
    for batch in batches:
        model.fold(store.fold(batch))
        shown = [model.serial(place) for place in range(model.length())]
        model.reload()
        assert shown == [model.serial(place) for place in range(model.length())]


def test_a_slice_does_not_part_results_from_their_call(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_model, "SLICE", 10)
    store = Store()
    store.fold(Batch(tuple(RunCall(0, number, call(number)) for number in range(1, 60))))
    model = HistoryModel(store)
    model.set_filter(parse('name == "p-1" and waited > 0.1'))
    qtbot.waitUntil(lambda: not model.property("searching"))
    assert model.length() == 2 * 59, "each result that matches, and its call"


def test_a_frozen_list_is_filtered_as_it_stood(qtbot: QtBot) -> None:
    store = Store()
    model = HistoryModel(store)
    model.fold(store.fold(Batch(tuple(RunCall(0, number, call(number)) for number in range(1, 6)))))
    model.set_frozen(True)
    model.fold(store.fold(Batch(tuple(RunCall(0, number, call(number)) for number in range(6, 9)))))
    assert (model.length(), model.unseen) == (20, 12)
    model.set_filter(parse('name == "p-1"'))
    assert (model.length(), model.unseen) == (10, 12)
    model.set_filter(None)
    assert (model.length(), model.unseen) == (20, 12)
    model.set_frozen(False)
    assert (model.length(), model.unseen) == (32, 0)
