"""What is copied as CSV is no formula, whoever has written it."""

import pytest

from selcore.wording.csv_cells import plain_cell, tabbed


@pytest.mark.parametrize(
    "words", ["=1+1", "=cmd|' /C calc'!A0", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "＝1", "＠A"]
)
def test_what_would_be_a_formula_is_words(words: str) -> None:
    assert plain_cell(words) == f"'{words}"


@pytest.mark.parametrize("value", ["", "read", "-1.5", "+3", "-inf", "x=1", "# =1", -7, 2.5, None, "'=1"])
def test_everything_else_stays(value: object) -> None:
    assert plain_cell(value) == value


def test_cells_separated_by_tabs_stay_in_their_line_and_their_column() -> None:
    assert tabbed(["1", "a\tb\r\nc", "=HYPERLINK(A1)", "x\u2028=1", "-0.5", ""]) == (
        "1\ta b c\t'=HYPERLINK(A1)\tx =1\t-0.5\t"
    )
