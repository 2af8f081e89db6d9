"""A name has one variable, which is nobody else's."""

import pytest

from selcore.verbs.variables import Variables


@pytest.mark.parametrize(
    ("name", "variable"),
    [("pair.a", "pair_a"), ("for", "for_"), ("match", "match_"), ("bytes", "bytes_"), ("os", "os_"), ("sel", "sel_")],
)
def test_what_is_taken_gets_another(name: str, variable: str) -> None:
    assert Variables(("sel",)).of(name) == variable


def test_two_that_would_be_alike_are_told_apart_and_each_keeps_its_own() -> None:
    variables = Variables()
    given = {name: variables.of(name) for name in ("p.r", "p_r", "p-r", "p_r_")}
    assert len(set(given.values())) == 4
    assert {name: variables.of(name) for name in given} == given
