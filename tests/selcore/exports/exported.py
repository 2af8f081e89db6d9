"""What a format makes of something, for tests."""

from selcore.experiment.file import parse
from selcore.exports import ExportFormat, ExportSource, Making, find_format
from selcore.exports.sources import ExperimentSource


def source_of(data: bytes, title: str = "experiment.json", trust: bool = False) -> ExperimentSource:
    """An experiment of these bytes."""
    return ExperimentSource(parse(data), title, trust)


def format_of(id: str) -> ExportFormat:
    """The format of that id."""
    found = find_format(id)
    assert found is not None
    return found


def exported(source: ExportSource, id: str = "markdown", making: Making | None = None) -> str:
    """The whole text."""
    return "".join(format_of(id).make(source, making or Making()))


def block_in(report: str, language: str) -> str:
    """What stands in the last block of that language, as somebody copies it."""
    return report.rpartition(f"```{language}\n")[2].partition("\n```")[0]
