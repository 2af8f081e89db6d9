"""dev.py as its user meets it: what it says, when it installs, and that it never ends in a traceback."""

from __future__ import annotations

import ast
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "dev.py"


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module whose checkout is a folder of its own: nothing real is installed."""
    spec = importlib.util.spec_from_file_location("dev_under_test", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements.lock").write_text("msgspec==0.20\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


@pytest.fixture
def commands(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; each succeeds, and `-m venv` leaves an interpreter behind."""
    noted: list[list[str]] = []

    def logged(command: list[str], log: Path) -> bool:
        noted.append(command)
        if "venv" in command:
            python = Path(dev.own_environment().python)
            python.parent.mkdir(parents=True)
            python.touch()
        return True

    monkeypatch.setattr(dev, "logged", logged)
    monkeypatch.setattr(dev, "qt_trouble", lambda env, platform: "")
    return noted


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What somebody sees who types this."""
    return subprocess.run(
        [sys.executable, str(SCRIPT), *words],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


# -- what it says ------------------------------------------------------------------------------------------------------


def test_an_old_python_can_read_it() -> None:
    assert ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8)).body


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15)])
def test_a_python_out_of_range_is_refused_in_one_line(
    dev: ModuleType, version: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    monkeypatch.setattr(sys, "argv", ["dev.py", "run"])
    assert dev.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "needs Python 3.11 to 3.14" in said
    assert "{}.{}".format(*version) in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu"], "there is no verb 'rnu'; there are: run, test, check, shots"),
        ([], "a verb is missing"),
        (["check", "--fast"], "check does not take '--fast'"),
        (["shots", "here", "there"], "shots does not take 'there'"),
        (["shots", "--platfrom"], "shots does not take '--platfrom'"),
        (["test", "--python"], "--python needs a value"),
        (["test", "--python", "three"], "a version like 3.13, not 'three'"),
    ],
)
def test_a_slip_in_the_command_gets_one_line_and_status_2(words: list[str], said: str) -> None:
    answer = typed(*words)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""


def test_help_names_every_verb(dev: ModuleType) -> None:
    answer = typed("--help")
    assert answer.returncode == 0
    assert all(f"\n  {verb} " in answer.stdout for verb in dev.VERBS)


def test_a_python_that_is_not_installed_is_one_line(tmp_path: Path) -> None:
    answer = typed("test", "--python", "3.14", PATH=str(tmp_path), PYENV_ROOT=str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.startswith("dev.py: Python 3.14 is not installed here")
    assert answer.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for a pyenv shim is a shell script")
def test_a_shim_that_leads_nowhere_is_not_an_interpreter(tmp_path: Path) -> None:
    shim = tmp_path / "python3.14"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    answer = typed("test", "--python", "3.14", PATH=str(tmp_path), PYENV_ROOT=str(tmp_path))
    assert "Python 3.14 is not installed here" in answer.stderr


@pytest.mark.parametrize(
    ("error", "status"),
    [(KeyboardInterrupt(), 130), (PermissionError(13, "denied"), 1), (subprocess.TimeoutExpired("pip", 1), 1)],
)
def test_nothing_ends_in_a_traceback(
    dev: ModuleType,
    error: BaseException,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(arguments: list[str]) -> int:
        raise error

    monkeypatch.setattr(dev, "dispatch", fail)
    assert dev.main() == status
    assert "Traceback" not in capsys.readouterr().err


def test_without_a_display_run_says_so_but_headless_verbs_go_on(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(dev.Problem, match="no display"):
        dev.window_platform(["--open", "echo.json"])
    assert dev.window_platform(["doctor", "--json"]) == "offscreen"
    monkeypatch.setenv("DISPLAY", ":0")
    assert dev.window_platform([]) == "xcb"
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:enable_fonts")
    assert dev.window_platform([]) == "offscreen"


# -- when it installs --------------------------------------------------------------------------------------------------


def test_the_first_start_makes_the_environment_and_the_second_does_nothing(
    dev: ModuleType, commands: list[list[str]]
) -> None:
    dev.prepare(dev.own_environment())
    assert [("venv" in command, "--require-hashes" in command, "-e" in command) for command in commands] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    commands.clear()
    dev.prepare(dev.own_environment())
    assert commands == []


@pytest.mark.parametrize("file", ["pyproject.toml", "requirements.lock"])
def test_a_changed_file_installs_again_into_the_same_environment(
    dev: ModuleType, commands: list[list[str]], tmp_path: Path, file: str
) -> None:
    dev.prepare(dev.own_environment())
    commands.clear()
    (tmp_path / file).write_text("# something else\n")
    dev.prepare(dev.own_environment())
    assert len(commands) == 2
    assert all("install" in command for command in commands)


def test_another_python_makes_the_environment_anew(dev: ModuleType, commands: list[list[str]]) -> None:
    dev.prepare(dev.own_environment())
    commands.clear()
    env = dev.Environment(dev.own_environment().folder, sys.executable, "3.99")
    dev.prepare(env)
    assert commands[0][-2:] == ["venv", str(env.folder)]


def test_an_interrupted_installation_is_started_over(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(env: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dev, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            dev.prepare(dev.own_environment())
    assert dev.own_environment().stamped() == []
    commands.clear()
    dev.prepare(dev.own_environment())
    assert "venv" in commands[0]


def test_where_the_lock_cannot_be_installed_it_goes_on_without_and_says_so(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    note: Callable[[list[str], Path], bool] = dev.logged
    monkeypatch.setattr(dev, "logged", lambda command, log: note(command, log) and "--require-hashes" not in command)
    dev.prepare(dev.own_environment())
    assert commands[-1][-2:] == ["-e", ".[dev]"]
    assert "without the lock: pip install -e .[dev]" in capsys.readouterr().err


def test_what_pip_said_is_shown_only_when_all_failed(dev: ModuleType, tmp_path: Path) -> None:
    env = dev.Environment(tmp_path / ".venv", sys.executable, "3.99")
    env.folder.mkdir()
    code = "import sys; print(*range(100), sep='\\n'); sys.exit(3)"
    assert not dev.logged([sys.executable, "-c", code], env.log)
    with pytest.raises(dev.Problem) as told:
        dev.fail_with_log("could not install", env.log)
    lines = str(told.value).splitlines()
    assert lines[0] == f"could not install; the end of {env.log}:"
    assert lines[1:] == [f"  {number}" for number in range(80, 100)]


# -- the system's libraries --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "library", "named"),
    [
        ("offscreen", "libGL.so.1", ["libgl1", "libegl1", "libglvnd-glx", "dbus-libs"]),
        ("xcb", "libxcb-cursor.so.0", ["libgl1", "libxcb-cursor0", "libxkbcommon-x11-0", "xcb-util-cursor"]),
    ],
)
def test_a_missing_library_is_named_with_its_packages(
    dev: ModuleType, platform: str, library: str, named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = f"ImportError: {library}: cannot open shared object file: No such file or directory"
    monkeypatch.setattr(dev, "qt_trouble", lambda env, platform: trouble)
    monkeypatch.setattr(dev, "apt_prefix", lambda message: None)
    with pytest.raises(dev.Problem) as told:
        dev.check_qt(dev.own_environment(), platform)
    first, debian, fedora = str(told.value).splitlines()
    assert library in first
    assert "sudo apt install " in debian
    assert "sudo dnf install " in fedora
    assert set(named) <= set(debian.split()) | set(fedora.split())
    assert ("libxcb-cursor0" in debian) == (platform == "xcb")


def test_where_it_may_it_installs_them_and_looks_again(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["ImportError: libEGL.so.1: cannot open shared object file: No such file or directory", ""])
    monkeypatch.setattr(dev, "qt_trouble", lambda env, platform: next(answers))
    monkeypatch.setattr(dev, "apt_prefix", lambda message: [])
    dev.check_qt(dev.own_environment(), "offscreen")
    update, install = commands
    assert update[-1] == "update"
    assert install[-len(dev.DEBIAN) - 3 :] == ["install", "-y", "--no-install-recommends", *dev.DEBIAN]


@pytest.mark.parametrize(
    ("ci", "may", "looked_for"),
    [("true", True, ["offscreen", "xcb"]), ("true", False, ["offscreen"]), ("", True, ["offscreen"])],
)
def test_where_packages_may_be_installed_unasked_the_tests_have_what_x11_needs(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, ci: str, may: bool, looked_for: list[str]
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(dev, "prepare", lambda env, platform: looked.append(platform))
    monkeypatch.setattr(dev, "apt_prefix", lambda message: [] if may else None)
    monkeypatch.setattr(dev, "call", lambda command, **more: 0)
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert dev.test([]) == 0
    assert looked == looked_for


def test_another_import_error_is_passed_on_as_it_is(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "qt_trouble", lambda env, platform: "ModuleNotFoundError: No module named 'PySide6'")
    with pytest.raises(dev.Problem, match="Qt does not load: ModuleNotFoundError: No module named 'PySide6'"):
        dev.check_qt(dev.own_environment(), "offscreen")


def test_a_python_without_venv_names_the_package(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "apt_prefix", lambda message: None)
    monkeypatch.setattr(dev.subprocess, "call", lambda *command, **how: 1)
    with pytest.raises(dev.Problem, match="apt install python3-venv"):
        dev.prepare(dev.own_environment())


# -- the program that it starts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [0, 5, 42])
def test_a_childs_exit_status_is_passed_on(dev: ModuleType, status: int) -> None:
    assert dev.call([sys.executable, "-c", f"raise SystemExit({status})"]) == status


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_child_that_died_of_a_signal_has_the_shells_status(dev: ModuleType) -> None:
    assert dev.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 15)"]) == 128 + signal.SIGTERM


@pytest.mark.skipif(os.name == "nt", reason="exec is POSIX")
def test_the_program_takes_the_place_of_dev_py(tmp_path: Path) -> None:
    """Then every signal sent to `dev.py run` reaches the program itself."""
    code = f"import os, sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import dev; print(os.getpid(), flush=True);"
    code += "dev.become([sys.executable, '-c', 'import os; print(os.getpid())'])"
    shown = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    before, after = shown.stdout.split()
    assert before == after


def test_a_failing_check_shows_its_output_and_the_next_ones_still_run(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env = dev.Environment(Path(sys.prefix), sys.executable, "3.11")
    env.python = sys.executable
    monkeypatch.setattr(dev, "prepare", lambda env: env)
    monkeypatch.setattr(dev, "own_environment", lambda: env)
    steps = {
        "quiet": ["-c", "print('well done')"],
        "loud": ["-c", "raise SystemExit('line 7 is wrong')"],
        "last": ["-c", ""],
        "tests": ["-c", "raise SystemExit('must not run')"],
    }
    monkeypatch.setattr(dev, "CHECKS", steps)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert dev.check(["--no-tests"]) == 1
    out, err = capsys.readouterr()
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["ok", "quiet"],
        ["failed", "loud"],
        ["line", "7"],
        ["ok", "last"],
    ]
    assert "failed: loud" in err
