"""Columns as a ring of numbers has them: -1 for none, masks, flags of each backend, results that know their call."""

from typing import Any

import numpy as np
import pytest

from selcore.filters import Coded, parse
from selcore.filters.ring import RingColumns

CHILD = np.array([False, False, False, True, True, False])
GIVEN: dict[str, Any] = {
    # a command; an empty call; a call with two results; one of a result alone
    "time": np.array([5, 6, 7, 7, 7, 9]) * 1_000_000_000,
    "call": np.array([-1, 1, 2, 2, 2, 3]),
    "fd": np.array([100, -1, -1, 100, 101, 100]),
    "step": np.array([0, 1, 2, 2, 2, -1]),
    "waited": np.array([np.nan, 0.5, 0.25, np.nan, np.nan, 0.1]),
    "results": np.array([-1, 0, 2, -1, -1, 1]),
    "returned": np.array([-1, -1, -1, 1, 3, 2], np.int8),
    "raw": np.array([-1, -1, -1, 1, 1 | 16, 4], np.int32),
    "backend": Coded(np.array([0, 1, 1, 1, 1, 2]), ["", "epoll", "poll"]),
    "name": Coded(np.array([1, 0, 0, 1, 2, 1]), ["", "pair.a", "pair.b"]),
    "child": CHILD,
    "interrupted": np.zeros(6, bool),
}
FOUND = {
    "time >= 2": [2, 3, 4, 5],
    "call == None": [0],
    "call < 2": [1],
    "fd == 101": [4],
    "fd": [0, 3, 4, 5],
    "step == None": [5],
    "waited >= 0.25": [1, 2, 3, 4],
    'name == "pair.b" and waited > 0.2': [4],
    "results == 2": [2, 3, 4],
    "results == None": [0],
    "READ": [3, 4],
    "returned == []": [1],
    "returned == None": [0, 2],
    'returned == ["read", "write"]': [4],
    '"EPOLLHUP" in raw': [4],
    '"POLLOUT" in raw': [5],
    "raw": [3, 4, 5],
    "raw == None": [0, 1, 2],
}


@pytest.mark.skipif(not hasattr(__import__("select"), "epoll"), reason="flags are named by epoll and poll")
@pytest.mark.parametrize("words", FOUND)
def test_which_rows_match(words: str) -> None:
    found = parse(words)(RingColumns(GIVEN, origin=5_000_000_000))
    assert np.flatnonzero(found).tolist() == FOUND[words]


def test_no_rows_at_all() -> None:
    empty = {
        name: Coded(one.codes[:0], one.words) if isinstance(one, Coded) else one[:0] for name, one in GIVEN.items()
    }
    for words in FOUND:
        assert len(parse(words)(RingColumns(empty))) == 0


@pytest.mark.heavy
def test_a_million_rows_by_table_and_by_sorting() -> None:
    raw = np.random.default_rng(1).integers(0, 1 << 5, 1_000_000).astype(np.int32)
    epoll = Coded(np.zeros(len(raw), np.uint8), ["epoll"])
    wild = raw.copy()
    wild[0] = 1 << 30
    few = parse('"EPOLLHUP" in raw')(RingColumns({"raw": raw, "backend": epoll}))
    many = parse('"EPOLLHUP" in raw')(RingColumns({"raw": wild, "backend": epoll}))
    assert (few[1:] == many[1:]).all() and (few == ((raw & 16) != 0)).all()
