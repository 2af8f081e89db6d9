"""Commands become Python that reads like the documentation, knows its steps, and does the same."""

from pathlib import Path

import pytest

from selcore.experiment.examples import FOLDER
from selcore.experiment.file import load, parse
from selcore.script.lines import CodeLine
from selcore.script.making import script_of
from tests.selcore.conftest import HERE
from tests.selcore.recipes import ECHO_SERVER
from tests.selcore.script.playing import differences, play, run, script, told


def test_it_reads_like_the_documentation() -> None:
    made = script_of(parse(ECHO_SERVER.encode()).commands, "epoll")
    text = made.source()
    assert "sel = selectors.EpollSelector()" in text
    assert "sel.register(server, EVENT_READ, accept(lambda: Echo(bytes.upper), EVENT_READ))" in text
    assert "\nfor _ in range(5):\n    for key, mask in sel.select(0.1):\n" in text
    compile(text, "script", "exec")


def test_each_line_knows_its_step() -> None:
    made = script_of(parse(ECHO_SERVER.encode()).commands)
    assert CodeLine("client.close()", 7) in made.body
    assert {line.step for line in made.body[2:] if line.text} == set(range(9))
    assert {line.step for line in made.head} == {None}


@pytest.mark.parametrize("backend", HERE)
def test_each_example_does_the_same_as_a_script(backend: str, tmp_path: Path) -> None:
    experiments = [load(path) for path in sorted(FOLDER.glob("*.json")) if "shared-port" not in path.name]
    played = [play(one, backend) for one in experiments]
    said = run([script(one, backend) for one in experiments], tmp_path)
    for experiment, seen, printed in zip(experiments, played, said, strict=True):
        assert differences(seen, told(printed), backend) == [], f"{experiment.title}\n{printed}"
