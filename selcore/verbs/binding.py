"""Giving a socket an address of its own, and making it a listener."""

from collections.abc import Iterator

import msgspec

from ..values.commands import Bind, Listen
from ..values.needs import HARMLESS, Act, Need
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Answer, Value, Verb, plain
from .writer import Code, Writer


class _At(msgspec.Struct):
    address: str


def _bind(command: Bind, py: Spelling) -> str:
    name = py.variable(command.name)
    if command.to is not None:
        return f"{name}.bind({py.address(command.to)})"
    if command.path is None:
        return f"{name}.bind({(command.host, command.port)!r})"
    return f"{name}.bind({repr(command.path) if command.path else py.path(command.name, '.sock')})"


def _bind_script(command: Bind, py: Writer) -> Code:
    from ..kinds.file_object import SocketObject  # which takes longer to import than all the rest here

    kind = py.made(command.name)[0]
    if kind is not None and issubclass(kind.makes, SocketObject):  # all else refuses it
        py.bound.add(command.name)
    return Code(do=(_bind(command, py),))


def _bind_needs(command: Bind) -> Iterator[Need]:
    if command.host is not None and not HARMLESS["host"](command.host):
        words = text("binds beyond this machine: host {host}, port {port}", host=repr(command.host), port=command.port)
        yield Need(Act.NETWORK, words)
    if command.path is not None and not HARMLESS["path"](command.path):
        yield Need(Act.WRITE, text("makes the socket {path}", path=command.path))


def _listen(command: Listen, py: Spelling) -> str:
    return f"{py.variable(command.name)}.listen({'' if command.backlog is None else command.backlog})"


def _listen_script(command: Listen, py: Writer) -> Code:
    from ..kinds import find_kind  # which take longer to import than all the rest here

    kind = find_kind(py.kind_of(command.name))
    if command.anywhere or kind is None or kind.binds != "stream":
        return Code(do=(_listen(command, py),))
    backlog = "" if command.backlog is None else f", {command.backlog}"
    return Code(do=(f"{py.part('listen')}({py.variable(command.name)}{backlog})",))


def _listen_needs(command: Listen) -> Iterator[Need]:
    if command.anywhere:
        yield Need(Act.NETWORK, text("listens beyond this machine: {name}, on every interface", name=command.name))


def _at(value: Value) -> Text:
    return text("None; its address is {address}", address=value["address"])


AT = (Answer("address", _at, _At),)

VERBS = (
    Verb(
        Bind,
        _bind,
        _bind_script,
        {"name": "name", "host": "host", "port": "nothing", "path": "path", "to": "name"},
        _bind_needs,
        text("to a `host` or a `path` that asks"),
        answers=AT,
    ),
    Verb(
        Listen,
        _listen,
        _listen_script,
        plain("name", "backlog", "anywhere"),
        _listen_needs,
        text("`anywhere`, where it is true"),
        answers=AT,
    ),
)
