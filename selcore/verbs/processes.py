"""What is done to a process, and a signal for the selector's own thread."""

import signal
from collections.abc import Iterator

import msgspec

from ..system.signal_names import numbered
from ..values.commands import Command, Continue, Kill, Signal, Stop, Wait
from ..values.masks import READ
from ..values.needs import Act, Need
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Answer, Line, Value, Verb, plain
from .writer import Code, Writer

SENT: dict[type[Command], str] = {Kill: "SIGKILL", Stop: "SIGSTOP", Continue: "SIGCONT"}
"""What is sent to a process."""


HARMLESS = ("SIGCHLD", "SIGURG", "SIGWINCH", "SIGCONT", "SIGPIPE", "SIGXFSZ")
"""Signals that do nothing to a Python program: what they do by default is nothing, or Python ignores them."""


class _Waited(msgspec.Struct):
    running: bool
    returncode: int | None
    signal: str = ""


class _Signalled(msgspec.Struct):
    signal: str


def _process(call: str) -> Line:
    return lambda command, py: f"{py.variable(command.name.partition('.')[0])}.{call}"


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


def _signal(command: Signal, py: Spelling) -> str:
    return f"signal.pthread_kill(selector_thread, {command.number})"


def _signal_needs(command: Signal) -> Iterator[Need]:
    yield Need(Act.SIGNAL, text("sends {signal} to this program", signal=numbered(command.number)))


SIGNALLED = (Answer("signal", _sent, _Signalled),)


def _wait_script(command: Wait, py: Writer) -> Code:
    return Code(value=f"{py.part('wait_a_moment')}({py.variable(command.name.partition('.')[0])})")


def _signal_script(command: Signal, py: Writer) -> Code:
    """What is sent to this program, where nothing handles it, must not end the script."""
    if numbered(command.number).partition(" ")[0] in HARMLESS or not 0 < command.number < 65:
        return Code(do=(f"signal.pthread_kill(threading.get_ident(), {command.number})",))
    said = text(
        "{signal} is not sent: nothing here handles it, or it ends the program", signal=numbered(command.number)
    )
    py.cannot(said)
    return Code()


def _sends(command: type[Command], line: Line) -> Verb:
    return Verb(command, line, "statement", {"name": "process"}, _process_needs, text("always"), answers=SIGNALLED)


VERBS = (
    # Before those that answer with a signal alone: a process that ended by one has both fields.
    Verb(
        Wait,
        _process("wait(0.5)"),
        _wait_script,
        plain("name"),
        answers=(Answer("running", _waited, _Waited),),
        serves=READ,
    ),
    _sends(Kill, _process("kill()")),
    _sends(Stop, _process("send_signal(signal.SIGSTOP)")),
    _sends(Continue, _process("send_signal(signal.SIGCONT)")),
    Verb(Signal, _signal, _signal_script, {"number": "signal"}, _signal_needs, text("always"), answers=SIGNALLED),
)
