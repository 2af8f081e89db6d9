"""Every hostile case in another process, on the roads that it may come: little memory, little time, no deed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .asking import TRUST
from .case import ASKS, OPENS, PLAYS, REFUSED, Case, case_file
from .children import Child
from .drops import DROPS
from .experiments import FORM
from .playing import ODD
from .roads import Said, check_headless
from .settings import SETTINGS
from .tapes import make_base
from .watched import TAPES
from .world import World

pytestmark = pytest.mark.heavy
ASKED = 10_000
"""Characters of a line that is asked: a need is told whole, and a path may have thousands."""
SECONDS, MEMORY, STALL = 1.0, 200 << 20, 1.0
"""What a refusal may take of the processor, and of memory; how long a window may not answer. A window is made too."""


@pytest.fixture(scope="module", autouse=True)
def base(tmp_path_factory: pytest.TempPathFactory) -> None:
    make_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    child = Child("run", tmp_path_factory.mktemp("runs"))
    yield child
    child.end()


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    child = Child("window", tmp_path_factory.mktemp("windows"))
    yield child
    child.end()


@pytest.mark.parametrize("case", FORM + TRUST + ODD, ids=lambda case: case.id)
def test_an_experiment_without_a_window(case: Case, world: World, runs: Child) -> None:
    path = case_file(case, world)
    if path is None:
        pytest.skip("this system cannot have it")
    known = runs.take("run", str(path), world)
    check_headless(case, path, Said(known["status"], known["out"], known["err"], known["deeds"]))
    assert world.harmed(case.reads) == [] and known["errors"] == []
    if case.comes in (REFUSED, ASKS):
        assert known["seconds"] < SECONDS and known["grown"] < MEMORY


def in_window(child: Child, road: str, case: Case, made: object, world: World) -> dict[str, object]:
    known = child.take(road, made, world)
    assert known["errors"] == [] and known["faults"] == []
    assert [deed for deed in known["deeds"] if not (case.may and re.search(case.may, deed))] == []
    assert "Traceback" not in known["out"] + known["err"]
    assert world.harmed(case.reads) == []
    assert known["settled"]
    assert known["stall"] < STALL
    said = {id: words for id, words in known["asked"]}
    assert all(len(line) <= ASKED for words in said.values() for line in words.splitlines())
    assert case.comes is not ASKS or "experiment.trust" in said
    if case.comes is REFUSED:
        assert re.search(case.says, said.get("say", "") + str(known["banner"]))
        assert known["seconds"] < SECONDS + 1 and known["grown"] < MEMORY
    return known


@pytest.mark.parametrize("case", FORM + TRUST + ODD, ids=lambda case: case.id)
def test_an_experiment_opened_in_the_window(case: Case, world: World, windows: Child) -> None:
    path = case_file(case, world)
    if path is None:
        pytest.skip("this system cannot have it")
    known = in_window(windows, "open", case, str(path), world)
    assert case.comes is PLAYS or known["names"] == 0
    assert case.comes is not PLAYS or known["rows"] or case.id == "nothing-to-do"


@pytest.mark.parametrize("case", TAPES, ids=lambda case: case.id)
def test_a_recording_opened_in_the_window(case: Case, world: World, windows: Child) -> None:
    path = case.make(world)
    assert isinstance(path, Path)
    in_window(windows, "compare" if case.comes is ASKS else "open", case, str(path), world)


@pytest.mark.parametrize("case", DROPS, ids=lambda case: case.id)
def test_what_is_dropped(case: Case, world: World, windows: Child) -> None:
    known = in_window(windows, "drop", case, case.make(world), world)
    assert case.comes not in (REFUSED, ASKS) or known["names"] == 0
    assert case.comes is not OPENS or known["names"] or known["rows"]


@pytest.mark.parametrize("case", SETTINGS, ids=lambda case: case.id)
def test_settings_of_a_window(case: Case, world: World, windows: Child) -> None:
    case.make(world)
    in_window(windows, "settings", case, None, world)
