"""What an option takes and what is said of the rest."""

from typing import Any

import pytest

from selcore.values.options import BadOption, Option, check_range, fill
from selcore.values.text import text

OPTIONS = (
    Option(name="port", type="int", default=0, title=text("port"), asks="nothing", least=0, most=65535),
    Option(name="fd", type="int", default=None, title=text("fd"), asks="nothing", least=0, advice=True),
    Option(name="mode", type="choice", default="r", title=text("mode"), asks="nothing", choices=("r", "w")),
    Option(name="once", type="bool", default=False, title=text("once"), asks="nothing"),
    Option(name="path", type="path", default="", title=text("path"), asks="nothing"),
    Option(name="events", type="events", default=["read"], title=text("events"), asks="nothing"),
)


def test_what_is_not_given_is_the_default() -> None:
    assert fill(OPTIONS, {}) == {
        "port": 0,
        "fd": None,
        "mode": "r",
        "once": False,
        "path": "",
        "events": ["read"],
    }
    assert fill(OPTIONS, {"fd": -7})["fd"] == -7  # advice: Python has an answer of its own


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("port", "80a", "port takes a whole number, not '80a'"),
        ("port", True, "port takes a whole number, not True"),
        ("port", 1.0, "port takes a whole number, not 1.0"),
        ("port", 65536, "port 65536 is not between 0 and 65535"),
        ("mode", "q", "mode is one of r, w, not 'q'"),
        ("mode", [], "mode is one of r, w, not []"),
        ("once", 1, "once is true or false, not 1"),
        ("path", None, "path takes text, not None"),
        ("events", "read", 'events is a list of "read" and "write", not \'read\''),
        ("events", ["reed"], 'events is a list of "read" and "write", not [\'reed\']'),
        ("prot", 1, "there is no option 'prot'; there is: port, fd, mode, once, path, events"),
    ],
)
def test_what_is_wrong_is_named(name: str, value: Any, reason: str) -> None:
    with pytest.raises(BadOption) as caught:
        fill(OPTIONS, {name: value})
    assert (caught.value.option, str(caught.value.reason), str(caught.value)) == (name, reason, reason)


def test_where_there_are_none() -> None:
    with pytest.raises(BadOption, match="it takes none"):
        fill((), {"x": 1})


def test_a_limit_below_only() -> None:
    option = Option(name="size", type="int", default=1, title=text("size"), asks="nothing", least=1)
    assert str(check_range(option, 0)) == "size 0 is below 1"
    assert check_range(option, 1 << 40) is None
