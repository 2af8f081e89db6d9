"""A stranger's experiments, played without a window: no deed unasked, no traceback, words that one can read."""

from pathlib import Path

import pytest

from .asking import TRUST
from .case import Case, case_file, failures
from .experiments import FORM
from .playing import ODD
from .roads import check_headless, headless
from .world import World

PARTS = 2
SOME = [FORM.quick(), TRUST.quick(), ODD.quick()[::3]]
"""All of them are among the heavy tests, each a test of its own."""


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("family", SOME, ids=["form", "trust", "odd"])
def test_hostile_experiments(family: list[Case], part: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def one(case: Case, world: World) -> None:
        path = case_file(case, world)
        if path is not None:
            check_headless(case, path, headless(path, world, capsys))
            assert world.harmed(case.reads) == []

    assert failures(family[part::PARTS], tmp_path, one) == {}
