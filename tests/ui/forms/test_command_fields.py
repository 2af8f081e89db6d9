"""The fields of a command: what is no number is said, and no crash."""

import re
from typing import Any

import pytest

from selcore.values.commands import Modify, Register
from ui.forms.command_fields import FORMS, events_of, value_of
from ui.forms.fields import BadInput


@pytest.mark.parametrize("words", ["--4", "4-", "9" * 30, "-", "４"])
def test_what_is_no_number_is_no_crash_in_the_forms_of_commands(words: str) -> None:
    with pytest.raises(BadInput):
        events_of(words)
    with pytest.raises(BadInput):
        value_of(f"1, {words}")
    with pytest.raises(BadInput):
        FORMS["selector.signal"][1]("", {"number": words})


def watching(form: str, **typed: str) -> Any:
    return FORMS[form][1]("pair.a", {"events": "read", "callback": "none", "data": ""} | typed)


@pytest.mark.parametrize(("form", "verb"), [("key.register-with", Register), ("key.modify-with", Modify)])
def test_data_is_typed_as_json_and_nothing_typed_is_none(form: str, verb: Any) -> None:
    given = watching(form, data=' {"who": [1, null, true]} ')
    assert given == verb(name="pair.a", events=("read",), data={"who": [1, None, True]})
    assert watching(form) == verb(name="pair.a", events=("read",))
    assert watching(form, data="null") == watching(form)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{who: 1}", "line 1, column 2"),
        ("NaN", "NaN"),
        ("[1, 2", "line 1"),
        ('{"a": 1, "a": 2}', "twice"),
        ('"' + "x" * 3000 + '"', "at most 2,000"),
        ("[" * 20 + "]" * 20, "deeper than 16"),
        ("\ud800", "UTF-8"),
    ],
)
def test_what_is_no_json_is_said_as_it_is_typed(typed: str, said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        watching("key.modify-with", data=typed)


def test_a_callback_and_data_together_are_refused_before_anybody_is_asked() -> None:
    with pytest.raises(BadInput, match="not both"):
        watching("key.register-with", data="1", callback="echo")
