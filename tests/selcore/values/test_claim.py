"""A claim is data first: what ``run --json`` prints of it says what was claimed, and nothing else."""

import errno

import pytest

from selcore.values.claim import Claim, ends, raises, returns, waits


def test_a_line_has_what_is_said_and_no_more() -> None:
    assert returns("receive", "recv", 5).line() == {
        "do": "receive", "call": "recv", "outcome": "returns", "size": 5,
    }  # fmt: skip
    assert ends("read").line() == {
        "do": "receive", "call": "read", "outcome": "returns", "size": 0, "end": True, "stays": True,
    }  # fmt: skip
    assert Claim("accept", "accept").line() == {"do": "accept", "call": "accept"}
    assert waits("accept", "accept").line()["outcome"] == "would-block"


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EPIPE, "BrokenPipeError"),
        (errno.ECONNRESET, "ConnectionResetError"),
        (errno.ENOTCONN, "OSError"),
        (errno.EISDIR, "IsADirectoryError"),
    ],
)
def test_the_exception_is_the_one_that_python_makes_of_the_number(number: int, error: str) -> None:
    assert raises("send", "send", number).line() == {
        "do": "send", "call": "send", "outcome": "raises", "error": error, "errno": number,
    }  # fmt: skip


def test_what_follows_is_a_claim_too() -> None:
    claim = returns("receive", "recv", 3, then=ends("recv"))
    assert claim.line()["then"] == ends("recv").line()
