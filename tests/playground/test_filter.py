"""``run --filter``: only the lines that match are printed; nothing else changes."""

import json
from pathlib import Path

import pytest

from playground.arguments import marked
from playground.cli import main
from tests.selcore.recipes import opened

from .shell import the_line, write
from .terminal.test_running import READ_A, SEND_B

Capture = pytest.CaptureFixture[str]
NOW = {"do": "select", "timeout": 0}


def lines(file: Path, words: str, capsys: Capture) -> list[int]:
    assert main(["run", str(file), "--json", "--filter", words]) == 0
    out, said = capsys.readouterr()
    assert said == ""
    return [json.loads(line)["step"] for line in out.splitlines()]


def test_only_what_matches_is_printed_and_all_of_it_is_played(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", opened(), READ_A, NOW, SEND_B, NOW, READ_A)
    assert lines(file, 'name == "pair.a"', capsys) == [1, 4, 5]
    assert lines(file, 'do == "select" and returned == []', capsys) == [2]
    assert lines(file, "error", capsys) == [5]
    assert lines(file, 'name == "nobody"', capsys) == []


def test_in_words_too(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", opened(), READ_A, READ_A)
    assert main(["run", str(file), "--filter", 'error == "KeyError"']) == 0
    assert capsys.readouterr().out.startswith("2: sel.register(pair_a, EVENT_READ, drain)\n    KeyError: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('nmae == "x" or error', "there is no column nmae; did you mean name?: >>>nmae<<< == "),
        ("name ==", "something is missing at the end: name ==>>><<<"),
        ("time > 3", "the lines of run have no time: >>>time<<< > 3"),
        ("", "there is no expression: >>><<<"),
        ("(" * 100_000, "it is longer than 2000 characters: …("),
        ("a\nb\x1b[2J", "there is a character here that nobody can see"),
    ],
)
def test_a_mistake_is_one_line_with_its_place_marked(words: str, said: str, tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", opened())
    assert main(["run", str(file), "--filter", words]) == 2
    out, complaint = capsys.readouterr()
    assert out == "" and the_line(complaint).isprintable() and len(complaint) < 400
    assert f"--filter: {said}" in complaint


def test_the_place_of_a_mistake_in_a_long_expression() -> None:
    assert marked("a" * 100 + "!!" + "b" * 100, 100, 102, 10) == "…" + "a" * 10 + ">>>!!<<<" + "b" * 10 + "…"
