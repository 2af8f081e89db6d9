"""Names of an experiment are opened once, before they are used."""

from typing import Any

import pytest

from selcore.experiment.file import Unreadable, parse
from tests.selcore.recipes import opened, recipe


def close(name: str) -> dict[str, Any]:
    return {"do": "close", "name": name}


def rename(name: str, to: str) -> dict[str, Any]:
    return {"do": "rename", "name": name, "to": to}


FINE = [
    (opened(), close("pair.a"), close("pair.b")),
    (opened("pipe", "p"), close("p.r"), close("p.w")),
    (opened("tcp-listener", "s"), close("s"), close("s.1"), close("s.99")),
    (opened(count=3), close("pair-1.a"), close("pair-3.b")),
    (opened("tcp-listener", "s", count=2), close("s-2"), close("s-2.7")),
    (opened(name="pair-1"), opened(name="pair"), close("pair-1.a"), close("pair.a")),
    (opened(name="pair-4"), opened(name="pair", count=3)),
    (opened(name="pair", count=3), opened(name="pair-04"), opened(name="pair-4")),
    (opened("tcp-listener", "s"), close("s"), opened("tcp-client", "k", to="s")),
    ({"do": "select", "timeout": 0, "during": [opened()]}, close("pair.a")),
    (opened(), rename("pair", "both"), close("both.a"), rename("both", "pair"), close("pair.a")),
    (opened(), rename("pair.a", "left"), close("left"), close("pair.b"), rename("left", "mine"), close("mine")),
    (opened("tcp-listener", "s"), rename("s", "door"), close("door.1"), opened("tcp-client", "k", to="door")),
    (opened("tcp-listener", "s"), rename("s.1", "first"), close("first"), close("s.2")),
    (opened(count=3), rename("pair-2", "x"), close("x.a"), close("pair-3.a")),
    (opened("process", "p"), *({"do": do, "name": "p"} for do in ("wait", "kill", "stop", "continue"))),
    (opened("process", "p"), {"do": "wait", "name": "p.pid"}),
    (opened("tcp-socket", "s"), opened("tcp-listener", "l"), {"do": "connect", "name": "s", "to": "l"}),
    (opened("tcp-socket", "s"), {"do": "connect", "name": "s", "host": "127.0.0.1", "port": -5}),
    (
        opened("selector", "inner"),
        opened(),
        {"do": "register", "name": "pair.a", "events": 4, "in": "inner"},
        {"do": "select", "timeout": "nan", "in": "inner"},
    ),
    *(
        (opened(), {"do": "set", "name": "pair.a", "option": "SO_LINGER", "value": value})
        for value in (1, True, [1, 0])
    ),
    *((opened(), {"do": do, "name": "pair.a"}) for do in ("reset", "detach", "so-error", "read-line")),
    ({"do": "signal", "number": 28},),
]


@pytest.mark.parametrize("commands", FINE)
def test_names_that_are_opened_before_are_known(commands: tuple[dict[str, Any], ...]) -> None:
    parse(recipe(*commands))


WRONG = [
    ((close("pair.a"), opened()), "commands[0].name", "pair.a is used before it is opened"),
    ((opened(), close("pair")), "commands[1].name", "nothing is called pair here; use pair.a or pair.b"),
    ((opened(), close("pair.c")), "commands[1].name", "nothing is called pair.c here; use pair.a or pair.b"),
    ((opened("tcp-client", "k"), close("k.1")), "commands[1].name", "a tcp-client has no such part"),
    ((opened("tcp-listener", "s"), close("s.1.2")), "commands[1].name", "no such part"),
    ((opened("tcp-listener", "s"), close("s.a")), "commands[1].name", "no such part"),
    ((opened(count=3), close("pair-4.a")), "commands[1].name", "used before it is opened"),
    ((opened(count=3), close("pair-0.a")), "commands[1].name", "used before it is opened"),
    ((opened(count=3), close("pair-01.a")), "commands[1].name", "used before it is opened"),
    ((opened(count=3), close("pair.a")), "commands[1].name", "nothing is called pair.a here; use pair-1 to pair-3"),
    ((opened(), close("pair-1.a")), "commands[1].name", "used before it is opened"),
    ((opened(), opened()), "commands[1].name", "pair is opened twice"),
    ((opened(), close("pair.a"), opened()), "commands[2].name", "pair is opened twice"),
    ((opened(count=3), opened(name="pair-3")), "commands[1].name", "pair-3 is opened twice"),
    ((opened(name="pair-2"), opened(count=3)), "commands[1].name", "pair is opened twice"),
    ((opened(count=2), opened(count=2)), "commands[1].name", "pair is opened twice"),
    ((opened("tcp-client", "k", to="s"), opened("tcp-listener", "s")), "commands[0].options.to", "s is used before"),
    ((opened("tcp-client", "k", to=""), opened("tcp-client", "l", to="..")), "commands[1].options.to", "used before"),
    (({"do": "select", "timeout": 0, "in": "s"},), "commands[0].in", "s is used before it is opened"),
    ((opened(), rename("pair", "x"), close("pair.a")), "commands[2].name", "pair.a is called x by then"),
    ((opened(), rename("pair.a", "x"), close("pair.a")), "commands[2].name", "pair.a is called x by then"),
    ((opened(), rename("pair", "x"), opened()), "commands[2].name", "pair is opened twice"),
    ((opened(), opened("pipe", "p"), rename("pair", "p")), "commands[2].to", "p is opened already"),
    ((rename("pair", "p"),), "commands[0].name", "pair is used before it is opened"),
    ((opened("process", "p"), close("p")), "commands[1].name", "use p.stdin or p.stdout"),
    (
        (opened(), {"do": "register", "name": "pair.a", "events": [], "callback": "forward", "options": {"to": "x"}}),
        *("commands[1].options.to", "x is used before it is opened"),
    ),
    ((opened(), {"do": "connect", "name": "pair.a"}), "commands[1]", "connect takes to, or host and port"),
    ((opened(), {"do": "connect", "name": "pair.a", "to": "x"}), "commands[1].to", "x is used before it is opened"),
    (
        (opened(), {"do": "run", "calls": 1, "during": [close("x")]}),
        "commands[1].during[0].name",
        "x is used before it is opened",
    ),
]


@pytest.mark.parametrize(("commands", "place", "reason"), WRONG)
def test_names_that_are_not_are_refused(commands: tuple[dict[str, Any], ...], place: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(recipe(*commands))
    assert caught.value.place == place
    assert reason in str(caught.value.reason)
