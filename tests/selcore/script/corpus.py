"""Experiments for scripts: what is recorded as facts, and others by chance."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from selcore.callbacks import CALLBACKS
from selcore.experiment.file import Experiment, Unreadable, parse
from selcore.kinds import KINDS
from tests.selcore.recipes import recipe

RECIPES = Path(__file__).parents[1] / "reference"
UNSTEADY = ("mp-queue", "process", "timerfd", "stdin", "stdout", "stderr", "pidfd", "pty")
"""Kinds that do something by themselves, or are this process's own: nothing of them comes at the same moment twice."""


def recorded(folder: Path) -> Iterator[tuple[str, Experiment]]:
    """Each fact of the reference that is an experiment, by its id."""
    for path in sorted(RECIPES.glob("behaviours/*.json")):
        for one in json.loads(path.read_text()):
            yield from _experiment(one["id"], one["commands"], folder)
    for path in sorted(RECIPES.glob("states/*.json")):
        for one in json.loads(path.read_text()):
            if one.get("fresh") or one.get("refill") or "output buffer full" in one["id"]:
                continue  # it depends on what this process has done before, or on when it is asked
            asked = [
                {"do": "register", "name": one["probe"], "events": ["read", "write"]},
                {"do": "select", "timeout": 0},
            ]
            yield from _experiment(one["id"], [*one["commands"], *asked], folder)


def _experiment(id: str, commands: list[dict[str, Any]], folder: Path) -> Iterator[tuple[str, Experiment]]:
    written = json.dumps(commands).replace("{folder}", str(folder))
    try:
        yield id, parse(recipe(*json.loads(written), title=id))
    except Unreadable:
        return  # of a verb or a kind that is not in this program


class Chance:
    """Makes an experiment by chance, of what people do: open, register, send, call."""

    def __init__(self, rng: Random):
        self.rng, self.names, self.count = rng, list[str](), 0
        self.commands: list[dict[str, Any]] = []

    def experiment(self, length: int) -> Experiment:
        """So many commands."""
        while not self.names:
            self.open()
        while len(self.commands) < length:
            self.rng.choice((self.open, self.register, self.register, self.move, self.move, self.call, self.call,
                             self.close, self.other))()  # fmt: skip
        self.call()
        return parse(recipe(*self.commands, title="by chance"))

    def add(self, do: str, **fields: Any) -> None:
        self.commands.append({"do": do, **fields})

    def name(self) -> str:
        return self.rng.choice(self.names[-8:])

    def open(self) -> None:
        rng = self.rng
        kind = rng.choice([kind for kind in KINDS if kind.id not in UNSTEADY and not kind.asks and not kind.missing()])
        self.count += 1
        name = rng.choice(("it", "n", "a-b", "for", "bytes", "sel", "x")) + str(self.count)
        options: dict[str, Any] = {}
        if any(one.name == "to" for one in kind.options):
            family = kind.id.partition("-")[0]
            opened = [one for one in self.commands if one["do"] == "open"]
            known = [one["name"] for one in opened if one["kind"] == f"{family}-listener"]
            if not known:
                return
            options["to"] = rng.choice(known)
        if any(one.name == "of" for one in kind.options) and self.names and rng.random() < 0.7:
            options["of"] = self.name()
        if rng.random() < 0.1:
            options["count"] = rng.choice((2, 5))
        self.add("open", kind=kind.id, name=name, options=options)
        count = options.get("count", 1)
        for one in [name] if count == 1 else [f"{name}-{number}" for number in range(1, count + 1)]:
            self.names += kind.names(one)

    def register(self) -> None:
        rng = self.rng
        fields: dict[str, Any] = {"events": rng.choice((["read"], ["write"], ["read", "write"], 0, 4, None))}
        if rng.random() < 0.4:
            fields["callback"] = rng.choice([one.id for one in CALLBACKS])
            if fields["callback"] == "forward":
                fields["options"] = {"to": self.name()}
        elif rng.random() < 0.2:
            fields["data"] = {"who": 1}
        self.add(rng.choice(("register", "register", "modify", "unregister", "get-key")), name=self.name(), **fields)
        if self.commands[-1]["do"] in ("unregister", "get-key"):
            self.commands[-1] = {key: self.commands[-1][key] for key in ("do", "name")}

    def move(self) -> None:
        rng = self.rng
        do = rng.choice(("send", "send", "send", "receive", "fill", "drain", "read-line"))
        fields: dict[str, Any] = {}
        if do == "send":
            fields = rng.choice(({"text": "hello"}, {"size": 100}, {"hex": "00ff"}, {"size": 70_000}))
        if do == "receive":
            fields = rng.choice(({}, {"size": 1}, {"size": 100}))
        self.add(do, name=self.name(), **fields)

    def call(self) -> None:
        rng = self.rng
        if rng.random() < 0.3:
            self.add("run", calls=rng.choice((1, 2, 5)), timeout=rng.choice((0, 0.01)))
            return
        self.add("select", timeout=rng.choice((0, 0, 0.02, -1, "nan", "inf")))
        if rng.random() < 0.25:
            start = len(self.commands)
            for _ in range(rng.choice((1, 1, 2))):
                rng.choice((self.register, self.move, self.close))()
            given, self.commands[start:] = self.commands[start:], []
            self.commands[-1] |= {"timeout": 0.3, "during": given}

    def close(self) -> None:
        self.add(self.rng.choice(("close", "close", "reset", "shutdown", "detach")), name=self.name())
        if self.commands[-1]["do"] == "shutdown":
            self.commands[-1]["how"] = self.rng.choice(("read", "write", "both"))

    def other(self) -> None:
        rng = self.rng
        which = rng.randrange(6)
        if which == 0:
            self.add("get-map")
        elif which == 1:
            self.add("use-backend", backend=rng.choice(("select", "poll", "epoll", "default")))
        elif which == 2:
            self.add("so-error", name=self.name())
        elif which == 3:
            self.add("accept", name=self.name())
        elif which == 4:
            self.add("set", name=self.name(), option="SO_SNDBUF", value=4096)
        else:
            self.add("note", text="a note")


def by_chance(seed: int) -> Experiment:
    """The experiment of that number."""
    rng = Random(seed)
    return Chance(rng).experiment(rng.choice((6, 12, 25)))
