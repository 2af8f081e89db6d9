"""``run``: its exit status, what it refuses in one line, and that nothing is left however it is ended."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playground.cli import main
from playground.ending import ENDING, SignalReceived, ended_by_signal
from playground.terminal import words
from selcore.callbacks.drain import DrainCallback
from selcore.experiment.file import LIMIT
from selcore.experiment.names import kinds_of
from tests import ROOT
from tests.conftest import hear_what_is_ignored
from tests.nobody import BECOME, HIDDEN
from tests.playground.shell import COMMAND, PATIENCE, environment, posix, python, shell, the_line, write
from tests.playground.test_cli import ELSEWHERE
from tests.selcore.recipes import opened, recipe

BLOCKS = {"do": "select", "timeout": None}
READ_A = {"do": "register", "name": "pair.a", "events": ["read"], "callback": "drain"}
SEND_B = {"do": "send", "name": "pair.b", "text": "x"}
Capture = pytest.CaptureFixture[str]


def test_it_plays_to_its_end(tmp_path: Path) -> None:
    file = write(tmp_path / "one.json", opened(), READ_A, SEND_B, {"do": "select", "timeout": None})
    said = shell("run", file)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[-1].startswith("    pair.a READ") and said.stdout.endswith("(1 in)\n")
    lines = shell("run", file, "--json")
    assert (lines.returncode, lines.stderr) == (0, "")
    assert [json.loads(line)["step"] for line in lines.stdout.splitlines()] == [0, 1, 2, 3]


def test_a_refusal_and_an_interrupted_call_are_outcomes_not_failures(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", {"do": "select", "timeout": "nan"}, BLOCKS)
    assert main(["run", str(file), "--max-wait", "0", "--json"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["ok"], second["ok"], second["by"]) == (False, True, "max-wait")


def test_the_names_of_an_experiment_are_looked_through_once_however_many_commands_it_has(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def counted(commands: Any) -> Any:
        looked.append(len(commands))
        return kinds_of(commands)

    monkeypatch.setattr(words, "kinds_of", counted)
    file = write(tmp_path / "one.json", opened(), *[{"do": "note", "text": "x"}] * 20)
    assert main(["run", str(file)]) == 0
    assert looked == [21]
    assert len(capsys.readouterr().out.splitlines()) == 21


@pytest.mark.heavy
def test_a_hundred_thousand_commands_come_to_their_end(tmp_path: Path) -> None:
    file = write(tmp_path / "one.json", *[{"do": "note", "text": "x"}] * 100_000)
    said = subprocess.run(
        [*COMMAND, "run", str(file)], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=540, env=environment()
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[-1] == "99999: # x"


# What it refuses.

REFUSED = {
    b"": "",
    b"\xff": "",
    b"{": "",
    b"[]": "an object is expected",
    b"{}": "format",
    recipe({"do": "close", "name": "x"}): "commands[0].name: x is used before it is opened",
    recipe({"do": "fly"}): "commands[0]",
    recipe(backend="teapot"): "backend: there is no backend 'teapot'",
    recipe(opened("tea\npot\x1b[2J")): "there is no kind 'tea\\",
    recipe({"do": "note", "text": "x", "a\n\x1bb": 1}): "commands[0]",
}


@pytest.mark.parametrize("content", REFUSED, ids=range(len(REFUSED)))
def test_a_bad_file_is_refused_in_one_line_with_place_and_reason(
    content: bytes, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    assert main(["run", str(file)]) == 2
    out, said = capsys.readouterr()
    assert out == "" and the_line(said).isprintable()
    assert said.startswith(f"selector-playground run: {file}: ") and REFUSED[content] in said


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_a_recording_is_called_one_and_what_opens_it_is_said(verb: str, tmp_path: Path, capsys: Capture) -> None:
    recorded, other = tmp_path / "r.sqlite", tmp_path / "large.sqlite"
    assert main(["run", str(write(tmp_path / "one.json")), "--record", str(recorded)]) == 0
    head = recorded.read_bytes()[:68]
    other.write_bytes(head + bytes(32))
    with other.open("ab") as file:
        file.truncate(LIMIT + 1)
    for file_, said in (
        (recorded, "it is a recording, not an experiment"),
        (other, "it is a SQLite file, not an experiment"),
    ):
        capsys.readouterr()
        assert main([verb, str(file_)]) == 2
        line = the_line(capsys.readouterr().err)
        assert line.startswith(f"selector-playground {verb}: {file_}: {said}") and "selector-playground --open" in line


@pytest.mark.parametrize("name", ["none.json", "", ".", "a\nb", "one.json/x"])
def test_what_is_no_file_is_refused_in_one_line(name: str, tmp_path: Path, capsys: Capture) -> None:
    write(tmp_path / "one.json")
    assert main(["run", f"{tmp_path}/{name}"]) == 2
    assert the_line(capsys.readouterr().err).startswith(f"selector-playground run: {tmp_path}/")


def test_a_file_whose_name_begins_with_a_dash(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("-one.json"), {"do": "note", "text": "hello"})
    assert main(["run", "--", "-one.json"]) == 0
    assert capsys.readouterr().out == "0: # hello\n"


def test_what_a_stranger_should_ask_for_is_asked_for(tmp_path: Path, capsys: Capture) -> None:
    made = tmp_path / "made\nby.txt"
    file = write(tmp_path / "one.json", opened("text-file", "f", path=str(made), mode="w"))
    assert main(["run", str(file)]) == 2
    out, said = capsys.readouterr()
    assert out == "" and not made.exists()
    assert f"{file}: NotTrusted: it " in the_line(said) and said.endswith("Add --trust to allow it\n")
    assert main(["run", str(file), "--trust"]) == 0
    assert made.exists()
    capsys.readouterr()
    write(file, opened("tcp-listener", "server", host="x" * 1_000_000))
    assert main(["run", str(file)]) == 2
    assert len(the_line(capsys.readouterr().err)) < 1000


def test_all_that_a_file_asks_for_is_listed_and_none_of_it_is_done(tmp_path: Path, capsys: Capture) -> None:
    mark = tmp_path / "mark"
    bad = ["sh", "-c", f"{'x' * 1000}; touch {mark}; {'y' * 1000}\n"]
    file = write(tmp_path / "one.json", *(opened("text-file", f"f{n}", path=f"/etc/{n}") for n in range(30)))
    assert main(["run", "--needs", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"opens /etc/{n}" for n in range(30)]
    write(
        file, *(opened("process", f"p{n}", argv=["true", str(n)]) for n in range(230)), opened("process", "p", argv=bad)
    )
    assert main(["run", "--needs", str(file)]) == 0
    out, said = capsys.readouterr()
    assert len(out.splitlines()) == 231 and f"; touch {mark}; " in out and r"y\n" in out and said == ""
    assert main(["run", str(file)]) == 2
    said = capsys.readouterr().err
    assert "and 211 more, which would start a process (211). `run --needs` lists all of it" in said
    assert not mark.exists()
    assert main(["run", "--needs", str(tmp_path / "none.json")]) == 2


def test_a_backend_that_is_not_here(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", opened(), backend=ELSEWHERE)
    assert main(["run", str(file)]) == 2
    out, said = capsys.readouterr()
    assert out == "" and the_line(said).startswith(f"selector-playground run: {file}: this Python has no selectors.")
    assert "--backend default" in said
    assert main(["run", str(file), "--backend", "default"]) == 0


# The first, of a file that is not there, has everything imported: nobody may read this Python where it lives in /root.
UNREADABLE = """
import contextlib, io, os, sys
from playground.cli import main
with contextlib.redirect_stderr(io.StringIO()):
    main(["run", sys.argv[1] + ".missing"])
BECOME
sys.exit(main(["run", sys.argv[1]]))
"""


@posix
def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    file = write(tmp_path / "secret.json", opened())
    file.chmod(HIDDEN)
    said = python(UNREADABLE.replace("BECOME", BECOME), file, HOME="/nonexistent")
    assert (said.returncode, said.stdout) == (2, "")
    assert the_line(said.stderr) == f"selector-playground run: {file}: Permission denied"


# How it fails and how it is ended.


def test_a_fault_of_ours_is_loud_and_its_status_is_1(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(DrainCallback, "ready", broken)
    file = write(tmp_path / "one.json", opened(), READ_A, SEND_B, {"do": "select", "timeout": None})
    assert main(["run", str(file)]) == 1
    out, said = capsys.readouterr()
    assert len(out.splitlines()) == 3, "what was known before is told"
    assert said.startswith("selector-playground run: the worker died\n") and "ZeroDivisionError: a fault" in said


def begin(folder: Path, *commands: dict[str, Any]) -> "subprocess.Popen[str]":
    """A run that has opened a temporary file: its first line has been read."""
    (folder / "tmp").mkdir()
    file = write(folder / "one.json", opened("text-file", "f"), *commands)
    process = subprocess.Popen(
        [*COMMAND, "run", str(file), "--max-wait", "1000"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(TMPDIR=str(folder / "tmp")),
    )
    assert process.stdout is not None and process.stdout.readline().endswith("→ f fd 100\n")
    assert len(list((folder / "tmp").iterdir())) == 1
    return process


@posix
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_ends_a_blocked_call_and_everything_is_closed(name: str, status: int, tmp_path: Path) -> None:
    process = begin(tmp_path, BLOCKS, {"do": "note", "text": "never"})
    process.send_signal(getattr(signal, name))
    out, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (status, "")
    assert "never" not in out
    assert list((tmp_path / "tmp").iterdir()) == []


@posix
@pytest.mark.parametrize("number", ENDING)
def test_what_nohup_ignores_for_the_tests_ends_what_they_start(number: int) -> None:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        hear_what_is_ignored()
        signal.raise_signal(number)  # here it still does nothing
        said = python("import signal, sys; print(signal.getsignal(int(sys.argv[1])) == signal.SIG_IGN)", number)
    finally:
        signal.signal(number, before)
    assert said.stdout == "False\n"


@posix
def test_a_signal_ends_a_busy_loop(tmp_path: Path) -> None:
    write_b = {"do": "register", "name": "pair.b", "events": ["write"]}
    process = begin(tmp_path, opened(), write_b, {"do": "run", "timeout": None})
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=PATIENCE)[1] == ""
    assert process.returncode == 130
    assert list((tmp_path / "tmp").iterdir()) == []


@posix
def test_everything_is_closed_when_the_reader_goes_in_the_middle(tmp_path: Path) -> None:
    # Nobody drains: the run ends whether its reader goes early or late.
    watched = {"do": "register", "name": "pair.a", "events": ["read"]}
    process = begin(tmp_path, opened(), {"do": "select", "timeout": 0}, watched, SEND_B, {"do": "run", "calls": 3000})
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    # It may have said all before its reader went; had it not, it ends without a word.
    assert (process.wait(PATIENCE), said) in ((0, ""), (1, ""), (130, ""))
    assert list((tmp_path / "tmp").iterdir()) == []


def handlers() -> list[object]:
    return [signal.getsignal(number) for number in ENDING]


@posix
def test_a_second_signal_does_not_end_the_closing() -> None:
    before, closed = handlers(), []
    with pytest.raises(SignalReceived) as ended:
        with ended_by_signal():
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                signal.raise_signal(signal.SIGINT)
                closed.append(True)
    assert (ended.value.number, closed, handlers()) == (signal.SIGTERM, [True], before)


@posix
def test_what_nohup_ignores_stays_ignored() -> None:
    if sys.platform == "win32":
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ended_by_signal():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
