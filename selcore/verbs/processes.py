"""What is done to a process, and a signal for the selector's own thread."""

import signal
from collections.abc import Iterator

import msgspec

from ..system.signal_names import numbered
from ..values.commands import Command, Continue, Kill, Signal, Stop, Wait
from ..values.masks import READ
from ..values.needs import Act, Need
from ..values.spelling import variable
from ..values.text import Text, text
from .base import Answer, KindOf, Line, Value, Verb, plain

SENT: dict[type[Command], str] = {Kill: "SIGKILL", Stop: "SIGSTOP", Continue: "SIGCONT"}
"""What is sent to a process."""


class _Waited(msgspec.Struct):
    running: bool
    returncode: int | None
    signal: str = ""


class _Signalled(msgspec.Struct):
    signal: str


def _process(call: str) -> Line:
    return lambda command, kind_of: f"{variable(command.name.partition('.')[0])}.{call}"


def _waited(value: Value) -> Text:
    if value["running"]:
        return text("running")
    if "signal" in value:
        return text("{code}: ended by {signal}", code=value["returncode"], signal=value["signal"])
    return text("return code {code}", code=value["returncode"])


def _process_needs(command: Kill | Stop | Continue) -> Iterator[Need]:
    which = SENT[type(command)]
    number = getattr(signal, which, None)  # Windows has none of them
    words = text(
        "sends {signal} to the process {name}", signal=numbered(number) if number else which, name=command.name
    )
    yield Need(Act.SIGNAL, words)


def _sent(value: Value) -> Text:
    return text("{signal} sent", signal=value["signal"])


def _signal(command: Signal, kind_of: KindOf) -> str:
    return f"signal.pthread_kill(selector_thread, {command.number})"


def _signal_needs(command: Signal) -> Iterator[Need]:
    yield Need(Act.SIGNAL, text("sends {signal} to this program", signal=numbered(command.number)))


SIGNALLED = (Answer("signal", _sent, _Signalled),)


def _sends(command: type[Command], line: Line) -> Verb:
    return Verb(command, line, {"name": "process"}, _process_needs, text("always"), answers=SIGNALLED)


VERBS = (
    # Before those that answer with a signal alone: a process that ended by one has both fields.
    Verb(Wait, _process("wait(0.5)"), plain("name"), answers=(Answer("running", _waited, _Waited),), serves=READ),
    _sends(Kill, _process("kill()")),
    _sends(Stop, _process("send_signal(signal.SIGSTOP)")),
    _sends(Continue, _process("send_signal(signal.SIGCONT)")),
    Verb(Signal, _signal, {"number": "signal"}, _signal_needs, text("always"), answers=SIGNALLED),
)
