"""A stranger's sentence is filled in only if it is one that this program says itself."""

import ast
from pathlib import Path

import pytest

import selcore
from selcore.recording.own_sentences import safe_sentence, sentences
from selcore.values.text import Text


def test_a_strangers_sentence_is_filled_in_only_if_it_is_one_of_ours() -> None:
    ours = safe_sentence(Text("accepted {name}", {"name": "x" * 5000, "more": [1, {"a": 2}]}))
    assert ours.template == "accepted {name}" and str(ours) == f"accepted {'x' * 1000}…"
    assert str(safe_sentence(Text("give {name} all", {"name": "x"}))) == "give {name} all"
    assert len(str(safe_sentence(Text("{name}" * 5000, {"name": "x" * 5000})))) == 1001
    with pytest.raises(ValueError, match="without its name"):
        safe_sentence(Text("accepted {name}", {}))


def test_the_sentences_of_the_program_are_found_in_its_code() -> None:
    """All that stands in a call of ``text`` where outcomes are made: as a reader of the source sees it."""
    told, root = set[str](), Path(selcore.__file__).parent
    for path in (*root.glob("callbacks/*.py"), *root.glob("world/verbs/*.py"), *root.glob("explain/refusals/*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text" and node.args:
                told |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
    assert len(told) > 140 and {one for one in told if isinstance(one, str)} <= sentences()
