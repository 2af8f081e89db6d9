"""What is computed from the ring's columns: what is missing, sets, and which row is the call's."""

from typing import Any

import numpy as np

from selcore.history.derived import number, of_call, raw, returned, set_word, with_heads
from selcore.history.word_tables import Coded

CHILD = np.array([False, False, False, True, True, False])


def words(column: Coded) -> list[str]:
    return [column.words[code] if code >= 0 else "" for code in column.codes.tolist()]


def test_minus_one_is_missing() -> None:
    np.testing.assert_equal(number(np.array([3, -1])), [3, np.nan])


def test_the_rows_of_results_have_the_value_of_their_call() -> None:
    np.testing.assert_equal(of_call(np.array([0, 1, 2, -1, -1, 3]), CHILD), [0, 1, 2, 2, 2, 3])


def test_an_empty_set_is_not_a_missing_one() -> None:
    assert (set_word([]), set_word(None), set_word(["read", "write"])) == ("[]", "", "read|write")
    masks: dict[str, Any] = {"returned": np.array([-1, -1, 1, 3], np.int8), "results": np.array([-1, 0, 1, 1])}
    assert words(returned(masks)) == ["", "[]", "read", "read|write"]


def test_flags_are_named_by_their_backend_whether_they_are_small_or_large() -> None:
    backend = Coded(np.array([1, 1, 2]), ["", "epoll", "poll"])
    assert words(raw({"raw": np.array([1, -1, 4]), "backend": backend})) == ["EPOLLIN", "", "POLLOUT"]
    alone = Coded(np.array([1, 1]), ["", "poll"])
    assert words(raw({"raw": np.array([1, 17]), "backend": alone})) == ["POLLIN", "POLLIN|POLLHUP"]
    assert words(raw({"raw": np.array([1, 1 << 30 | 1]), "backend": alone}))[0] == "POLLIN"


def test_a_result_brings_the_row_of_its_call_along() -> None:
    matches = np.array([False, False, False, False, True, False])
    assert np.flatnonzero(with_heads(matches, CHILD)).tolist() == [2, 4]


def test_a_result_whose_call_has_been_removed_stands_for_itself() -> None:
    child = np.array([True, True, False])
    assert with_heads(np.array([False, True, False]), child).tolist() == [False, True, False]
    assert len(with_heads(child[:0], child[:0])) == 0
