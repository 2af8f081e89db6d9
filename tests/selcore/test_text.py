"""Prose is a template and its values, kept apart until somebody shows it."""

from selcore.text import Text, text


def test_a_template_and_its_values_are_kept_apart() -> None:
    said = text("{count} bytes to {name}", count=3, name="pair.a")
    assert (said.template, said.values) == ("{count} bytes to {name}", {"count": 3, "name": "pair.a"})
    assert str(said) == "3 bytes to pair.a" == str(Text(said.template, said.values))


def test_what_is_said_by_others_is_no_template() -> None:
    assert str(text("{error}", error="[Errno 2] '{nobody}'")) == "[Errno 2] '{nobody}'"
