"""The examples that ship: each plays everywhere, asks nobody's trust, and shows what its notes say."""

import errno
import re
import socket
import sys
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


BACKEND = {
    "regular-file": "poll",
    "dup-keeps-reporting": "epoll",
    "fd-above-1023": "select",
    "stdin-from-a-file": "epoll",
    "a-mask-of-nothing": "poll",
}
"""Those that show nothing on another."""
WARNED = {
    "reused-number": {"closed-registered", "descriptor-reused"},
    "fd-above-1023": {"fd-over-1023"},
    "modify-and-the-pair": {"watches-nothing"},
    "a-mask-of-nothing": {"watches-nothing"},
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


def test_there_are_twenty_three_and_each_is_listed() -> None:
    assert len(EXAMPLES) == len(BY_ID) == 23
    assert {path.name for path in FOLDER.glob("*.json")} == {f"{id}.selector.json" for id in BY_ID}


@EACH
def test_it_is_an_experiment_that_anyone_may_play(example: Example) -> None:
    experiment = experiment_of(example)
    assert experiment.title == str(example.title)
    assert experiment.backend == BACKEND.get(example.id, "default")
    asks = (
        ["sets SO_REUSEPORT of first to 1", "sets SO_REUSEPORT of second to 1"] if example.id == "shared-port" else []
    )
    assert list(map(str, trust_needed(experiment.commands))) == asks
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


def steps_of(id: str, backend: str) -> dict[int, dict[str, Any]]:
    """What each step answered."""
    lines: list[dict[str, Any]] = []
    play(experiment_of(BY_ID[id]), lines.append, backend)
    return {line["step"]: line for line in lines if "step" in line}


def test_an_address_in_use(backend: str) -> None:
    steps = steps_of("address-in-use", backend)
    refused = [step for step, line in steps.items() if not line["ok"]]
    assert refused == [10] and steps[10]["error"]["errno"] == errno.EADDRINUSE
    assert sys.platform != "linux" or "TIME_WAIT" in steps[10]["error"]["hint"]


@pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="no SO_REUSEPORT here")
def test_a_port_that_is_shared(backend: str) -> None:
    steps = steps_of("shared-port", backend)
    assert {one["name"] for one in steps[13]["ready"]} <= {"first", "second"} and steps[13]["ready"]
    assert [step for step, line in steps.items() if not line["ok"]] == [16]


def test_a_udp_server(backend: str) -> None:
    steps = steps_of("udp-server", backend)
    assert bytes.fromhex(steps[10]["hex"]) == b"FROM ONE" and steps[10]["from"] == steps[12]["from"]
    assert (bytes.fromhex(steps[12]["hex"]), steps[12].get("lost")) == (b"FROM", 10)
    assert not steps[13]["ok"]


def test_a_proxy(backend: str) -> None:
    steps = steps_of("forwarded", backend)
    assert bytes.fromhex(steps[11]["hex"]) == b"HELLO" and steps[15]["size"] == 0


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


def lines_of(id: str, backend: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    play(experiment_of(BY_ID[id]), lines.append, backend)
    return [line for line in lines if line.get("do") not in (None, "note", "open")]


def test_one_of_three(backend: str) -> None:
    assert told("one-of-three", backend)[3:] == [None, [("pair-2.a", "read")], 2, []]


def test_data_of_any_kind(backend: str) -> None:
    first, found, _, call, changed, map_, none, last = lines_of("data-of-any-kind", backend)
    data = {"who": 1, "seen": ["a", None, True]}
    assert first["key"] == found["key"] and first["key"]["data"] == data and call["ready"][0]["data"] == data
    assert "only data changed" in changed["notice"] and [key["data"] for key in map_["map"]] == [{"who": 2}]
    assert "data" not in none["key"] and "data" not in last["ready"][0]


def test_a_number_above_1023(backend: str) -> None:
    registered, call, _, _, taken = lines_of("fd-above-1023", backend)
    if not registered["ok"]:
        pytest.skip("so many descriptors are not allowed here")
    assert registered["key"]["fd"] == 1500
    if backend == "select":
        assert (call["error"]["type"], call["error"]["message"]) == (
            "ValueError",
            "filedescriptor out of range in select()",
        )
    else:
        assert call["ready"] == []
    assert [one["name"] for one in taken["ready"]] == ["high.a"]


def test_a_reused_number(backend: str) -> None:
    _, _, second, _, call = lines_of("reused-number", backend)
    assert second["error"]["type"] == "KeyError" and "(FD 100) is already registered" in second["error"]["message"]
    assert shown(call) == ([] if backend == "epoll" else [("old.a", "read")])


def test_stdin_from_a_file(backend: str) -> None:
    first, _, again, call, _, at_end = lines_of("stdin-from-a-file", backend)
    assert (first["ok"], again["ok"]) == ((False, True) if backend == "epoll" else (True, False))
    assert backend != "epoll" or (first["error"]["type"], first["error"]["errno"]) == ("PermissionError", 1)
    assert shown(call) == shown(at_end) == [("stdin_is", "read")]


def test_modify_and_the_pair(backend: str) -> None:
    _, changed, map_, _, register, _ = lines_of("modify-and-the-pair", backend)
    assert changed["ok"] is (backend != "select")
    assert len(map_["map"]) == (backend != "select"), "the key is lost"
    assert (register["error"]["type"], register["error"]["message"]) == ("ValueError", "Invalid events: 4")


def test_a_mask_of_nothing(backend: str) -> None:
    _, _, _, quiet, _, first, second, _ = lines_of("a-mask-of-nothing", backend)
    none = [] if backend == "select" else [("pair.a",)]
    assert (shown(quiet), shown(first), shown(second)) == ([], none, none)


def test_registered_while_it_waits(backend: str) -> None:
    call = next(line for line in lines_of("registered-while-it-waits", backend) if "ready" in line)
    assert shown(call) == [("second.a", "read")]
    assert call.get("unseen") == (None if backend == "epoll" else [{"name": "second.a", "events": ["read"]}])
