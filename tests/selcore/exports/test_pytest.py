"""A test that was exported passes where it was played, and fails when one thing that it expects is another."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from selcore.experiment.examples import EXAMPLES
from selcore.experiment.file import Experiment, load
from selcore.exports import Making
from selcore.exports.pytest import as_test
from selcore.script.making import script_of
from selcore.script.voices import Asserting
from tests.selcore.conftest import HERE
from tests.selcore.recipes import opened, recipe
from tests.selcore.script.corpus import by_chance, recorded
from tests.selcore.script.playing import play

from .exported import exported, source_of

WATCHED = {"do": "register", "name": "pair.a", "events": ["read"]}
ONCE = {"do": "select", "timeout": 0}
SENDS = {"do": "send", "name": "pair.b", "text": "x"}


def run(text: str) -> None:
    """Call the test that the text defines."""
    world: dict[str, Any] = {}
    exec(compile(text, "exported", "exec"), world)  # noqa: S102
    (test,) = (made for name, made in world.items() if name.startswith("test_"))
    test()


def test_it_asserts_what_was_observed_and_what_was_refused() -> None:
    data = recipe(opened(), WATCHED, WATCHED, SENDS, {"do": "run", "calls": 3, "timeout": 0}, title="One & two")
    text = exported(source_of(data), "pytest")
    assert "\n\n\n\n" not in text and "import queue" not in text  # as a formatter leaves it, with what it uses alone
    assert "def test_one_two() -> None:" in text
    assert "with pytest.raises(KeyError) as error:" in text
    assert "assert distinct(calls) == [[('pair.a', EVENT_READ)]]" in text
    run(text)
    for right, wrong in (
        ("'pair.a', EVENT_READ)]", "'pair.a', 8)]"),
        ("raises(KeyError)", "raises(OSError)"),
    ):
        with pytest.raises((AssertionError, KeyError)):
            run(text.replace(right, wrong))


def test_what_never_reached_python_is_left_out_and_said() -> None:
    blocking = {"do": "set", "name": "pair.a", "option": "blocking", "value": True}
    text = exported(source_of(recipe(opened(), blocking, {"do": "receive", "name": "pair.a"})), "pytest")
    assert "    # pair_a.recv(65536)\n" in text and text.count("the playground itself refused this") == 2
    run(text)


def test_a_step_that_is_left_out_is_counted_as_people_do() -> None:
    making = Making()
    text = exported(source_of(recipe(opened(), {"do": "signal", "number": 15}, ONCE)), "python", making)
    assert [str(one) for one in making.left_out if str(one).startswith("step ")][0].startswith("step 2: SIGTERM")
    assert "# - step 2: SIGTERM" in text and 'show("3", ' in text and "steps are counted from 1." in text


def test_under_select_the_ready_list_has_no_order() -> None:
    both = [opened(name=name) for name in ("one", "two")]
    watched = [{"do": "register", "name": f"{name}.a", "events": ["write"]} for name in ("two", "one")]
    data = recipe(*both, *watched, {"do": "select", "timeout": 0}, backend="select")
    text = exported(source_of(data), "pytest")
    assert "assert sorted(serve(sel, sel.select(0))) == [('one.a', EVENT_WRITE), ('two.a', EVENT_WRITE)]" in text
    run(text)


def test_a_call_that_is_refused_and_what_is_refused_during_it_are_told_apart() -> None:
    closed = [opened(), WATCHED, {"do": "close", "name": "pair.a"}]
    call = {"do": "select", "timeout": 0.3, "during": [WATCHED]}
    text = exported(source_of(recipe(*closed, call, backend="select")), "pytest")
    assert "as inner_error:" in text and "assert error.type is OSError" in text
    run(text)


def altered(text: str) -> str:
    """One thing is expected otherwise; the same text where nothing is expected."""
    for pattern, other in (
        (r"(== \[+\('[^']*', )EVENT_\w+( \| EVENT_WRITE)?\)", r"\g<1>8)"),
        (r"== \[\[\]", "== [[('nobody', EVENT_READ)]"),
        (r"== \[\]", "== [('nobody', EVENT_READ)]"),
        (r"error\.type is \w+(\.\w+)?", "error.type is MemoryError"),
    ):
        changed = re.sub(pattern, other, text, count=1)
        if changed != text:
            return changed
    return text


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(8))
@pytest.mark.parametrize("backend", HERE)
def test_all_pass_and_with_one_thing_altered_all_fail(backend: str, part: int, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    examples = [(one.id, load(one.path)) for one in EXAMPLES if one.id != "shared-port"]
    chance = [(f"seed {seed}", by_chance(seed)) for seed in range(60)]
    every = [*examples, *recorded(tmp_path / "files"), *chance]
    texts = [as_text(one, backend) for _, one in every[part::8]]
    assert passed(texts, tmp_path / "right", leaves_nothing=True) == (len(texts), 0)
    wrong = [changed for text in texts if (changed := altered(text)) != text]
    assert len(wrong) > len(texts) * 0.7
    assert passed(wrong, tmp_path / "wrong") == (0, len(wrong))


def as_text(experiment: Experiment, backend: str) -> str:
    """What the format makes of it, played in this process."""
    made = script_of(experiment.commands, backend, play(experiment, backend), Asserting(), experiment.title)
    return as_test(made, experiment.title)


LEAVES_NOTHING = """
import os, pytest

@pytest.fixture(autouse=True)
def nothing_is_left():
    before = set(os.listdir("/proc/self/fd"))
    yield
    assert set(os.listdir("/proc/self/fd")) <= before
"""
"""What stands beside the tests: a descriptor that is left open is an error."""


def passed(texts: list[str], folder: Path, leaves_nothing: bool = False) -> tuple[int, int]:
    """How many of these tests passed, and failed, by a pytest that knows nothing of us."""
    folder.mkdir()
    if leaves_nothing:
        (folder / "conftest.py").write_text(LEAVES_NOTHING)
    for number, text in enumerate(texts):
        (folder / f"test_{number}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "--tb=line", "."]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
    counted = {
        word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|error)", said.stdout.splitlines()[-1])
    }
    assert "error" not in counted, said.stdout
    return counted.get("passed", 0), counted.get("failed", 0)


def test_it_asserts_the_number_of_bytes_sent_and_the_bytes_received() -> None:
    long = {"do": "send", "name": "pair.b", "size": 300}
    takes = {"do": "receive", "name": "pair.a", "size": 1}
    text = exported(source_of(recipe(opened(), SENDS, takes, long, {**takes, "size": 1000})), "pytest")
    lines = ["assert pair_b.send(b'x') == 1", "assert pair_a.recv(1) == b'x'", "assert pair_b.send(bytes(300)) == 300"]
    lines.append("assert len(pair_a.recv(1000)) == 300")
    assert [line.strip() for line in text.splitlines() if ".send(" in line or ".recv(" in line] == lines
    run(text)
    with pytest.raises(AssertionError):
        run(text.replace("== b'x'", "== b'y'"))


@pytest.mark.parametrize(
    ("commands", "line"),
    [
        ([opened("udp", "u"), opened("udp", "v"), SENDS | {"name": "u", "to": "v"}], "v.recvfrom(9)[0] == b'x'"),
        ([opened("text-file", "v")], "v.read(9).encode() == b'first lin'"),
        ([opened("buffered-reader", "v", mode="r")], "v.read(9).encode() == b'one\\ntwo\\nt'"),
        ([opened("device", "v", path="/dev/urandom")], "v.fileno(), 9)"),
    ],
)
def test_what_is_received_is_asserted_however_it_is_read_unless_it_is_another_each_time(
    commands: list[dict[str, Any]], line: str
) -> None:
    text = exported(source_of(recipe(*commands, {"do": "receive", "name": "v", "size": 9})), "pytest")
    assert any(one.endswith(line) and ("assert" in one) is ("==" in line) for one in text.splitlines())
    run(text)
