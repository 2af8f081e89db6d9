"""The ring of results: batches in, the oldest out, words as codes, nothing mixed up at the edges of its chunks."""

from typing import Any

import numpy as np
import pytest

from selcore.history.columns import Columns
from selcore.history.ring import CHUNK, HAS_RAW, ROW_BYTES, Ring
from selcore.history.tables import Tables


def values(tables: Tables, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = dict(at=0, waited=0.5, call=0, count=1, name=0, fd=100, raw=1, did=0, step=0, results=1)
    found |= dict(error=0, how=tables.how.code(("epoll", "", None)), mask=1, do=tables.do.code("select"))
    return found | dict(flags=HAS_RAW) | given


def filled(count: int, batch: int) -> tuple[Ring, Tables]:
    """Rows whose call is their number and whose object is one of three."""
    ring, tables = Ring(), Tables()
    names = np.array([tables.name.code(name) for name in "abc"])
    while len(ring) < count:
        size = min(batch, count - len(ring))
        numbers = np.arange(ring.next, ring.next + size)
        ring.extend(size, **values(tables, call=numbers, at=numbers * 1000, name=names[numbers % 3]))
    return ring, tables


@pytest.mark.parametrize("batch", [1000, CHUNK, 3 * CHUNK + 1])
def test_rows_come_back_as_they_went_in(batch: int) -> None:
    ring, tables = filled(3 * CHUNK + 500, batch)
    for number in (0, CHUNK - 1, CHUNK, 3 * CHUNK + 499):
        row = ring.row(number)
        assert (row["call"], row["at"]) == (number, 1000 * number)
        assert tables.name.words[row["name"]] == "abc"[number % 3]
    part = Columns(ring, tables, CHUNK - 3, CHUNK + 3)
    assert part["call"].tolist() == part["serial"].tolist() == list(range(CHUNK - 3, CHUNK + 3))
    assert part["object"].texts() == ["abc"[number % 3] for number in range(CHUNK - 3, CHUNK + 3)]


def test_a_row_costs_no_more_than_64_bytes() -> None:
    ring, _ = filled(10 * CHUNK, CHUNK)
    assert ROW_BYTES <= 64 and ring.nbytes / len(ring) <= 64


def test_the_oldest_go_and_their_memory_with_them() -> None:
    ring, tables = filled(3 * CHUNK, CHUNK)
    ring.evict(CHUNK + 7)
    assert (ring.first, len(ring)) == (CHUNK + 7, 2 * CHUNK - 7)
    assert ring.nbytes == 2 * CHUNK * ROW_BYTES
    assert ring.row(ring.first)["call"] == ring.column("call")[0] == CHUNK + 7
    ring.extend(5, **values(tables, call=77))
    assert ring.column("call", 3 * CHUNK - 1).tolist() == [3 * CHUNK - 1] + [77] * 5
    ring.clear()
    assert (len(ring), ring.first, ring.nbytes) == (0, 3 * CHUNK + 5, 0)
    assert ring.extend(1, **values(tables)) == 3 * CHUNK + 5


def test_a_group_grows_over_its_rows() -> None:
    ring, _ = filled(CHUNK + 10, CHUNK)
    ring.grow(CHUNK - 1, 3, 50, 9000, 0.1, 0.9, 20.0)
    assert ring.column("count", CHUNK - 2, CHUNK + 3).tolist() == [1, 50, 50, 50, 1]
    assert ring.column("waited", CHUNK - 1, CHUNK + 1).tolist() == [0.9, 0.5]
    assert ring.group(CHUNK - 1) == (9000, 0.1, 20.0) and ring.group(CHUNK) is None
    ring.grow(CHUNK - 1, 3, 60, 9100, 0.1, 1.0, 21.0)
    assert ring.group(CHUNK - 1) == (9100, 0.1, 21.0)
    ring.evict(CHUNK)
    assert ring.group(CHUNK - 1) is None
