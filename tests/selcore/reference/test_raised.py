"""What each method raised is what was recorded, in Python's own words."""

import os
import traceback

import pytest

from selcore.reference.campaign import load
from selcore.reference.raised import METHODS, as_printed, raised


@pytest.mark.parametrize(
    ("recorded", "error"),
    [
        ("!OSError[EBADF=9] Bad file descriptor", OSError(9, os.strerror(9))),
        ("!PermissionError[EPERM=1] Operation not permitted early", PermissionError(1, os.strerror(1))),
        ("!KeyError: '999999 is not registered'", KeyError("999999 is not registered")),
        ("!ValueError: Invalid events: 0", ValueError("Invalid events: 0")),
        ("!KeyboardInterrupt: ", KeyboardInterrupt()),
    ],
)
def test_a_record_is_said_as_python_prints_it(recorded: str, error: BaseException) -> None:
    assert [as_printed(recorded)] == [line.strip() for line in traceback.format_exception_only(error)]


def test_each_has_words_that_tell_it_from_the_others_of_its_method() -> None:
    told = [(one.method, one.words, one.error) for one in raised()]
    assert len(set(told)) == len(told) and not any("[E" in one.error.replace("[Errno ", "") for one in raised())


def test_each_error_is_one_that_was_recorded() -> None:
    facts = load()
    for one in raised():
        assert one.method in METHODS
        for backend in one.backends:
            assert as_printed(facts.behaviour(one.fact).steps[one.when][backend]) == one.error


@pytest.mark.parametrize(
    ("method", "kinds"),
    [
        (
            "register",
            {"KeyError", "ValueError", "TypeError", "OverflowError", "OSError", "PermissionError"},
        ),
        ("modify", {"KeyError", "ValueError", "TypeError"}),
        ("unregister", {"KeyError", "ValueError"}),
        ("get_key", {"KeyError", "ValueError", "RuntimeError"}),
        ("select", {"ValueError", "OverflowError", "OSError", "ZeroDivisionError"}),
    ],
)
def test_the_kinds_of_exceptions_of_each_method(method: str, kinds: set[str]) -> None:
    assert kinds <= {one.error.partition(":")[0] for one in raised() if one.method == method}
