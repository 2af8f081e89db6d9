"""The examples that ship: each plays everywhere, asks nobody's trust, and shows what its notes say."""

import re
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.experiment.checking import trust_needed
from selcore.experiment.examples import EXAMPLES, FOLDER, Example
from selcore.experiment.file import Experiment, dump, load
from selcore.headless.player import play
from selcore.values.commands import Note

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
BY_ID = {example.id: example for example in EXAMPLES}
EACH = pytest.mark.parametrize("example", EXAMPLES, ids=BY_ID)


WARNED = {
    "always-writable": {"always-writable"},
    "closed-but-registered": {"closed-registered"},
    "closed-with-and-without-dup": {"closed-registered"},
    "dup-keeps-reporting": {"closed-registered", "stale-registration"},
}
"""What is noticed in them; in the others nothing is."""


@pytest.fixture(params=HERE)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def experiment_of(example: Example) -> Experiment:
    return load(example.path)


def told(id: str, backend: str) -> list[Any]:
    """Of each step what was ready, the error's errno, or the value that matters."""
    lines: list[dict[str, Any]] = []
    play(experiment_of(BY_ID[id]), lines.append, backend)
    return [shown(line) for line in lines if "lint" not in line and line.get("do") not in ("note", "open")]


def shown(line: dict[str, Any]) -> Any:
    if "error" in line and not line["ok"]:
        return line["error"]["errno"]
    if "ready" in line:
        return [(one["name"], *one["events"]) for one in line["ready"]]
    return line.get("size", line.get("so_error", line.get("calls")))


def test_there_are_eleven_and_each_is_listed() -> None:
    assert len(EXAMPLES) == len(BY_ID) == 11
    assert {path.name for path in FOLDER.glob("*.json")} == {f"{id}.selector.json" for id in BY_ID}


@EACH
def test_it_is_an_experiment_that_anyone_may_play(example: Example) -> None:
    experiment = experiment_of(example)
    assert experiment.title == str(example.title)
    assert experiment.backend == {"regular-file": "poll", "dup-keeps-reporting": "epoll"}.get(example.id, "default")
    assert trust_needed(experiment.commands) == []
    assert b"/" not in dump(experiment)  # no path


@EACH
def test_its_notes_are_one_or_two_plain_sentences(example: Example) -> None:
    experiment = experiment_of(example)
    notes = [command.text for command in experiment.commands if isinstance(command, Note)]
    assert isinstance(experiment.commands[0], Note)
    for note in notes:
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", note)) <= 2, note
        assert len(note) < 200, note


@EACH
def test_it_plays_to_its_end(example: Example, backend: str) -> None:
    lines: list[dict[str, Any]] = []
    experiment = experiment_of(example)
    play(experiment, lines.append, backend)
    assert [line["step"] for line in lines if "step" in line] == list(range(len(experiment.commands)))
    assert all("lint" in line or line["ok"] or line["error"]["by"] == "python" for line in lines)
    assert {line["lint"] for line in lines if "lint" in line} <= WARNED.get(example.id, set())
    assert not [line for line in lines if line.get("interrupted")]


READ_A, WRITE_A = ("pair.a", "read"), ("pair.a", "write")


def test_always_writable(backend: str) -> None:
    assert told("always-writable", backend) == [None, [WRITE_A], 1000, None, []]


def test_half_read(backend: str) -> None:
    assert told("half-read", backend) == [None, None, [READ_A], 1, [READ_A], 1, []]


def test_peer_closes(backend: str) -> None:
    assert told("peer-closes", backend) == [None, None, [READ_A], 5, 0, [READ_A], None, None, []]


def test_closed_but_registered(backend: str) -> None:
    gone, good = ("gone.a", "read"), ("good.a", "read")
    call = {"select": 9, "poll": [gone, good]}.get(backend, [good])
    assert told("closed-but-registered", backend) == [None] * 4 + [call, call, None, None, [good]]


def test_a_duplicate_keeps_epoll_reporting(backend: str) -> None:
    lines: list[dict[str, Any]] = []
    play(experiment_of(BY_ID["dup-keeps-reporting"]), lines.append, backend)
    first, *empty = [line for line in lines if line.get("do") == "select"]
    assert shown(first) == (9 if backend == "select" else [READ_A])
    assert [shown(line) for line in empty] == [[], []]
    assert [line["waited"] < 0.1 for line in empty] == [backend == "epoll"] * 2


def test_closed_with_a_duplicate_and_without(backend: str) -> None:
    plain, twin = ("plain.a", "read"), ("twin.a", "read")
    lines: list[dict[str, Any]] = []
    play(experiment_of(BY_ID["closed-with-and-without-dup"]), lines.append, backend)
    calls = {"select": [9, 9, []], "poll": [[plain], [twin], []]}.get(backend, [[], [twin], []])
    assert [shown(line) for line in lines if line.get("do") == "select"] == calls


def test_one_byte_freed(backend: str) -> None:
    assert told("one-byte-freed", backend)[2:] == [[], 1, [], 4095, [("pipe.w", "write")]]


def test_refused_connect(backend: str) -> None:
    assert told("refused-connect", backend)[2:] == [[("client", "write")], 111, 0]


def test_regular_file(backend: str) -> None:
    call = [] if backend == "epoll" else [("file", "read")]
    assert told("regular-file", backend) == [1 if backend == "epoll" else None, call, 34, call]


def test_more_than_asked(backend: str) -> None:
    asked, unasked = ("pipe.r", "read"), [] if backend == "select" else [("pipe.r", "write")]
    assert told("more-than-asked", backend) == [None, [], None, unasked, None, [asked]]


def test_buffered_data(backend: str) -> None:
    assert told("buffered-data", backend) == [None, [("reader", "read")], 4, [], 4]
