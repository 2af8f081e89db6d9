"""What can be run, by which interpreter, and what is said in one line where it cannot."""

import errno
import os
import sys
from pathlib import Path

import pytest

from selcore.programs import brief_answer
from selcore.programs import program as program_module
from selcore.programs.program import CannotRun, Program, find_python, from_words, prepare

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")


def script(folder: Path, text: str = "print(1)", name: str = "server.py") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def tool(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def old(version: str) -> str:
    return f"""echo '{{"version": [{version}], "name": "cpython"}}'"""


def test_the_interpreter_beside_it_else_that_of_path_else_the_one_that_is_named(tmp_path: Path) -> None:
    path = script(tmp_path)
    there = tool(tmp_path / "bin" / "python3", "exit 1")
    environment = {"PATH": str(tmp_path / "bin")}
    assert find_python(Program(str(path)), str(tmp_path), environment) == there
    beside = tool(tmp_path / ".venv" / "bin" / "python", "exit 1")
    assert find_python(Program(str(path)), str(tmp_path), environment) == beside
    assert find_python(Program(str(path), python="python3"), str(tmp_path), environment) == there


def test_a_program_is_prepared(tmp_path: Path) -> None:
    path = script(tmp_path)
    environment = {"PATH": "/usr/bin", "QT_QPA_PLATFORM": "x", "VIRTUAL_ENV": "y", "MINE": "1"}
    found = prepare(Program(str(path), ("-x", "y"), python=sys.executable), environment)
    assert found.command == [sys.executable, str(path), "-x", "y"] and found.folder == str(tmp_path)
    assert found.environment == {"PATH": "/usr/bin", "MINE": "1"} and found.version.startswith("3.")
    module = prepare(Program("json.tool", ("x",), module=True, python=sys.executable), environment)
    assert module.command == [sys.executable, "-m", "json.tool", "x"] and module.folder == str(Path.cwd())


def test_a_script_has_the_name_by_which_it_was_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inside").mkdir()
    script(tmp_path / "inside")
    monkeypatch.chdir(tmp_path)
    assert prepare(Program("inside/server.py", python=sys.executable)).command[1] == "server.py"
    monkeypatch.chdir(tmp_path / "inside")
    assert prepare(Program("server.py", python=sys.executable)).command[1] == "server.py"
    there = prepare(Program("server.py", python=sys.executable, folder=str(tmp_path)))
    assert there.command[1] == str(tmp_path / "inside" / "server.py")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("server.py", b"x = (\n", "server.py, line 1: SyntaxError: '(' was never closed: x = ("),
        ("server.py", b"#!/usr/bin/env python3\nx y\n", "server.py, line 2: SyntaxError: invalid syntax: x y"),
        ("run", b"#!/bin/sh\necho hello\n", "run: this is not Python: it begins with #!/bin/sh"),
        ("server.py", b"\x7fELF\0\0", "server.py: this is not Python"),
        ("server.py", b"def f():\n  x\n y\n", "server.py, line 3: IndentationError"),
        ("notes", b"caf\xe9 = 1\n", "notes, line 1: SyntaxError: (unicode error)"),
    ],
)
def test_what_python_cannot_read(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRun) as why:
        prepare(Program(str(tmp_path / name), python=sys.executable))
    assert said in str(why.value) and "\n" not in str(why.value)


def test_what_is_not_there_or_may_not_be_read(tmp_path: Path) -> None:
    cases = {
        Program(str(tmp_path / "gone.py")): "there is no such file",
        Program(str(tmp_path)): "a folder without a __main__.py",
        Program("a\0b"): "this can be no path",
        Program(str(script(tmp_path)), folder=str(tmp_path / "gone")): "there is no such folder",
        Program(str(script(tmp_path)), python="/gone/python"): "there is no such interpreter",
        Program(str(script(tmp_path)), python=str(script(tmp_path, name="text"))): "it may not be executed",
        Program(
            str(script(tmp_path)), python=tool(tmp_path / "bad", "echo no such thing >&2; exit 3")
        ): "no such thing",
        Program(str(script(tmp_path)), python=tool(tmp_path / "quiet", "exit 3")): "does not start, status 3",
        Program(
            str(script(tmp_path)), python=tool(tmp_path / "old", old("3, 8, 18"))
        ): "Python 3.8.18 cannot be watched",
        Program(str(script(tmp_path)), python=tool(tmp_path / "two", old("2, 7, 18"))): "3.9 is the oldest",
    }
    for program, said in cases.items():
        with pytest.raises(CannotRun) as why:
            prepare(program)
        assert said in str(why.value) and "\n" not in str(why.value), program
    with pytest.raises(CannotRun, match="no python3 in PATH"):
        prepare(Program(str(script(tmp_path))), {"PATH": str(tmp_path / "none")})


def test_what_the_system_refuses_is_said_of_what_it_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that nobody may enter is no fault of the interpreter, which the system would be asked to start in it."""

    def ask(*_: object) -> object:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path))

    monkeypatch.setattr(brief_answer, "ask", ask)
    with pytest.raises(CannotRun, match=f"^{tmp_path}: Permission denied$"):
        prepare(Program(str(script(tmp_path)), python=sys.executable))


def test_the_words_after_the_dashes() -> None:
    assert from_words(["a.py", "-x"], "py") == Program("a.py", ("-x",), False, "py")
    assert from_words(["-m", "http.server", "80"]) == Program("http.server", ("80",), True)
    assert from_words(["-m", "http.server"]).name == "-m http.server" and from_words(["x/a.py"]).name == "a.py"
    for words in ([], ["-m"], ["--json"]):
        with pytest.raises(CannotRun):
            from_words(words)


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("yes", "it was asked for its version, and says too much"),
        ("""echo '{"version": ["x", {}], "name": "cpython"}'""", "this interpreter does not start, status 0"),
        ("""echo '{"version": [3, 9, 9], "name": "cpython", "syntax": 7}'""", "this interpreter does not start"),
        ("printf '%0100000d' 0 | tr 0 '['", "this interpreter does not start|says too much"),
    ],
)
def test_an_interpreter_that_is_none_is_refused_whatever_it_says(says: str, said: str, tmp_path: Path) -> None:
    tool(tmp_path / ".venv" / "bin" / "python", says)
    with pytest.raises(CannotRun, match=said):
        prepare(Program(str(script(tmp_path))))


def test_nobody_waits_for_a_fifo_nor_reads_all_of_a_large_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.py")
    with pytest.raises(CannotRun, match="fifo.py: it is not a regular file"):
        prepare(Program(str(tmp_path / "fifo.py")))
    path = script(tmp_path, "# a comment" * 1000)
    os.truncate(path, 1 << 40)  # a hole: who reads all of it has no memory left
    tool(tmp_path / ".venv" / "bin" / "python", old("3, 9, 1"))
    assert prepare(Program(str(path))).version == "3.9.1"


def test_a_folder_that_was_removed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(CannotRun, match="the current folder: No such file"):
        prepare(Program("this", module=True))


@pytest.mark.parametrize("leads_to", ["1", None])
def test_without_a_proc_that_knows_this_process_nothing_is_run(
    leads_to: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if leads_to is not None:
        (tmp_path / "self").symlink_to(leads_to)
    monkeypatch.setattr(program_module, "PROC_SELF", str(tmp_path / "self"))
    with pytest.raises(CannotRun, match="there is no /proc of these processes here"):
        prepare(Program(str(script(tmp_path))))
