"""Prose is a template and its values, kept apart until somebody shows it."""

import ast
from pathlib import Path

import pytest

import selcore
from selcore.recording.own_sentences import heard, sentences
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


def test_a_strangers_sentence_is_filled_in_only_if_it_is_one_of_ours() -> None:
    ours = heard(Text("accepted {name}", {"name": "x" * 5000, "more": [1, {"a": 2}]}))
    assert ours.template == "accepted {name}" and str(ours) == f"accepted {'x' * 1000}…"
    assert str(heard(Text("give {name} all", {"name": "x"}))) == "give {name} all"
    assert len(str(heard(Text("{name}" * 5000, {"name": "x" * 5000})))) == 1001
    with pytest.raises(ValueError, match="without its name"):
        heard(Text("accepted {name}", {}))


def test_the_sentences_of_the_program_are_found_in_its_code() -> None:
    """All that stands in a call of ``text`` where outcomes are made: as a reader of the source sees it."""
    told, root = set[str](), Path(selcore.__file__).parent
    for path in (*root.glob("callbacks/*.py"), *root.glob("world/verbs/*.py"), *root.glob("explain/refusals/*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text" and node.args:
                told |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
    assert len(told) > 140 and {one for one in told if isinstance(one, str)} <= sentences()
