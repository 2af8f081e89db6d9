"""Whatever stands in a recording, it becomes a trace that keeps the rules and a table, or is refused with a reason."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from selcore.exports import CannotExport, Making
from selcore.exports.happened import happened
from selcore.exports.sources import RecordingSource
from selcore.recording import Recording, UnreadableRecording
from tests.selcore.mutated import Spoiler, mutations
from tests.selcore.recorded import record
from tests.selcore.recording.test_mutated import VARIED

from .exported import exported
from .test_markdown import is_plain
from .trace_rules import Trace

SOME, MORE, SEED = 10, 100, 20261130


def export_all(path: Path) -> None:
    """A trace, what happened as a report has it, and the experiment."""
    try:
        with closing(RecordingSource(Recording(path))) as source:
            trace = Trace(exported(source, "chrome-trace"))
            making = Making()
            assert is_plain("".join(happened(source, making)))
            assert len(trace.about["left out"]) < 10 and len(making.left_out) < 10
            source.experiment(Making())
    except (UnreadableRecording, CannotExport) as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("seed", [SEED, *(pytest.param(SEED + n, marks=pytest.mark.heavy) for n in range(1, 17))])
def test_what_is_spoiled_is_refused_or_exported(tmp_path: Path, seed: int) -> None:
    made = tmp_path / "made.sqlite"
    record(made, *VARIED)
    export_all(made)
    spoiler = Spoiler(made, tmp_path / "r.sqlite")
    for one in random.Random(seed).sample(list(mutations(made)), SOME if seed == SEED else MORE):
        if spoiler.spoil(one):
            try:
                export_all(spoiler.path)
            except Exception as error:
                raise AssertionError(f"{one}: {type(error).__name__}: {error}") from error
