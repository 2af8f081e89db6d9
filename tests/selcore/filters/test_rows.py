"""Plain rows as columns: what is left out is missing, and only the timeout None is a value."""

import numpy as np

from selcore.filters.rows import columns_of


def test_what_is_missing_is_nan_empty_or_false() -> None:
    columns = columns_of([{}, {"fd": None, "name": None, "returned": None}], ["fd", "name", "returned", "reentered"])
    assert np.isnan(columns["fd"]).all() and not columns["reentered"].any()
    assert columns["name"].texts() == columns["returned"].texts() == ["", ""]


def test_the_timeout_none_waits_for_ever_and_is_not_missing() -> None:
    rows = [{"timeout": None}, {"timeout": 0.5}, {}, {"timeout": "inf"}, {"timeout": "nan"}]
    np.testing.assert_equal(columns_of(rows, ["timeout"])["timeout"], [np.inf, 0.5, np.nan, np.inf, np.nan])


def test_sets_are_words_and_the_empty_set_is_one() -> None:
    rows = [{"returned": ["read", "write"]}, {"returned": []}]
    assert columns_of(rows, ["returned"])["returned"].texts() == ["read|write", "[]"]


def test_only_what_is_wanted_is_made() -> None:
    assert set(columns_of([{"fd": 3, "name": "a"}], ["fd"])) == {"fd"}
