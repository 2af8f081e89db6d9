"""A report: words of anybody stand in code whatever they are, and what it holds plays again."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.cli import main
from selcore.compare import ComparedStep, ComparisonReport, Played, Progress
from selcore.compare.values import Line
from selcore.experiment.examples import FOLDER
from selcore.experiment.file import dump, load, parse
from selcore.exports import Making
from selcore.exports.extracts import of_comparison
from selcore.exports.happened import happened
from selcore.exports.markup import block, cell, code, json_block
from selcore.exports.sources import RecordingSource
from selcore.recording import Recording
from selcore.values.commands import Note, Open, Run, Select
from selcore.values.text import text
from tests import ROOT
from tests.examples import examples
from tests.selcore.recipes import recipe
from tests.selcore.recorded import record, written
from tests.selcore.recorded_watch import record_watched

from .exported import exported, source_of
from .markdown_reader import Read

ONE = "closed-but-registered"
REPORT = ROOT / "docs" / f"report-{ONE}.md"
BAD = (
    "```\n</code><script>alert(1)</script>",
    "`a``b```c````",
    "@everyone https://evil.example/ <img src=x onerror=y>",
    "|x|y|\n|---| \\| \\`",
    "[a](http://b) ![i](http://c) #1",
    "\u202egnp.exe \x00 \x1b[2J \r\n# h\n- x\n\n    code",
    "~~~\n<!-- &lt; $x$",
    " ` ",
)
MEANT = set("<@[]!&~$*\\`")
"""What may mean something in Markdown and stands in no sentence of a report outside of code."""


def is_plain(report: str) -> bool:
    """Whether nothing outside of code means anything but the report's own headings, lists and tables."""
    outside = [line.replace("<br>", "") for line in Read(report).outside if not line.startswith("**CODE**")]
    return not any(MEANT & set(line) or "http" in line for line in outside)


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=200) | st.sampled_from(BAD))
def test_whatever_it_is_it_can_be_read_back_as_code(words: str) -> None:
    line = " ".join(words.split())
    for markdown in (code(words, 10_000), f"|{cell(words, 10_000)}|"):
        read = Read(markdown)
        assert "".join(read.outside).strip("|") == ("CODE" if line else "")
        assert not line or len(read.spans) == 1
    (found,) = Read("".join(block(words))).blocks
    assert found[0] == "text" and len(found[1]) >= len(words)


@pytest.mark.parametrize("words", BAD)
def test_an_experiment_stays_itself_in_its_block(words: str) -> None:
    experiment = parse(recipe({"do": "note", "text": words}, title=words))
    (found,) = Read("".join(json_block(dump(experiment).decode().rstrip("\n")))).blocks
    assert parse(found[1].encode()) == experiment
    assert all(one.isprintable() or one == "\n" for one in found[1])


def answered(step: int, words: str) -> Played:
    """An answer in which everything is these words."""
    error: Line = {"type": words, "errno": None, "message": words, "by": "python", "hint": words}
    ready = {"name": words, "fd": 5, "events": ["read"], "raw": [words], "did": words}
    reasons = [{"event": "read", "cause": words, "says": words}]
    silent = [{"name": words, "event": "read", "cause": words}]
    line: Line = {"step": step, "do": "select", "backend": "poll", "timeout": 0, "waited": 0.0, "why_not": silent}
    if step:
        return Played(line | {"ok": False, "error": error})
    return Played(line | {"ok": True, "ready": [ready | {"why": reasons}], "notice": words})


@pytest.mark.parametrize("words", BAD)
def test_what_the_selector_classes_say_is_not_markdown(words: str) -> None:
    rows = tuple(ComparedStep(step, "select", words, {"poll": answered(step, words)}, True) for step in (0, 1))
    states = (Progress("poll", "PollSelector", "failed", reason=text("{words}", words=words)),)
    report = ComparisonReport(words, rows, states, (text("{words}", words=words),), True)
    note = {"do": "note", "text": words}
    made = of_comparison(words, report, parse(recipe(note, {"do": "select", "timeout": 0, "during": [note] * 12})))
    assert is_plain(made) and made.count("during it: ") == 10 and "… and 2 more" in made
    assert parse(Read(made).block("json").encode()).commands[0] == Note(text=words)


@pytest.mark.heavy
def test_a_hostile_experiment_is_reported_and_plays_again() -> None:
    data = recipe(*({"do": "note", "text": words} for words in BAD), title=BAD[0])
    made = exported(source_of(data))
    assert is_plain(made) and parse(Read(made).block("json").encode()) == parse(data)


def test_steps_that_differ_come_first_where_not_all_are_listed() -> None:
    line: Line = {"step": 0, "do": "note", "backend": "poll", "ok": True}
    rows = tuple(ComparedStep(n, "note", f"# {n}", {"poll": Played(line)}, n >= 290) for n in range(300))
    report = ComparisonReport("", rows, (Progress("poll", "PollSelector", "done"),), (), True)
    made = of_comparison("", report, parse(recipe(*[{"do": "note", "text": "x"}] * 300)))
    assert made.count("≠") == 10 and "100 more steps are not listed, 0 of them differ" in made


def report_of(path: Path, making: Making | None = None, trust: bool = False) -> str:
    with closing(RecordingSource(Recording(path), trust)) as source:
        return exported(source, making=making)


def test_a_watched_program_is_reported_without_being_played(tmp_path: Path) -> None:
    making = Making()
    report = report_of(record_watched(tmp_path / "w.sqlite"), making)
    assert "turn of 230 ms: serve server.py:4" in report and "EpollSelector" in report
    assert "is no experiment" in str(making.left_out[0]) and is_plain(report)
    assert "Play it again" not in report


def test_a_recording_of_hostile_words_is_not_markdown(tmp_path: Path) -> None:
    from selcore.values.facts import Entry
    from selcore.values.outcomes import Done

    facts = [Entry(step, Note(text=words), Done(), step) for step, words in enumerate(BAD)]
    report = report_of(written(tmp_path / "`@x|.sqlite", facts))
    assert is_plain(report) and "## What happened" in report


@pytest.mark.heavy
def test_a_recording_says_what_happened_and_is_played_where_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, Open(kind="socketpair", name="pair"), Run(calls=300, timeout=0), Note(text="end"))
    making = Making()
    report = report_of(path, making)
    assert "102 rows in the middle of what happened" in map(str, making.left_out) or len(making.left_out) == 1
    assert "## On each selector class" in report and is_plain(report)
    assert len(parse(Read(report).block("json").encode()).commands) == 3


def test_what_happened_is_told_in_the_order_in_which_it_began(tmp_path: Path) -> None:
    """A command during a call is told before that call, which began before it."""
    path = tmp_path / "r.sqlite"
    record(path, Note(text="first"), Select(timeout=0.01, during=(Note(text="meanwhile"),)))
    with closing(RecordingSource(Recording(path))) as source:
        said = "".join(happened(source, Making()))
    assert said.index("first") < said.index("select(0.01)") < said.index("meanwhile")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="it was made on Linux, with its selector classes")
def test_the_report_in_the_docs_is_what_the_command_makes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = FOLDER / f"{ONE}.selector.json"
    assert main(["export", str(path), "--to", "markdown"]) == 0
    made = capsys.readouterr().out
    assert unvarying(made) == unvarying(REPORT.read_text("utf-8"))
    again = tmp_path / "pasted.json"
    again.write_text(Read(made).block("json"), encoding="utf-8")
    assert load(again) == load(path)


def unvarying(report: str) -> str:
    """All but the table of this system, which is the first."""
    head, _, rest = report.partition("\n## ")
    return head.partition("|")[0] + rest


def test_of_reasons_that_are_too_many_it_is_said_how_many() -> None:
    error: Line = {"type": "OSError", "errno": 9, "message": "bad", "by": "python"}
    line: Line = {"do": "note", "backend": "poll", "ok": False}
    rows = tuple(
        ComparedStep(n, "note", "# x", {"poll": Played(line | {"step": n, "error": error | {"hint": f"hint {n}"}})})
        for n in range(205)
    )
    report = ComparisonReport("", rows, (Progress("poll", "PollSelector", "done"),), (), True)
    made = of_comparison("", report, parse(recipe(*[{"do": "note", "text": "x"}] * 205)))
    assert "hint 199" in made and "hint 200" not in made and "why, of 5 more steps" in made
