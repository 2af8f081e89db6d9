"""What was done is an experiment: saved, read and played again, each verb does the same."""

from typing import Any

from selcore.experiment.file import dump, parse
from selcore.experiment.transcript import Transcript
from selcore.headless.player import play
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.driver import driving

COMMANDS: list[c.AnyCommand] = [
    c.Open(kind="tcp-listener", name="server"),
    c.Open(kind="tcp-socket", name="s"),
    c.Set(name="s", option="SO_SNDBUF", value=8192),
    c.Set(name="s", option="SO_LINGER", value=(1, 0)),
    c.Set(name="s", option="SO_KEEPALIVE", value=True),
    c.Connect(name="s", to="server"),
    c.Accept(name="server"),
    c.Rename(name="server", to="door"),
    c.Register(name="door.1", events=("read",)),
    c.Open(kind="selector", name="inner"),
    c.Register(name="s", events=("write",), inside="inner"),
    c.Select(timeout=0, inside="inner"),
    c.Select(timeout=1, during=(c.Signal(number=28), c.Send(name="s", text="!", oob=True), c.Reset(name="s"))),
    c.SoError(name="door.1"),
    c.Detach(name="door.1"),
    c.Open(kind="text-file", name="f"),
    c.ReadLine(name="f"),
    c.Open(kind="process", name="child"),
    c.Stop(name="child"),
    c.Continue(name="child"),
    c.Kill(name="child"),
    c.Wait(name="child.pid"),
    c.CloseSelector(inside="inner"),
]


def test_everything_that_was_done_is_an_experiment() -> None:
    script = Transcript()
    with driving() as driver:
        for command in COMMANDS:
            driver.do(command)
        for entry in driver.entries:
            script.add(entry)
    experiment = script.experiment("all")
    assert list(experiment.commands) == COMMANDS
    assert parse(dump(experiment)) == experiment
    lines: list[dict[str, Any]] = []
    play(experiment, lines.append)
    assert [line["do"] for line in lines if "step" in line] == [c.verb(command) for command in COMMANDS]
    refused = [(line["do"], line["error"]) for line in lines if "step" in line and not line["ok"]]
    assert refused == []
    said = {line["do"]: line for line in lines if "step" in line}
    assert said["connect"]["error"] == "EINPROGRESS" and said["so-error"]["error"] == "ECONNRESET"
    assert said["wait"]["signal"] == "SIGKILL" and said["rename"]["renamed"][0]["to"] == "door"


def test_any_integer_may_be_tried(one: Session) -> None:
    for value in (-1, 1 << 31, -(1 << 63), 1 << 80):
        one.apply(c.Open(kind="tcp-socket", name="s"))
        for option in ("SO_SNDBUF", "SO_RCVLOWAT", "SO_LINGER", "SO_ERROR", "SO_TYPE", "blocking", "TCP_MAXSEG"):
            outcome: Any = one.apply(c.Set(name="s", option=option, value=value))
            assert getattr(outcome, "by", "python") == "python"
