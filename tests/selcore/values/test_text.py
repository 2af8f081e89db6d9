"""Prose is a template and its values, kept apart until somebody shows it."""

import pytest

from selcore.values.text import Text, text


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
