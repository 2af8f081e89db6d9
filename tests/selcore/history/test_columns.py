"""The rows of a ring as columns by their names."""

import numpy as np
import pytest

from selcore.history.columns import Columns
from selcore.history.ring import COMMAND, Ring
from selcore.history.tables import Tables
from tests.selcore.history.test_ring import values


def test_columns_answer_by_the_names_of_the_history() -> None:
    ring, tables = Ring(), Tables()
    ring.extend(1, **values(tables, call=-1, flags=COMMAND, do=tables.do.code("open"), mask=-1, waited=np.nan))
    for timeout in (None, 0.5, "nan"):
        ring.extend(1, **values(tables, how=tables.how.code(("epoll", "", timeout))))
    found = Columns(ring, tables)
    assert found["command"].texts() == ["open", "select", "select", "select"]
    assert found["backend"].texts() == ["epoll"] * 4
    np.testing.assert_equal(found["timeout"], [np.nan, np.inf, 0.5, np.nan])
    assert found["returned"].tolist() == [-1, 1, 1, 1]
    assert found["command"].equals("open").tolist() == [True, False, False, False]
    assert not found["command"].equals("fly").any()
    assert found["command"].where(lambda word: "e" in word).all()
    assert set(found) >= {"time", "did", "error", "count", "raw", "fd", "object", "waited", "call"}
    with pytest.raises(KeyError):
        found["colour"]
