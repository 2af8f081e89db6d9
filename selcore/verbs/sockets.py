"""What sockets have beyond moving bytes: connecting, options, the pending error."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ..system.socket_options import HARMLESS_OPTIONS, LEVELS
from ..values.commands import Connect, Set, SoError
from ..values.masks import WRITE
from ..values.needs import HARMLESS, Act, Need
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Answer, Value, Verb, plain


class _Connected(msgspec.Struct):
    code: int
    error: str | None
    message: str


class _SoError(msgspec.Struct):
    so_error: int
    error: str | None
    message: str


class _Unread(msgspec.Struct):
    type: str
    message: str


class _Set(msgspec.Struct):
    option: str
    value: Any
    refused: _Unread | None = None


def _connect(command: Connect, py: Spelling) -> str:
    address = py.address(command.to) if command.to is not None else repr((command.host, command.port))
    return f"{py.variable(command.name)}.connect_ex({address})"


def _connect_needs(command: Connect) -> Iterator[Need]:
    if command.host is not None and not HARMLESS["host"](command.host):
        words = text(
            "connects beyond this machine: host {host}, port {port}", host=repr(command.host), port=command.port
        )
        yield Need(Act.NETWORK, words)


def _connected(value: Value) -> Text:
    return _error("0: connected", value["code"], value)


def _so_error_line(command: SoError, py: Spelling) -> str:
    return f"{py.variable(command.name)}.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)"


def _so_error(value: Value) -> Text:
    return _error("0: no error is pending", value["so_error"], value)


def _error(none: str, code: int, value: Value) -> Text:
    if not code:
        return text(none)
    return text("{code} {name}: {message}", code=code, name=value["error"] or "", message=value["message"])


def _set(command: Set, py: Spelling) -> str:
    name, value = py.variable(command.name), command.value
    if command.option in ("blocking", "O_NONBLOCK"):
        return _set_mode(command, name, py)
    level = next((level for start, level in LEVELS.items() if command.option.startswith(start)), "SOL_SOCKET")
    if isinstance(value, tuple):
        given = f"struct.pack('{len(value)}i', {', '.join(map(repr, value))})"
    else:
        given = repr(value)
    known = command.option.isidentifier() and command.option.isascii()
    option = f"socket.{command.option}" if known else f"getattr(socket, {command.option!r})"  # whatever a file says
    return f"{name}.setsockopt(socket.{level}, {option}, {given})"


def _set_mode(command: Set, name: str, py: Spelling) -> str:
    from ..kinds import find_kind  # which take longer to import than all the rest here
    from ..kinds.file_object import SocketObject

    kind = find_kind(py.kind_of(command.name))
    on_flag = command.option == "O_NONBLOCK"
    blocks = (not command.value) if on_flag else bool(command.value)
    if not on_flag and (kind is None or issubclass(kind.makes, SocketObject)):
        return f"{name}.setblocking({blocks})"
    if kind is not None and (kind.of_process or kind.makes.is_number):
        return f"os.set_blocking({py.number(command.name)}, {blocks})"  # it may be a bare descriptor
    return f"os.set_blocking({name}.fileno(), {blocks})"


def _set_needs(command: Set) -> Iterator[Need]:
    if command.option not in HARMLESS_OPTIONS:
        value = list(command.value) if isinstance(command.value, tuple) else command.value
        words = text("sets {option} of {name} to {value}", option=command.option, name=command.name, value=str(value))
        yield Need(Act.OPTION, words)


def _option(value: Value) -> Text:
    if "refused" in value:
        refused = f"{value['refused']['type']}: {value['refused']['message']}"
        return text("{option} is set; reading it back: {refused}", option=value["option"], refused=refused)
    return text("{option} is {value} now", option=value["option"], value=repr(value["value"]))


VERBS = (
    Verb(
        Connect,
        _connect,
        "value",
        {"name": "name", "to": "name", "host": "host", "port": "nothing"},
        _connect_needs,
        text("to a `host` that asks"),
        answers=(Answer("code", _connected, _Connected),),
        serves=WRITE,
    ),
    Verb(SoError, _so_error_line, "value", plain("name"), answers=(Answer("so_error", _so_error, _SoError),)),
    Verb(
        Set,
        _set,
        "statement",
        {"name": "name", "option": "option", "value": "nothing"},
        _set_needs,
        text("any `option` but {options}", options=", ".join(f"`{one}`" for one in HARMLESS_OPTIONS)),
        answers=(Answer("option", _option, _Set),),
    ),
)
