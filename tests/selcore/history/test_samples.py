"""What was seen of an object when its call returned stands at the row of its result, and no more of it than is kept."""

from typing import Any

import pytest

from selcore.history import samples
from selcore.history.samples import Samples, SilentSamples
from selcore.values.outcomes import Result
from tests.selcore.values.test_call_block import block


def test_the_states_of_a_block_stand_at_the_rows_of_their_results() -> None:
    calls = block(1, [1, 0, 3, 2])  # rows: one; one; a head and three; a head and two
    seen: dict[int, Any] = {0: "first", 2: "second of three", 5: "second of two"}
    calls.seen.update(seen)
    found = Samples()
    found.add(calls, 100)
    assert found == {100: "first", 104: "second of three", 108: "second of two"}


def test_what_a_call_did_not_return_stands_at_its_own_row() -> None:
    calls = block(1, [1, 3, 0])
    silent: dict[int, Any] = {1: ((), 4), 2: ((), 0)}
    calls.silent.update(silent)
    found = SilentSamples()
    found.add(calls, 100)
    assert found == {101: ((), 4), 105: ((), 0)}


def test_the_last_rows_get_those_of_a_single_call() -> None:
    found, state = Samples(), object()
    found.add_last((Result("a", 100, 1), Result("b", 101, 1, seen=state)), 50)  # type: ignore[arg-type]
    assert found == {49: state}


def test_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "MOST", 3)
    monkeypatch.setattr(samples, "CALLS", 2)
    found, silent = Samples(), SilentSamples()
    for serial in range(5):
        found.add_last((Result("a", 100, 1, seen=serial),), serial + 1)  # type: ignore[arg-type]
        silent.add_one(serial, ((), serial))
    assert (list(found), list(silent)) == ([2, 3, 4], [3, 4])
