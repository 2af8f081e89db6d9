"""``export`` as somebody at a shell meets it: stdout or a file, nothing replaced unasked, a line for what is wrong."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from playground.cli import main
from selcore.experiment.file import load
from tests.playground.shell import COMMAND, environment, posix, the_line, write
from tests.selcore.recipes import opened

PAIR = opened()
FOREVER = ({"do": "register", "name": "pair.a", "events": ["read"]}, {"do": "select", "timeout": None})


@pytest.mark.heavy
def test_the_report_stands_on_stdout_and_its_experiment_plays_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "e.json", PAIR, {"do": "send", "name": "pair.a", "text": "ünï"}, title="`a`")
    assert main(["export", str(path), "--to", "markdown", "-o", "-"]) == 0
    out, said = capsys.readouterr()
    assert said == "" and out.startswith("# `` `a` ``\n")
    again = tmp_path / "again.json"
    again.write_text(out.partition("```json\n")[2].partition("\n```")[0], encoding="utf-8")
    assert load(again) == load(path)


def test_a_file_that_is_there_is_replaced_only_when_that_was_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, target = write(tmp_path / "e.json", PAIR), tmp_path / "script.py"
    target.write_text("mine")
    words = ["export", str(path), "--to", "python", "-o", str(target)]
    assert main(words) == 2
    assert the_line(capsys.readouterr().err).endswith("a file is already there; --force replaces it")
    assert target.read_text() == "mine"
    assert main([*words, "--force"]) == 0
    assert target.read_text("utf-8").startswith("#")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["e.json", "script.py"]


@pytest.mark.parametrize(
    ("target", "status", "said"),
    [("none/script.py", 1, "No such file or directory"), (".", 1, "Is a directory"), ("e.json", 2, "already there")],
)
def test_where_it_cannot_be_written_is_said_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str, status: int, said: str
) -> None:
    path = write(tmp_path / "e.json", {"do": "note", "text": "x"})
    assert main(["export", str(path), "--to", "python", "-o", str(tmp_path / target)]) == status
    assert said in the_line(capsys.readouterr().err)
    assert [one.name for one in tmp_path.iterdir()] == ["e.json"]


def test_what_nobody_has_allowed_is_not_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "e.json", opened("process", "child", argv=["true"]))
    assert main(["export", str(path), "--to", "markdown"]) == 2
    out, said = capsys.readouterr()
    assert out == "" and "NotTrusted" in the_line(said) and "--trust" in said


def test_what_is_neither_an_experiment_nor_a_recording_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in (("none", None), ("empty", b""), ("a\x1b[2Jb", b"{}")):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        assert main(["export", str(path), "--to", "markdown"]) == 2
        out, said = capsys.readouterr()
        assert out == "" and the_line(said).isprintable()


def test_an_experiment_is_played_first_where_a_format_wants_what_happened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "e.json", PAIR, FOREVER[0], {"do": "select", "timeout": 0}, title="played")
    assert main(["export", str(path), "--to", "chrome-trace"]) == 0
    out, said = capsys.readouterr()
    found = json.loads(out)
    assert said == "" and found["otherData"]["of"] == "played"
    assert "select(0)" in {event.get("name") for event in found["traceEvents"]}
    child = write(tmp_path / "child.json", opened("process", "child", argv=["true"]))
    assert main(["export", str(child), "--to", "chrome-trace"]) == 2
    assert "NotTrusted" in the_line(capsys.readouterr().err)


@pytest.mark.heavy
@posix
def test_ctrl_c_ends_it_and_leaves_no_file(tmp_path: Path) -> None:
    path = write(tmp_path / "e.json", PAIR, *FOREVER)
    words = ["export", str(path), "--to", "markdown", "--max-wait", "1000", "-o", str(tmp_path / "report.md")]
    with subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, env=environment()) as process:
        while not list(tmp_path.glob(".*.tmp")):  # it has begun
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None and process.stderr.read() == b""
    assert [one.name for one in tmp_path.iterdir()] == ["e.json"]


def test_the_list_of_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exports", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"markdown"} <= {row["id"] for row in rows} and all(row["available"] for row in rows)
    assert all(set(row["takes"]) <= {"experiment", "session", "recording"} for row in rows)
