"""Every format: it is listed, it makes a file of what it takes, and what it leaves out stands in the file too."""

from pathlib import Path

import pytest

from selcore.experiment.examples import EXAMPLES, Example
from selcore.experiment.file import load
from selcore.exports import FORMATS, CannotExport, ExportFormat, Making, catalogue
from selcore.exports.sources import ExperimentSource, open_source

from .exported import exported

FEW = ("registered-while-it-waits", "half-read", "regular-file")
EACH = pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.id)


def test_ids_are_different_and_all_are_listed() -> None:
    assert [row["id"] for row in catalogue()] == [format.id for format in FORMATS]
    assert len({format.id for format in FORMATS}) == len(FORMATS)
    assert all(format.suffix.startswith(".") and format.takes for format in FORMATS)


def made(format: ExportFormat, example: Example) -> tuple[str, Making]:
    making = Making()
    experiment = load(example.path)
    return exported(ExperimentSource(experiment, example.id, trust=True), format.id, making), making


def takes_experiments() -> list[ExportFormat]:
    return [format for format in FORMATS if "experiment" in format.takes]


def walks() -> list[object]:
    """Every example to every format; what takes children, and has tests of its own, among the heavy tests."""
    return [
        pytest.param(
            *(format, one),
            id=f"{one.id}-{format.id}",
            marks=() if one.id in FEW and not format.plays else pytest.mark.heavy,
        )
        for one in EXAMPLES
        for format in takes_experiments()
    ]


@pytest.mark.parametrize(("format", "example"), walks())
def test_every_example_becomes_a_file_that_says_what_it_leaves_out(format: ExportFormat, example: Example) -> None:
    text, making = made(format, example)
    assert text.endswith("\n")
    assert [str(words) for words in making.left_out if str(words) not in text] == []


@EACH
def test_what_it_does_not_take_is_said(format: ExportFormat) -> None:
    source = ExperimentSource(load(EXAMPLES[0].path), "one")
    said = format.refusal(source)
    assert (said is None) is ("experiment" in format.takes)
    assert said is None or str(said).endswith("and this is an experiment")


@pytest.mark.parametrize("content", [b"", b"{}", b"SQLite format 3\0" + bytes(100), b"\xff\xfe", b'{"format": 3}'])
def test_what_is_neither_is_refused_with_the_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(CannotExport) as refused:
        open_source(path)
    assert "\n" not in str(refused.value) and str(refused.value)


def test_what_is_not_there_and_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, "a\0b"):
        with pytest.raises(CannotExport):
            open_source(path)
