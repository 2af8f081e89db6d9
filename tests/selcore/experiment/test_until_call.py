"""A run is split where somebody wants to stand still."""

import pytest

from selcore.experiment.until_call import until_call
from selcore.values.commands import AnyCommand, Note, Run, Select

NOTE = Note(text="given between two calls")
PIECES: tuple[AnyCommand, ...] = (NOTE, Run(calls=3, timeout=0), NOTE, Run(calls=2, timeout=0), Select(timeout=0))


@pytest.mark.parametrize(
    ("calls", "runs", "count"),
    [(1, [1, 2, 2], 2), (3, [3, 2], 2), (4, [3, 1, 1], 4), (5, [3, 2], 4)],
)
def test_it_stops_after_that_call_and_the_rest_is_still_to_come(calls: int, runs: list[int], count: int) -> None:
    found = until_call(PIECES, 1, 4, calls)
    assert found is not None
    commands, until = found
    assert [one.calls for one in commands if isinstance(one, Run)] == runs and until == count
    assert sum(one.calls or 0 for one in commands[:until] if isinstance(one, Run)) == calls
    assert commands[-1] == Select(timeout=0) and [one for one in commands if one == NOTE] == [NOTE, NOTE]


@pytest.mark.parametrize("run", [Run(seconds=1), Run(calls=5, seconds=1), Run(calls=5, during=(NOTE,)), NOTE])
def test_where_the_call_cannot_be_told_nothing_is_split(run: AnyCommand) -> None:
    assert until_call((run,), 0, 1, 2) is None


def test_a_call_that_it_has_not_made_is_none_of_it() -> None:
    assert until_call(PIECES, 1, 4, 6) is None
