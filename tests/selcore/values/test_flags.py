"""Kernel flags by name, as this system's select module has them."""

import select

import pytest

from selcore.values.flags import KNOWN, bare, flag_bit, flag_names

PREFIXES = [prefix for prefix in ("POLL", "EPOLL") if hasattr(select, prefix + "IN")]


def test_one_flag_has_one_bare_name_in_each_poller() -> None:
    assert {bare("POLLIN"), bare("EPOLLIN"), bare("IN")} == {"IN"}
    assert bare("KQ_FILTER_READ") == "KQ_FILTER_READ"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_flags_and_their_names_lead_to_each_other(prefix: str) -> None:
    for name in KNOWN:
        bit = flag_bit(name, prefix)
        assert flag_names(bit, prefix) == ([prefix + name] if bit else [])
        assert bit == getattr(select, prefix + name, 0)


def test_what_has_no_name_is_left_out() -> None:
    assert flag_bit("NOBODY") == 0
    assert flag_names(1 << 30 | flag_bit("IN")) == (["POLLIN"] if flag_bit("IN") else [])
