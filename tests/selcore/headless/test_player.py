"""Playing a file without a window: the lines of the contract, on every backend, each as soon as it is known."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from selcore.backends import BACKENDS
from selcore.callbacks.drain import DrainCallback
from selcore.experiment.file import parse
from selcore.headless.player import LONGEST, Died, NotHere, Player, play
from tests.selcore.driver import HERE
from tests.selcore.recipes import ECHO_SERVER, opened, recipe

Line = dict[str, Any]
READ_A = {"do": "register", "name": "pair.a", "events": ["read"]}
WRITE_A = {"do": "register", "name": "pair.a", "events": ["write"]}
NOTE = {"do": "note", "text": "x"}


@pytest.fixture(params=HERE)
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def lines_of(*commands: Line, backend: str | None = None, max_wait: float = 10, **more: Any) -> list[Line]:
    lines: list[Line] = []
    play(parse(recipe(*commands, **more)), lines.append, backend, max_wait)
    return [json.loads(json.dumps(line, allow_nan=False)) for line in lines]


def of_step(lines: list[Line], step: int) -> Line:
    (line,) = [line for line in lines if line.get("step") == step]
    return line


def without_times(line: Line) -> Line:
    return {key: value for key, value in line.items() if not key.startswith("waited")}


def raw(backend: str, *flags: str) -> list[str] | None:
    """The flags by their names there; select has none."""
    prefix = {"poll": "POLL", "epoll": "EPOLL"}.get(backend)
    return None if prefix is None else [prefix + flag for flag in flags]


@pytest.fixture
def echo_server() -> Iterator[str]:
    """The example of the contract, on any free port: another test may hold 8080."""
    yield ECHO_SERVER.replace('"port": 8080', '"port": 0')


def test_the_example_of_the_contract(echo_server: str, backend: str) -> None:
    lines: list[Line] = []
    play(parse(echo_server.encode()), lines.append, backend)
    assert [line.get("step", (line.get("in_step"), line.get("call"), line.get("during"))) for line in lines] == [
        *(0, 1, 2, 3, 4),
        *((5, None, 0), 5, 6, 7),
        *((8, 1, None), (8, 2, None)),
        8,
    ]
    assert {line["backend"] for line in lines} == {backend}
    assert all(line["ok"] for line in lines)
    assert all(0 <= line["waited"] < 1 for line in lines if "waited" in line)
    head = {"backend": backend, "ok": True}
    server = {"name": "server", "fd": 100, "events": ["read"], "callback": "accept"}
    accepted = {"name": "server", "fd": 100, "events": ["read"], "raw": raw(backend, "IN"), "did": "accepted server.1"}
    received = {"name": "server.1", "fd": 102, "events": ["read"], "raw": raw(backend, "IN"), "did": "5 in, 5 out"}
    closed = received | {"did": "EOF: unregistered, closed"}
    assert [without_times(line) for line in lines] == [
        {"step": 0, "do": "open", "name": "server", **head, "opened": [{"name": "server", "fd": 100}]},
        {"step": 1, "do": "register", "name": "server", **head, "key": server},
        {"step": 2, "do": "open", "name": "client", **head, "opened": [{"name": "client", "fd": 101}]},
        {"step": 3, "do": "select", **head, "timeout": 1.0, "ready": [accepted]},
        {"step": 4, "do": "send", "name": "client", **head, "sent": 5},
        {"in_step": 5, "during": 0, "late": True, "do": "note", **head, "text": "given while the call was blocked"},
        {"step": 5, "do": "select", **head, "timeout": None, "ready": [received]},
        {"step": 6, "do": "receive", "name": "client", **head, "size": 5, "hex": b"HELLO".hex()},
        {"step": 7, "do": "close", "name": "client", **head},
        {"in_step": 8, "call": 1, **head, "timeout": 0.1, "ready": [closed]},
        {"in_step": 8, "call": 2, **head, "timeout": 0.1, "ready": [], "repeat": 4},
        {"step": 8, "do": "run", **head, "calls": 5, "results": 1, "bounded_by": "calls"},
    ]
    grouped = lines[-2]
    assert 0.1 <= grouped["waited_least"] <= grouped["waited_most"] < grouped["waited_total"] < 1


def test_commands_during_a_call_that_blocks_are_given_through_the_wake(backend: str) -> None:
    send = {"do": "send", "name": "pair.b", "text": "x"}
    lines = lines_of(opened(), READ_A, {"do": "select", "timeout": None, "during": [NOTE, send, NOTE]}, backend=backend)
    assert [(line["in_step"], line["during"], line["do"], line.get("late")) for line in lines[2:-1]] == [
        (2, 0, "note", None),
        (2, 1, "send", None),
        (2, 2, "note", None),
    ]
    assert lines[-1]["ready"] == [
        {"name": "pair.a", "fd": 100, "events": ["read"], "raw": raw(backend, "IN"), "did": None}
    ]


def test_a_refusal_is_an_outcome_and_the_replay_goes_on(backend: str) -> None:
    lines = lines_of(
        opened("text-file", "f"),
        {"do": "register", "name": "f", "events": ["read"]},
        READ_A | {"name": "f"},
        NOTE,
        backend=backend,
    )
    epoll = {"type": "PermissionError", "errno": 1, "message": "[Errno 1] Operation not permitted", "by": "python"}
    again = {"type": "KeyError", "errno": None, "by": "python"}
    first, second = of_step(lines, 1), of_step(lines, 2)
    if backend == "epoll":
        assert first.keys() == {"step", "do", "name", "backend", "ok", "error"}
        assert {key: value for key, value in first["error"].items() if key != "hint"} == epoll
        assert "epoll never takes" in first["error"]["hint"]
    else:
        assert first["ok"]
        assert again.items() <= second["error"].items()
        assert "is already registered" in second["error"]["message"]
    assert of_step(lines, 3)["ok"]


def test_the_playground_refuses_in_its_own_name() -> None:
    listener = opened("tcp-listener", "s")
    (error,) = [line["error"] for line in lines_of(listener, {"do": "close", "name": "s.1"}) if not line["ok"]]
    assert (error["type"], error["errno"], error["by"]) == ("UnknownName", None, "playground")


def test_a_call_that_blocks_too_long_is_interrupted_and_never_empty(backend: str) -> None:
    lines = lines_of(
        {"do": "select", "timeout": None},
        {"do": "run", "calls": 5, "timeout": None},
        NOTE,
        backend=backend,
        max_wait=0.05,
    )
    step, row, run = lines[0], lines[1], lines[2]
    assert step.keys() == {"step", "do", "backend", "ok", "interrupted", "by", "timeout", "waited"}
    assert (step["ok"], step["interrupted"], step["by"], step["timeout"]) == (True, True, "max-wait", None)
    assert 0.02 < step["waited"] < 5
    assert (row["in_step"], row["call"], row["interrupted"]) == (1, 1, True)
    assert (run["calls"], run["results"], run["bounded_by"]) == (0, 0, "max-wait")
    assert lines[3]["ok"]


def test_a_run_without_a_bound_is_bounded_by_max_wait(backend: str) -> None:
    lines = lines_of(opened(), WRITE_A, {"do": "run", "timeout": None}, backend=backend, max_wait=0.05)
    assert [line["lint"] for line in lines if "lint" in line] == ["always-writable"]
    lines = [line for line in lines if "lint" not in line]
    assert len(lines) == 4
    assert lines[2]["repeat"] == lines[3]["calls"] == lines[3]["results"] > 10
    assert lines[3]["bounded_by"] == "max-wait"


def test_a_long_run_tells_how_far_it_is_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.headless.line_stream.OFTEN", 0)
    played = parse(recipe(opened(), WRITE_A, {"do": "run", "calls": 1_000_000_000, "timeout": 0}))
    player, told = Player(played, progress=True), []
    for line in player.play():
        told += [line["so_far"]] if "so_far" in line else []
        if len(told) == 3:
            player.stop()
    assert len(told) >= 3 and told == sorted(told) and 0 < told[0] < told[2]
    assert not [line for line in Player(parse(recipe(opened(), NOTE)), progress=True).play() if "so_far" in line]


def test_a_refused_call_has_its_error_and_its_timeout(backend: str) -> None:
    lines = lines_of({"do": "select", "timeout": "nan"}, {"do": "select", "timeout": "inf"}, backend=backend)
    assert [(line["ok"], line["timeout"], line["error"]["by"]) for line in lines] == [
        (False, "nan", "python"),
        (False, "inf", "python"),
    ]
    assert lines[0]["error"]["type"] == "ValueError"
    assert lines[1]["error"]["type"] == "OverflowError"


def test_each_line_names_the_backend_in_use() -> None:
    use = {"do": "use-backend", "backend": "select"}
    during = {"do": "select", "timeout": None, "during": [NOTE, {"do": "use-backend", "backend": "poll"}, NOTE]}
    lines = lines_of(opened(), READ_A, use, NOTE, during, NOTE, backend="epoll")
    assert [(line.get("step"), line.get("during"), line["do"], line["backend"]) for line in lines] == [
        (0, None, "open", "epoll"),
        (1, None, "register", "epoll"),
        (2, None, "use-backend", "select"),
        (3, None, "note", "select"),
        (None, 0, "note", "select"),
        (None, 1, "use-backend", "poll"),
        (None, 2, "note", "poll"),
        (4, None, "select", "select"),
        (5, None, "note", "poll"),
    ]
    assert of_step(lines, 4)["by"] == "use-backend"
    assert of_step(lines, 2) == of_step(lines, 2) | {"carried": ["pair.a"], "refused": []}


def test_the_backend_of_the_file_is_used_unless_another_is_asked_for() -> None:
    assert lines_of(NOTE, backend=None, **{"title": "t"})[0]["backend"] in HERE
    experiment = parse(recipe(NOTE, backend="poll"))
    assert [line["backend"] for line in Player(experiment).play()] == ["poll"]
    assert [line["backend"] for line in Player(experiment, "select").play()] == ["select"]


def test_a_selector_class_that_is_not_here_is_said_and_nothing_is_played() -> None:
    (elsewhere, *_) = [found.id for found in BACKENDS if found.missing() is not None]
    with pytest.raises(NotHere, match="this Python has no selectors"):
        list(Player(parse(recipe(NOTE, backend=elsewhere))).play())
    with pytest.raises(NotHere, match="this Python has no selectors"):
        list(Player(parse(recipe(NOTE)), elsewhere).play())
    assert len(list(Player(parse(recipe(NOTE, backend=elsewhere)), "select").play())) == 1


def test_ungrouped_and_grouped_calls_are_counted_through_commands_in_between() -> None:
    send = {"do": "send", "name": "pair.b", "text": "xy"}
    lines = lines_of(
        opened(),
        READ_A,
        {"do": "run", "calls": 3, "timeout": 0},
        send,
        {"do": "run", "calls": 2, "timeout": None, "during": [NOTE]},
        {"do": "run", "calls": 0},
    )
    rows = [(line["in_step"], line["call"], len(line["ready"]), line.get("repeat")) for line in lines if "call" in line]
    assert rows == [(2, 1, 0, 3), (4, 1, 1, None), (4, 2, 1, None)], "a command in between begins a new row"
    assert [(line["calls"], line["results"]) for line in lines if line.get("do") == "run"] == [(3, 0), (2, 2), (0, 0)]


def test_a_row_that_cannot_grow_is_told_at_once() -> None:
    send = {"do": "send", "name": "pair.b", "text": "x"}
    register = READ_A | {"callback": "drain"}
    player = Player(parse(recipe(opened(), register, {"do": "run", "calls": 2, "timeout": None, "during": [send]})))
    lines = player.play()
    for line in lines:
        if "call" in line:
            break
    assert line["ready"][0]["did"] == "1 in"
    player.stop()  # the second call is blocked: had the line waited for it, nobody could have come here
    assert next(lines)["interrupted"]
    assert next(lines)["bounded_by"] == "pause"
    assert list(lines) == []


@pytest.mark.parametrize("command", [{"do": "select", "timeout": None}, {"do": "run", "timeout": None}])
def test_stop_from_another_thread_ends_the_call_and_the_lines(command: Line) -> None:
    player = Player(parse(recipe(NOTE, command, NOTE)), max_wait=3600)
    lines = player.play()
    next(lines)
    thread = threading.Thread(target=player.stop)
    thread.start()
    rest = list(lines)
    thread.join()
    assert [line["do"] for line in rest if "step" in line] in ([command["do"]], [])


def test_stop_before_it_begins_plays_nothing() -> None:
    player = Player(parse(recipe({"do": "select", "timeout": None})))
    player.stop()
    assert list(player.play()) == []


def test_whoever_stops_listening_leaves_nothing_running() -> None:
    lines = Player(parse(recipe(NOTE, {"do": "select", "timeout": None}))).play()
    next(lines)
    lines.close()  # type: ignore[attr-defined]
    assert "selector" not in [thread.name for thread in threading.enumerate()]


def test_a_fault_of_ours_is_raised_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(DrainCallback, "ready", broken)
    send = {"do": "send", "name": "pair.b", "text": "x"}
    lines: list[Line] = []
    with pytest.raises(Died, match="ZeroDivisionError: a fault of ours"):
        play(
            parse(recipe(opened(), READ_A | {"callback": "drain"}, send, {"do": "select", "timeout": None})),
            lines.append,
        )
    assert [line["step"] for line in lines] == [0, 1, 2], "what was known before is told"


def test_a_timeout_beyond_any_float_is_a_timeout_like_others(backend: str) -> None:
    below, above = {"do": "select", "timeout": -(10**400)}, {"do": "select", "timeout": 10**400}
    lines = lines_of(opened(), WRITE_A | {"events": ["read"]}, below, above, NOTE, backend=backend)
    assert [line["ok"] for line in lines] == [True, True, True, False, True]
    assert lines[2]["ready"] == [] and lines[3]["error"]["type"] == "OverflowError"
    assert "longer than the system can wait" in lines[3]["error"]["hint"]


def test_a_name_nobody_knows_is_an_outcome() -> None:
    lines = lines_of(opened("tcp-listener", "s", host="a..b"), NOTE)
    assert (lines[0]["ok"], lines[0]["error"]["by"], lines[1]["ok"]) == (False, "python", True)


def test_more_rows_than_have_room_are_all_told(backend: str) -> None:
    register = WRITE_A | {"callback": "drain"}
    lines = lines_of(opened(), register, {"do": "run", "calls": 10_000, "timeout": 0}, backend=backend)
    assert lines[-1]["results"] == 10_000
    assert sum(len(line["ready"]) * line.get("repeat", 1) for line in lines if "call" in line) == 10_000


class HeldFile:
    """A recorder of a file that another program holds: nothing more can be written."""

    def __init__(self) -> None:
        self.waited: list[float | None] = []

    def start(self) -> None: ...
    def begin(self, objects: Any, backend: str, watched: str = "") -> None: ...
    def put(self, fact: Any, objects: Any = (), gone: Any = ()) -> None: ...
    def end(self) -> None: ...

    def wait(self, seconds: float | None = None) -> bool:
        self.waited.append(seconds)
        return False


@pytest.mark.parametrize("ended_early", [True, False])
def test_whoever_ends_it_does_not_wait_for_a_file_that_is_held(ended_early: bool) -> None:
    held: Any = HeldFile()
    lines: Any = Player(parse(recipe(*[NOTE] * 20)), recorder=held).play()
    next(lines)
    if ended_early:
        lines.close()
    else:
        assert len(list(lines)) == 19
    assert held.waited == [LONGEST if ended_early else None]
