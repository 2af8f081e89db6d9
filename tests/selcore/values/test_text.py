"""Prose is a template and its values, kept apart until somebody shows it."""

import pytest

from selcore.values.text import Text, places, text


def test_a_template_and_its_values_are_kept_apart() -> None:
    said = text("{count} bytes to {name}", count=3, name="pair.a")
    assert (said.template, said.values) == ("{count} bytes to {name}", {"count": 3, "name": "pair.a"})
    assert str(said) == "3 bytes to pair.a" == str(Text(said.template, said.values))


def test_what_is_said_by_others_is_no_template() -> None:
    assert str(text("{error}", error="[Errno 2] '{nobody}'")) == "[Errno 2] '{nobody}'"


@pytest.mark.parametrize(
    "template", ["{a:>999999999}", "{a.__class__}", "{a[0]}", "{a!r}", "{0}", "{}", "{{a}", "{b}", "{", "}", "{a\n}"]
)
def test_a_place_is_a_name_and_nothing_else(template: str) -> None:
    """Not a width of two gigabytes, not an attribute: what is no place stands for itself."""
    said = str(Text(template, {"a": "x"}))
    assert said == template.replace("{a}", "x")


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 byte is"), ("1", "1 byte is"), (0, "0 bytes are"), ("1,000", "1,000 bytes are")]
)
def test_what_is_counted_has_its_singular(count: object, said: str) -> None:
    assert str(text("{n} {n:byte is|bytes are} here", n=count)) == f"{said} here"


def test_a_form_for_one_is_no_place_of_its_own_and_obeys_no_value() -> None:
    assert places("{n} {n:byte|bytes} of {name}") == {"n", "name"}
    assert str(text("{n:byte|bytes}")) == "{n:byte|bytes}", "a value that is not there"
    assert str(text("{words}", words="{n:a|b}", n=1)) == "{n:a|b}", "what is filled in is not filled again"
    assert str(text("{n:>99}", n=1)) == "{n:>99}"
    assert text("", n="1").fill("{n} {n:Byte|Bytes}") == "1 Byte", "a translation has forms of its own"
