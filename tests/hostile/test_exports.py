"""A stranger's experiments and recordings, exported: a file that keeps its rules, or one line that says why not."""

import ast
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest

from playground.terminal.exporting import export
from selcore.exports import CannotExport, Making, find_format
from selcore.exports.sources import open_source
from selcore.files.private_folder import MARK
from tests.selcore.exports.markdown_reader import Read
from tests.selcore.exports.test_markdown import is_plain
from tests.selcore.exports.trace_rules import Trace

from .asking import TRUST
from .case import ASKS, OPENS, PLAYS, REFUSED, Case, case_file, does, experiment, failures
from .experiments import FORM
from .playing import ODD
from .roads import MAX_WAIT, Said, check_words
from .tapes import make_base
from .targets import TARGETS
from .watch import watching
from .watched import TAPES
from .world import World

CHECKS: dict[str, Callable[[str], object]] = {
    "chrome-trace": Trace,
    "python": ast.parse,
    "markdown": lambda made: Read(made).block("json") if is_plain(made) else pytest.fail(made),
}
"""What must be true of a file of that format."""
CHILDREN = "markdown"
"""It plays in children, which are no deeds of a stranger's."""


@pytest.fixture(scope="module", autouse=True)
def base(tmp_path_factory: pytest.TempPathFactory) -> None:
    make_base(tmp_path_factory.mktemp("base"))


def exported(path: Path, format: str, world: World, capsys: Any, target: str = "-") -> Said:
    """``export``, without trust."""
    found = find_format(format)
    assert found is not None
    capsys.readouterr()
    with nullcontext() if format == CHILDREN else watching(*world.allowed) as watch:
        status = export(str(path), found, target, False, False, MAX_WAIT)
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    check_words(said.err)
    own = f"open: {Path.cwd() / MARK}"  # of the private folder, by its descriptor
    deeds = [] if watch is None else [deed for deed in watch.deeds if deed != own]
    return Said(status, said.out, said.err, deeds)


def check(format: str, capsys: Any) -> Callable[[Case, World], None]:
    """Exports the experiment of a case to that format."""

    def one(case: Case, world: World) -> None:
        path = case_file(case, world)
        if path is None:
            return
        said = exported(path, format, world, capsys)
        assert said.deeds == [] and world.harmed(case.reads) == []
        if case.comes is PLAYS or (case.comes is ASKS and format == "python" and said.status == 0):
            assert said.status == 0, said.err
            CHECKS[format](said.out)
        else:
            assert (said.status, said.out) == (2, "") and said.err.count("\n") == 1, said.err

    return one


@pytest.mark.parametrize("format", ["chrome-trace", "python"])
def test_hostile_experiments(format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    some = [*ODD.quick()[::25], *TRUST.quick()[::30], *FORM.quick()[::30]]
    assert failures(some, tmp_path, check(format, capsys)) == {}


@pytest.mark.heavy
@pytest.mark.parametrize("format", CHECKS)
@pytest.mark.parametrize("part", range(8))
def test_all_hostile_experiments(format: str, part: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [*ODD.quick(), *TRUST.quick(), *FORM.quick()]
    some = cases[part :: 8 if format != CHILDREN else 80]
    assert failures(some, tmp_path, check(format, capsys)) == {}


def look(case: Case, world: World) -> None:
    """A recording as a trace, with what it leaves out, and as an experiment; or the reason."""
    path = case.make(world)
    assert isinstance(path, Path)
    found, making = find_format("chrome-trace"), Making()
    assert found is not None
    reason = ""
    with watching(*world.allowed) as watch:
        try:
            with closing(open_source(path)) as source:
                trace = Trace(b"".join(found.pieces(source, making)).decode())
                source.experiment(Making())
        except CannotExport as error:
            reason = str(error)
        else:
            assert trace.about["left out"] == list(map(str, making.left_out))
    assert watch.deeds == [] and world.harmed(case.reads) == []
    check_words(reason)
    assert (case.comes is not REFUSED) or reason or making.left_out
    assert (case.comes is not OPENS) or not any("could not be read" in str(words) for words in making.left_out)


def test_hostile_recordings(tmp_path: Path) -> None:
    assert failures(TAPES.quick()[::20], tmp_path, look) == {}


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(4))
def test_all_hostile_recordings(part: int, tmp_path: Path) -> None:
    assert failures(TAPES.quick()[part::4], tmp_path, look) == {}


def test_what_lies_in_the_place_of_an_export_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def one(case: Case, world: World) -> None:
        source, target = world.mail / "one.json", case.make(world)
        source.write_bytes(experiment([does("note", text="x")]))
        said = exported(source, "python", world, capsys, str(target))
        assert said.status in (1, 2) and said.out == "" and said.err.count("\n") == 1
        assert said.deeds == [] and world.harmed(case.reads) == []

    assert failures(TARGETS, tmp_path, one) == {}


def test_what_a_script_leaves_out_of_a_call_leaves_a_block_that_python_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = does("select", timeout=0.01, during=[does("signal", number=15)])
    path = tmp_path / "one.json"
    path.write_bytes(experiment([blocked]))
    found = find_format("python")
    assert found is not None and export(str(path), found, "-", False, True, MAX_WAIT) == 0
    made = capsys.readouterr().out
    assert "SIGTERM" in made and ast.parse(made)
