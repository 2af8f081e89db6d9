"""Before a program runs: why it cannot, or which interpreter it would get, as an answer."""

import sys
from pathlib import Path

import pytest

from selcore.programs.looking import found_python, try_to_prepare
from selcore.programs.program import CannotRun, Prepared, Program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")


def test_a_reason_is_an_answer(tmp_path: Path) -> None:
    found = try_to_prepare(Program(str(tmp_path / "none.py")))
    assert isinstance(found, CannotRun) and "there is no such file" in str(found)
    (tmp_path / "a.py").write_text("")
    assert isinstance(try_to_prepare(Program(str(tmp_path / "a.py"), python=sys.executable)), Prepared)


def test_the_interpreter_that_it_would_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "a.py"
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert found_python(Program(str(script), python="/not/this")) == str(python)
    assert found_python(Program("m", module=True, folder=str(tmp_path))) == str(python)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert found_python(Program(str(tmp_path / "sub" / "a.py"))) == ""
