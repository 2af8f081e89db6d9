"""Pairs of sockets whose ends echo what they receive, once in a bare loop and once in the worker.

Both serve the same file objects by the same callbacks, which count bytes and keep the newest pieces for the Data panel.
"""

import selectors
from collections.abc import Callable
from time import perf_counter
from typing import Any

from selcore.callbacks.echo import EchoCallback
from selcore.session.session import Session
from selcore.values.commands import AnyCommand, Open, Register, Run, Send

PAIRS = 8
ROUNDS = 12_000
"""Calls of a measurement; each returns about as many results as there are pairs."""


def opening() -> list[AnyCommand]:
    """The pairs, their ends watched for READ, and a message on its way in each."""
    commands: list[AnyCommand] = []
    for number in range(PAIRS):
        commands.append(Open(kind="socketpair", name=f"p{number}"))
        commands += [Register(name=f"p{number}.{end}", events=("read",), callback="echo") for end in "ab"]
        commands.append(Send(name=f"p{number}.a", text="x" * 64))
    return commands


RUN = Run(calls=ROUNDS)


def bare() -> float:
    """Results a second of ``for key, mask in selector.select(): callback(...)``."""
    session, selector = Session(), selectors.DefaultSelector()
    try:
        for command in opening():
            session.apply(command)
        objects: dict[int, Any] = {}
        for number in range(PAIRS):
            for end in "ab":
                this = session.world.find(f"p{number}.{end}")
                selector.register(this.obj, selectors.EVENT_READ, EchoCallback({}, 1))
                objects[this.fd] = this
        return _loop(selector, objects, session.calling.context)
    finally:
        selector.close()
        session.close()


def _loop(selector: selectors.BaseSelector, objects: dict[int, Any], context: Any) -> float:
    results, start = 0, perf_counter()
    for _ in range(ROUNDS):
        for key, mask in selector.select():
            key.data.ready(objects[key.fd], mask, context)
            results += 1
    return results / (perf_counter() - start)


def rate(results: Callable[[], int], run: Callable[[], None]) -> float:
    """Results a second while it runs."""
    before, start = results(), perf_counter()
    run()
    return (results() - before) / (perf_counter() - start)
