"""Each lint speaks of the program that is in its trouble, and of no other; on every selector class that is here."""

from typing import Any

import pytest

from selcore.experiment.file import FORMAT, Experiment
from selcore.headless.player import play
from selcore.lints import LINTS
from selcore.system.descriptors import limits
from selcore.values import commands as c
from tests.selcore.driver import HERE

from .cases import FIRES, NEAR, Commands

ONLY = {"fd-over-1023": ("select",), "stale-registration": ("epoll",), "watches-nothing": ("poll", "epoll", "devpoll")}
"""The others know no such trouble."""
ALSO = {"descriptor-reused": {"closed-registered"}, "stale-registration": {"closed-registered"}}
"""What the same program is in besides."""
BOTH = [(id, backend) for id in FIRES for backend in HERE]


def said(commands: Commands, backend: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    play(Experiment(format=FORMAT, version=1, commands=commands), lines.append, backend)
    refused = [line for line in lines if "step" in line and not line["ok"] and line["do"] not in ("select", "run")]
    assert refused == [] or [line["do"] for line in refused] == ["modify"] and backend in ("select", "kqueue")
    return [line for line in lines if "lint" in line]


@pytest.fixture(autouse=True)
def enough_descriptors(request: pytest.FixtureRequest) -> None:
    found = limits()
    if "fd-over-1023" in request.node.name and found is not None and found[0] <= 1024:
        pytest.skip(f"only {found[0]} descriptors are allowed here")


def test_there_is_a_case_for_each() -> None:
    ids = {lint.id for lint in LINTS}
    assert len(ids) == len(LINTS) == 12
    assert FIRES.keys() == NEAR.keys() == ids - {"emfile-accept"}


@pytest.mark.parametrize(("id", "backend"), BOTH)
def test_it_speaks_of_the_trouble(id: str, backend: str) -> None:
    name, commands = FIRES[id]
    found = said(commands, backend)
    expected = {(id, name)} if backend in ONLY.get(id, (backend,)) else set()
    also = {(other, name) for other in ALSO.get(id, ()) if any(line["lint"] == other for line in found)}
    assert {(line["lint"], line["name"]) for line in found} - also == expected
    assert len(found) == len(expected | also)  # each once
    for line in found:
        assert list(line) == ["lint", "name", "after_step", "message"]
        assert 0 <= line["after_step"] < len(commands) and name in line["message"]


def test_it_stands_beside_what_it_is_about() -> None:
    """After the calls of a run and before its own line; after the line of any other command."""
    lines: list[dict[str, Any]] = []
    commands = (*FIRES["unread"][1], c.Close(name="pair.a"), c.Select(timeout=0))
    play(Experiment(format=FORMAT, version=1, commands=commands), lines.append, HERE[0])
    assert [line.get("lint") or line.get("do") or "call" for line in lines] == (
        ["open", "register", "send", "call", "unread", "run", "close", "select", "closed-registered"]
    )


WRITER = (c.Open(kind="pipe", name="pipe"), c.Register(name="pipe.w", events=("write",)))


@pytest.mark.parametrize("backend", HERE)
def test_a_pipe_that_nobody_reads_is_not_called_always_writable(backend: str) -> None:
    """EPIPE would come of a write. select() tells no flags: there nothing is claimed of it."""
    (found,) = said((*WRITER, c.Close(name="pipe.r"), c.Run(calls=20, timeout=0)), backend)
    if backend in ("poll", "epoll"):
        assert found["lint"] == "ready-to-fail" and "a write would be refused" in found["message"]
    elif backend == "select":
        assert found["lint"] == "always-writable" and "it is always writable" not in found["message"]


@pytest.mark.skipif("epoll" not in HERE, reason="as on Linux")
def test_a_reader_that_goes_later_makes_another_trouble_of_it() -> None:
    run = c.Run(calls=20, timeout=0)
    found = said((*WRITER, run, c.Close(name="pipe.r"), run), "epoll")
    assert [line["lint"] for line in found] == ["always-writable", "ready-to-fail"]


@pytest.mark.parametrize(("id", "backend"), BOTH)
def test_it_is_silent_about_what_only_looks_like_it(id: str, backend: str) -> None:
    assert said(NEAR[id], backend) == []
