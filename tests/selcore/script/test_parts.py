"""The functions that scripts bring along: each is of the standard library alone, and said to be what it is."""

import ast

import pytest

from selcore.callbacks import CALLBACKS
from selcore.kinds import KINDS
from selcore.script.library import PARTS, parts
from selcore.values.options import fill
from selcore.verbs.variables import Variables
from selcore.verbs.writer import Writer
from tests.sources import imported


@pytest.mark.parametrize("name", sorted(path.stem for path in PARTS.glob("*.py")))
def test_a_part_imports_the_standard_library_and_other_parts_alone(name: str) -> None:
    import sys

    for _, module in imported(PARTS / f"{name}.py"):
        assert module.startswith("selcore.script.parts.") or module.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("callback", CALLBACKS, ids=lambda one: one.id)
def test_each_callback_is_python_that_is_there(callback: type) -> None:
    writer = Writer(Variables(), lambda name: "socketpair")
    ast.parse(callback.python(fill(callback.options, {}), writer, "it"), mode="eval")
    assert writer.parts <= parts().keys()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_kind_brings_parts_that_are_there(kind: object) -> None:
    writer = Writer(Variables(), lambda name: kind.id, moves=True)
    options = fill(kind.all_options(), {})
    for line in [*kind.code("it", options, writer), *kind.closing(kind.opens("it", options)[0], options, writer)]:
        ast.parse(line)
    assert writer.parts <= parts().keys()
