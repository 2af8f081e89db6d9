"""The command line as a user meets it: usage errors, catalogues, the doctor, and a stdout that is not as usual."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground import __main__, cli
from playground.cli import main
from playground.commands import catalogues
from selcore.backends import BACKENDS, backend_ids
from tests.selcore.recipes import opened

from .shell import COMMAND, linux, posix, shell, the_line, write

ELSEWHERE = next(backend.id for backend in BACKENDS if backend.missing() is not None)
NAMES = "default, select, poll, epoll, devpoll, kqueue"
CALLS = "run, compare, export, watch, doctor, kinds, backends, callbacks, lints, exports, scaling"
MISUSES = {
    "--backend foo": f"--backend: there is no backend 'foo'; there is {NAMES}",
    "--backend epol": "--backend: there is no backend 'epol'; did you mean epoll?",
    "--backend": "--backend: expected one argument",
    f"--backend {ELSEWHERE}": f"--backend: {ELSEWHERE} cannot be used: this Python has no",
    "run x --max-wait x": "--max-wait: 'x' is not a number of seconds from 0 to 10,000,000",
    "run x --max-wait nan": "--max-wait: 'nan' is not a number of seconds",
    "run x --max-wait -1": "--max-wait: '-1' is not a number of seconds",
    "run x --max-wait": "--max-wait: expected one argument",
    "runn x": "there is no call 'runn'; did you mean run?",
    "zebra": f"there is no call 'zebra'; there is {CALLS}",
    "--backend select runn": "there is no call 'runn'; did you mean run?",
    "--open a b": f"there is no call 'b'; there is {CALLS}",
    "--open x kinds": "--open is for the window",
    "--backend select kinds": "--backend is for the window",
    "a" * 300: f"there is no call '{'a' * 300}'",
    "kinds --jsn": "there is no option --jsn; did you mean --json?",
    "kinds --js": "there is no option --js; did you mean --json?",
    "--bakend poll kinds": "there is no option --bakend; did you mean --backend?",
    "--bakend=poll kinds": "there is no option --bakend; did you mean --backend?",
    "--zzz": "there is no option --zzz",
    "-x": "there is no option -x",
    "--": "there is no option --",
    "-- run x": "there is no option --",
    "run --bakend": "there is no option --bakend; did you mean --backend?",
    "run --bakend poll x": "there is no option --bakend; did you mean --backend?",
    "run": "the following arguments are required: EXPERIMENT",
    "export x": "the following arguments are required: --to",
    "export --to markdown": "the following arguments are required: EXPERIMENT_OR_RECORDING",
    "export x --to markdwn": "--to: there is no format 'markdwn'; did you mean markdown?",
    "export x --to zebra": "--to: there is no format 'zebra'; there is markdown",
    "run x y": "there is nothing to do with 'y'",
    "doctor x": "there is nothing to do with 'x'",
    "kinds --json=3": "--json: ignored explicit argument '3'",
}


@pytest.fixture(autouse=True)
def stdout_stays() -> Iterator[None]:
    before = sys.stdout
    yield
    assert sys.stdout is before


@pytest.mark.parametrize("words", MISUSES)
def test_a_usage_error_is_one_line_that_says_what_is_wrong(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 2
    out, said = capsys.readouterr()
    call = next((f" {call}" for call in CALLS.split(", ") if words.split()[0] == call), "")
    assert out == ""
    assert the_line(said).startswith(f"selector-playground{call}: {MISUSES[words]}")
    assert said.endswith(f"; see selector-playground{call} --help\n")
    assert said.count("did you mean") == MISUSES[words].count("did you mean")


@pytest.mark.parametrize("word", ["run\nx", "--op\x1b[2Jen", "\udcff"])
def test_strange_characters_stay_on_the_one_line(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 2
    assert the_line(capsys.readouterr().err).isprintable()


def test_the_name_of_a_file_alone_is_told_how_to_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "echo.json")
    assert main([str(file)]) == 2
    assert f"did you mean --open {file}, or run {file}?" in the_line(capsys.readouterr().err)


def test_at_a_shell_it_is_the_same() -> None:
    said = shell("runn", "x")
    assert (said.returncode, said.stdout) == (2, "")
    assert the_line(said.stderr).startswith("selector-playground: there is no call 'runn'; did you mean run?")


@pytest.mark.parametrize("words", [["--help"], ["--version"], *([call, "--help"] for call in CALLS.split(", "))])
def test_help_and_version(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    said = capsys.readouterr()
    assert said.out and said.err == ""


@pytest.mark.parametrize("call", [one.name for one in catalogues.COMMANDS])
def test_a_catalogue_is_a_list_of_objects_or_lines_for_people(call: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([call, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(row.keys() >= {"id", "title", "available", "reason"} for row in rows)
    assert all((row["reason"] is None) is row["available"] for row in rows)
    assert all(option.keys() >= {"name", "type", "default"} for row in rows for option in row.get("options", ()))
    assert main([call]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in lines] == [row["id"] for row in rows]
    assert [line.partition("not here: ")[2] for line in lines] == [row["reason"] or "" for row in rows]


def test_the_backends_are_those_one_can_ask_for(capsys: pytest.CaptureFixture[str]) -> None:
    main(["backends", "--json"])
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == backend_ids()


def test_doctor_is_one_object_and_says_the_platform(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(["doctor", "--json"]) == 0
    qt = json.loads(capsys.readouterr().out)["qt"]
    assert (qt["platform"], qt["problem"]) == ("offscreen", None)
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "platform offscreen" in said and "No window can be shown" not in said


@linux
def test_doctor_says_that_no_window_can_be_shown() -> None:
    nowhere: Any = {"QT_QPA_PLATFORM": None, "DISPLAY": None, "WAYLAND_DISPLAY": None, "XDG_SESSION_TYPE": None}
    said = shell("doctor", **nowhere)
    assert (said.returncode, said.stderr) == (0, "")
    assert "platform xcb" in said.stdout
    assert said.stdout.endswith("No window can be shown here: there is no display: " + said.stdout.rpartition(": ")[2])


def test_doctor_says_why_qt_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    why = "libEGL.so.1: cannot open shared object file"
    (tmp_path / "PySide6" / "__init__.py").write_text(f"raise ImportError({why!r})\n")
    found = shell("doctor", "--json", PYTHONPATH=str(tmp_path))
    assert (found.returncode, found.stderr) == (0, "")
    assert why in json.loads(found.stdout)["qt"]["error"] and "apt install" in found.stdout
    window = shell(PYTHONPATH=str(tmp_path))
    assert window.returncode == 1
    assert why in the_line(window.stderr) and "apt install" in window.stderr


# What stdout may be.


@posix
@pytest.mark.parametrize("words", ["kinds", "--help"])
def test_whoever_reads_has_gone(words: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        said = shell(words, stdout=writer)
    finally:
        os.close(writer)
    assert (said.returncode, said.stderr) == (1, "")


@linux
def test_a_full_disk_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        said = shell("kinds", stdout=full)
    assert said.returncode == 1
    assert the_line(said.stderr) == "selector-playground: stdout: No space left on device"


@posix
@pytest.mark.parametrize(("words", "status"), [("kinds", 0), ("nope", 2), ("run FILE", 0)])
def test_stdin_stdout_and_stderr_may_be_closed(words: str, status: int, tmp_path: Path) -> None:
    file = write(tmp_path / "one.json", opened("text-file", "f"), opened())
    closing = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *COMMAND]
    said = shell(*words.replace("FILE", str(file)).split(), command=closing)
    assert (said.returncode, said.stdout, said.stderr) == (status, "", "")


@pytest.mark.parametrize(
    ("settings", "arrow"),
    [
        ({"PYTHONIOENCODING": "ascii"}, "->"),
        ({"PYTHONIOENCODING": None, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "->"),
        ({"PYTHONIOENCODING": "utf-8"}, "→"),
    ],
)
def test_an_encoding_without_arrows(settings: Any, arrow: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and "LC_ALL" in settings:
        pytest.skip("locales are those of Unix")
    file = write(tmp_path / "one.json", opened(), {"do": "note", "text": "日本 \ud83d\ude00"})
    said = shell("run", file, **settings)
    assert (said.returncode, said.stderr) == (0, "")
    assert f" {arrow} pair.a fd 100" in said.stdout
    assert ("日本" if arrow == "→" else "\\u65e5\\u672c \\U0001f600") in said.stdout


@posix
def test_an_environment_with_nothing_in_it(tmp_path: Path) -> None:
    file = write(tmp_path / "one.json", opened("text-file", "f"))
    for words in (["run", file], ["doctor"]):
        said = shell(*words, command=["env", "-i", f"TMPDIR={tmp_path}", *COMMAND])
        assert (said.returncode, said.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == [file]


@linux
def test_what_is_wrong_keeps_its_status_when_stdout_takes_nothing() -> None:
    with Path("/dev/full").open("w") as full:
        assert shell("run", "/no/such/file", stdout=full).returncode == 2


def test_ctrl_c_while_it_starts_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupted)
    assert __main__.main() == 130


def test_ctrl_c_in_the_middle_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> list[dict[str, object]]:
        raise KeyboardInterrupt

    monkeypatch.setattr("selcore.reference.doctor.kinds", interrupted)
    assert main(["kinds"]) == 130
