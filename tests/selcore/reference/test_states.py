"""Each state of the record, brought about by an experiment in a real session, and asked again with every mask."""

import json
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from selcore.reference import ASKED, load
from selcore.session.session import Session
from tests.selcore.reference.replay import Answer, NotHere, Recipe, expected, observe, recipes

from .children import ask_child
from .conftest import RECORDED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
RECIPES = recipes()


@pytest.mark.parametrize("id", [recipe.id for recipe in RECIPES.values() if not recipe.fresh])
def test_it_answers_as_recorded(id: str, tmp_path: Path) -> None:
    state = load().state(id)
    missing = set()
    for backend, asked in product(RECORDED, ASKED):
        folder = tmp_path / backend / asked
        folder.mkdir(parents=True)
        session = Session(backend)
        try:
            answer = observe(session, RECIPES[id], asked, folder)
        except NotHere as reason:
            missing.add(str(reason))
            continue
        finally:
            session.close()
        assert_same(answer, expected(state, backend, asked), f"{asked} on {backend}")
    if missing:
        pytest.skip("; ".join(sorted(missing)))


def assert_same(answer: Answer, recorded: Answer, asked: str) -> None:
    """Flags are compared where the record has some."""
    assert (answer.mask, answer.error) == (recorded.mask, recorded.error), asked
    assert recorded.flags is None or answer.flags == recorded.flags, asked


@pytest.mark.parametrize("id", [recipe.id for recipe in RECIPES.values() if recipe.fresh])
def test_it_answers_as_recorded_in_a_new_process(id: str, backend: str) -> None:
    answers: dict[str, Any] = ask_child("fresh", backend, id)
    state = load().state(id)
    for asked in ASKED:
        recorded = expected(state, backend, asked)
        mask, error = answers[asked]
        assert (mask, error and tuple(error)) == (recorded.mask, recorded.error), asked


def test_a_recipe_is_an_experiment_that_can_be_written_down() -> None:
    for recipe in RECIPES.values():
        assert isinstance(recipe, Recipe)
        assert recipe.probe.split(".")[0] in json.dumps([getattr(command, "name", "") for command in recipe.commands])
        assert all(step < len(recipe.commands) for step in recipe.refused)


def test_most_of_the_states_are_experiments() -> None:
    assert len(RECIPES) >= 180
