"""The words of the ring's columns, and what is said of the things behind the codes."""

from selcore.history.columns import Columns
from selcore.history.ring import Ring
from selcore.history.tables import Tables
from selcore.values.outcomes import Refused
from tests.selcore.history.test_ring import values


def test_what_is_told_of_things_follows_them_when_codes_are_used_anew() -> None:
    ring, tables = Ring(), Tables()
    for did in ("5 in", "6 in", "5 in"):
        code = tables.did.code(did)
        tables.did.mark(code, ring.extend(1, **values(tables, did=code)))
    assert Columns(ring, tables)["did"].texts() == ["5 in", "6 in", "5 in"]
    ring.evict(3)
    tables.sweep(ring.first)
    ring.extend(1, **values(tables, did=tables.did.code("7 in")))
    assert Columns(ring, tables)["did"].texts() == ["7 in"]


def test_equal_refusals_and_equal_timeouts_have_one_code_and_1_is_not_1_0() -> None:
    tables = Tables()
    assert tables.refusal(Refused("OSError", "no", 9)) == tables.refusal(Refused("OSError", "no", 9)) != 0
    assert tables.refusal(None) == tables.effect(None) == 0
    codes = [tables.manner("poll", "", timeout) for timeout in (1, 1.0, float("nan"), float("nan"), None)]
    assert len(set(codes)) == 4 and codes[2] == codes[3]
