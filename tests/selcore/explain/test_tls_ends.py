"""How TLS ends, in many an order of its calls: what this Python makes of an end beneath TLS is what was announced.

``a`` is the client, ``b`` the server; ``half`` and ``deaf`` shut a socket down beneath TLS, ``plain`` sends beside it.
"""

import importlib.util
from collections.abc import Callable
from typing import Literal

import pytest

from selcore.backends import BACKENDS
from selcore.values import commands as c
from tests.selcore.explain.announcing import check

pytestmark = pytest.mark.skipif(importlib.util.find_spec("trustme") is None, reason="no TLS pair here")
HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
NAMES = {"a": "t.client", "b": "t.server"}
WAYS: dict[str, Callable[[str], c.AnyCommand]] = {
    "reads": lambda name: c.Receive(name=name),
    "fills": lambda name: c.Fill(name=name),
    "closes": lambda name: c.Close(name=name),
}
ORDERS = (
    "b closes, a sends 7, a sends 1, a sends 7, a reads, a reads, a sends 1",
    "b closes, a sends 1, a reads, a sends 1, a reads",
    "b closes, a reads, a reads, a sends 7, a sends 1, a reads",
    "b closes, a reads, a sends 1, a sends 7, a reads",
    "a sends 2, b closes, a reads, a reads, a sends 7, a sends 7, a reads",
    "a sends 2, b sends 2, b closes, a reads, a reads, a reads, a sends 7",
    "a sends 2, b closes, a sends 7, a reads, a reads, a sends 7",
    "a sends 2, b closes, a reads, a sends 7, a reads, a sends 2",
    "a fills, b closes, a sends 7, a reads, a reads, a sends 7",
    "a fills, b closes, a reads, a sends 7, a reads",
    "b deaf, a sends 7, a reads, a sends 2, a sends 7",
    "b deaf, a reads, a sends 7, a reads, b half, a reads, a sends 2, a reads",
    "b half, a reads, a reads, a sends 7, a reads, b reads, b sends 7, b sends 2",
    "b half, a sends 2, a reads, a sends 2, b reads, b reads, b closes, a reads, a sends 7",
    "a fills, b half, a reads, a sends 7, b reads, a reads",
    "a half, a sends 7, a reads, b reads, b sends 7, b reads, a reads, a sends 7",
    "a half, b half, a reads, a reads, a sends 7, a sends 1, b reads, b sends 7",
    "a deaf, a reads, a sends 7, a reads, b reads, b sends 7",
    "b plain, b deaf, a reads, a sends 7, a reads, a sends 2",
    "a sends 2, b plain, b closes, a reads, a sends 7, a reads",
    "b plain, b closes, a sends 7, a reads, a sends 2, a reads",
)


def history(version: str, order: str) -> list[c.AnyCommand]:
    """With a call after each step, at which both ends are watched."""
    made: list[c.AnyCommand] = [c.Open(kind="tls-pair", name="t", options={"version": version})]
    if any(word in order for word in ("half", "deaf", "plain")):
        made += [c.Open(kind="dup", name=f"beside-{name[2:]}", options={"of": name}) for name in NAMES.values()]
    made += [c.Drain(name="t.client")]
    made += [c.Register(name=name, events=("read", "write")) for name in NAMES.values()]
    for step in order.split(", "):
        end, verb, *size = step.split()
        made += [c.Unregister(name=NAMES[end])] if verb == "closes" else []  # select() refuses a closed one
        made += [done(NAMES[end], verb, *map(int, size)), c.Select(timeout=0)]
    return made


def done(name: str, verb: str, size: int = 0) -> c.AnyCommand:
    if verb in ("half", "deaf"):
        how: Literal["write", "read"] = "write" if verb == "half" else "read"
        return c.Shutdown(name=f"beside-{name[2:]}", how=how)
    if verb == "sends":
        return c.Send(name=name, size=size)
    if verb == "plain":
        return c.Send(name=f"beside-{name[2:]}", text="no record of TLS")
    return WAYS[verb](name)


@pytest.mark.parametrize("version", ["1.2", "1.3"])
@pytest.mark.parametrize("order", ORDERS)
def test_what_is_announced_comes(version: str, order: str) -> None:
    backend = HERE[ORDERS.index(order) % len(HERE)]
    found = check(history(version, order), backend, version)
    assert found.made and not found.untrue, "\n".join(found.untrue)
    assert not found.bare and not found.useless
