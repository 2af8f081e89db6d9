"""A program that is kept comes back as it was; a line that is none is none."""

from pathlib import Path

import pytest

from selcore.programs.kept_program import LONGEST, identity, in_words, kept, program_of
from selcore.programs.program import Program


def test_it_comes_back() -> None:
    script = Program("/a b/server.py", ("--port", "80 80"), False, "/usr/bin/python3", "/a b")
    module = Program("http.server", ("8000",), True)
    assert [program_of(kept(one)) for one in (script, module)] == [script, module]
    assert in_words(script) == "server.py --port '80 80'" and in_words(module) == "-m http.server 8000"


def test_a_script_is_known_by_its_whole_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert identity(Program("x.py")) == identity(Program(str(tmp_path / "x.py"), ("other",))) == str(tmp_path / "x.py")
    assert identity(Program("x", (), True)) == f"-m x in {tmp_path}" != identity(Program("x", (), True, "", "/y"))


@pytest.mark.parametrize(
    "line",
    [
        *("", "nothing", "[]", "{}", '{"target": ""}', '{"target": 1}', '{"target": "a", "arguments": "b"}'),
        *('{"target": "a\\u0000"}', '{"target": "a", "module": 1}', '{"target": "a", "arguments": [1]}', "[" * 5000),
    ],
)
def test_what_is_no_program_is_none(line: str) -> None:
    assert program_of(line) is None


def test_what_is_too_long_is_not_kept() -> None:
    assert kept(Program("a", ("x" * LONGEST,))) == ""
