"""A function that calls a hook, and is else what it was."""

import importlib.util
import inspect
import traceback
from pathlib import Path
from typing import Any

import pytest

from selcore.probe import rewriting

SOURCE = '''
import select


class Base:
    def ask(self, given):
        return given


class One(Base):
    def ask(self, given=3, *, more=None):
        """Its doc."""
        found = super().ask(given)
        return 1 / found
'''


@pytest.fixture
def module(tmp_path: Path) -> Any:
    path = tmp_path / "for_rewriting.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("for_rewriting", path)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def first(definition: Any) -> bool:
    call = rewriting.call("hook", definition.body[1], "self", "given")
    definition.body.insert(1, rewriting.statement(call))
    return True


def rewritten(module: Any, hook: Any) -> bool:
    return rewriting.rewrite(module.One.ask, SOURCE.splitlines(), first, {"hook": hook})


def test_the_hook_is_called_and_all_else_is_the_same(module: Any) -> None:
    before, heard = module.One.ask, []
    names = set(vars(module))
    assert rewritten(module, lambda one, given: heard.append(given))
    assert module.One().ask(4) == 0.25 and heard == [4]
    assert module.One.ask is before and set(vars(module)) == names
    assert (before.__qualname__, before.__doc__, before.__kwdefaults__) == ("One.ask", "Its doc.", {"more": None})
    assert "super().ask(given)" in inspect.getsource(before)


def test_a_traceback_through_it_reads_the_same(module: Any) -> None:
    def said() -> str:
        try:
            module.One().ask(0)
        except ZeroDivisionError:
            return traceback.format_exc()
        raise AssertionError

    before = said()
    assert rewritten(module, lambda *given: None)
    assert said() == before and "1 / found" in before
    assert "^" in before


def test_what_is_not_as_expected_stays_as_it_is(module: Any) -> None:
    code = module.One.ask.__code__
    assert not rewriting.rewrite(module.One.ask, SOURCE.splitlines(), lambda definition: False, {})
    assert not rewriting.rewrite(print, [], first, {})
    assert module.One.ask.__code__ is code


def test_guarded_tells_and_raises_on(module: Any) -> None:
    told = []

    def guard(definition: Any) -> bool:
        body = definition.body[1:]
        definition.body[1:] = [rewriting.guarded(body, rewriting.call("hook", body[0], "self"))]
        return True

    assert rewriting.rewrite(module.One.ask, SOURCE.splitlines(), guard, {"hook": lambda one: told.append(1)})
    with pytest.raises(ZeroDivisionError):
        module.One().ask(0)
    assert told == [1] and module.One().ask(2) == 0.5


def test_each_statement_that_is_wanted_is_found_wherever_it_stands() -> None:
    import ast

    body = ast.parse("if a:\n  return 1\ntry:\n  pass\nexcept E:\n  return 2\nelse:\n  return 3\n").body
    count = rewriting.before_each(
        body, lambda one: isinstance(one, ast.Return), lambda one: rewriting.statement(rewriting.call("h", one))
    )
    assert count == 3
