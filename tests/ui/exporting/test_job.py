"""An export on a thread that writes files: whole, stopped in the middle, or refused with the reason."""

from collections.abc import Iterator, Sequence

import pytest

from selcore.experiment.file import Experiment
from selcore.exports import CannotExport, ExportFormat, ExportSource, Making
from selcore.history.row import Row
from selcore.values.text import text
from ui.exporting.job import ExportJob, NotExported


class Nothing(ExportSource):
    """Nothing to export; whether it was closed is seen."""

    kind = "session"
    closed = False

    def experiment(self, making: Making) -> Experiment:
        raise CannotExport(text("nothing was done"))

    def rows(self, making: Making) -> Iterator[Sequence[Row]]:
        return iter(())

    def close(self) -> None:
        self.closed = True


def made_by(*pieces: str, ends: list[str], refuses: bool = False) -> ExportFormat:
    """A format that makes these; ``ends`` has "ended" when its iterator was ended."""

    def make(source: ExportSource, making: Making) -> Iterator[str]:
        try:
            making.how_far = text("begun")
            making.leave_out(text("the rest"))
            yield from pieces
            if refuses:
                source.experiment(making)
        finally:
            ends.append("ended")

    return ExportFormat("test", text("a test"), ".txt", frozenset(("session",)), make)


def test_the_pieces_are_bytes_and_what_is_left_out_is_known_afterwards() -> None:
    ends: list[str] = []
    source = Nothing("title")
    job = ExportJob(made_by("ü", "", "\ud800", ends=ends), lambda: source)
    assert job.how_far is None and job.left_out == []
    assert b"".join(job.pieces()) == "ü".encode() + rb"\ud800"
    assert [str(words) for words in (job.how_far, *job.left_out)] == ["begun", "the rest"]
    assert (ends, source.closed) == (["ended"], True)


def test_what_is_stopped_makes_no_more_and_ends_what_it_had_begun() -> None:
    ends: list[str] = []
    source = Nothing("title")
    job = ExportJob(made_by("a", "b", "c", ends=ends), lambda: source)
    pieces = job.pieces()
    assert next(pieces) == b"a"
    job.stop()
    with pytest.raises(NotExported) as stopped:
        next(pieces)
    assert stopped.value.reason is None
    assert (ends, source.closed) == (["ended"], True)


def test_what_cannot_be_made_is_said_with_its_reason() -> None:
    ends: list[str] = []
    source = Nothing("title")
    with pytest.raises(NotExported, match="nothing was done"):
        list(ExportJob(made_by("a", ends=ends, refuses=True), lambda: source).pieces())
    assert (ends, source.closed) == (["ended"], True)
