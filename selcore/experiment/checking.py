"""What the schema cannot say: each name is opened once and before its use, each kind, option and callback exists."""

from typing import Any

from ..backends import find_backend
from ..callbacks import Callback, find_callback
from ..callbacks.key_data import refused_data
from ..kinds import find_kind
from ..system.destination import is_name
from ..values.commands import (
    AnyCommand,
    Bind,
    Connect,
    Continue,
    Kill,
    Listen,
    Modify,
    Open,
    Register,
    Rename,
    Run,
    Select,
    Send,
    Stop,
    UseBackend,
    Wait,
)
from ..values.options import BadOption, fill
from ..values.text import Text, text
from ..world.verbs.data import parse_hex
from .names import OpenNames
from .trust import trust_needed

__all__ = ["check", "trust_needed"]

Problem = tuple[str, Text]


def check(backend: str, commands: tuple[AnyCommand, ...]) -> Problem | None:
    """The first thing that is wrong, with its place; None where nothing is."""
    if find_backend(backend) is None:
        return "backend", text("there is no backend {id}", id=repr(backend))
    try:
        _Checker().all(commands, "commands")
    except _Wrong as wrong:
        return wrong.place, wrong.reason
    return None


class _Wrong(Exception):
    def __init__(self, place: str, reason: Text):
        super().__init__(place)
        self.place = place
        self.reason = reason


class _Checker:
    def __init__(self) -> None:
        self.opened = OpenNames()
        self.listening: set[str] = set()

    def all(self, commands: tuple[AnyCommand, ...], place: str, nested: bool = False) -> None:
        for index, command in enumerate(commands):
            self.one(command, f"{place}[{index}]", nested)

    def one(self, command: AnyCommand, place: str, nested: bool) -> None:
        self.references(command, place)
        if isinstance(command, Open):
            self.open(command, place)
        elif isinstance(command, Select | Run):
            if nested:
                raise _Wrong(place, text("a call cannot be made while a call is blocked"))
            self.all(command.during, f"{place}.during", nested=True)
        elif isinstance(command, Register | Modify):
            self.callback(command, place)
        elif isinstance(command, Send):
            _check_payload(command, place)
            if command.to is not None and is_name(command.to):
                self.known(command.to, f"{place}.to")
        elif isinstance(command, Connect):
            self.connect(command, place)
        elif isinstance(command, Bind):
            self.bind(command, place)
        elif isinstance(command, Listen):
            self.listening.add(command.name)
        elif isinstance(command, Rename):
            self.rename(command, place)
        elif isinstance(command, UseBackend) and find_backend(command.backend) is None:
            raise _Wrong(f"{place}.backend", text("there is no backend {id}", id=repr(command.backend)))

    def open(self, command: Open, place: str) -> None:
        kind = find_kind(command.kind)
        if kind is None:
            raise _Wrong(f"{place}.kind", text("there is no kind {id}", id=repr(command.kind)))
        values = _filled(kind.all_options(), command.options, f"{place}.options")
        if self.opened.taken(command.name, values["count"]):
            raise _Wrong(f"{place}.name", text("{name} is opened twice", name=command.name))
        for option in kind.options:
            if option.type == "name" and values[option.name]:
                self.known(values[option.name], f"{place}.options.{option.name}")
        self.opened.add(command.name, kind, values["count"])

    def callback(self, command: Register | Modify, place: str) -> None:
        found, options = _checked_callback(command, place)
        for option in found.options:
            if option.type == "name":
                self.known(options[option.name], f"{place}.options.{option.name}")

    def bind(self, command: Bind, place: str) -> None:
        given = [field for field in ("host", "port", "path", "to") if getattr(command, field) is not None]
        if given not in (["host", "port"], ["path"], ["to"]):
            raise _Wrong(place, text("bind takes host and port, a path, or to"))
        if command.to is not None:
            self.known(command.to, f"{place}.to")

    def connect(self, command: Connect, place: str) -> None:
        if (command.to is None) == (command.host is None or command.port is None):
            raise _Wrong(place, text("connect takes to, or host and port"))
        if command.to is not None:
            self.known(command.to, f"{place}.to")

    def rename(self, command: Rename, place: str) -> None:
        if self.opened.taken(command.to, 1) and not self.opened.former(command.to, command.name):
            raise _Wrong(f"{place}.to", text("{name} is opened already", name=command.to))
        self.opened.rename(command.name, command.to)
        if command.name in self.listening:
            self.listening.add(command.to)

    def references(self, command: Any, place: str) -> None:
        if not isinstance(command, Open) and hasattr(command, "name"):
            whole = isinstance(command, Rename | Wait | Kill | Stop | Continue) and self.whole(command.name)
            if not whole:
                self.known(command.name, f"{place}.name")
        if getattr(command, "inside", None) is not None:
            self.known(command.inside, f"{place}.in")

    def whole(self, name: str) -> bool:
        """Whether it is the name of several: what is done to a process or to a name is done to all of them."""
        return "." not in name and self.opened.kind_of(name) is not None

    def known(self, name: str, place: str) -> None:
        if self.opened.is_part(name):
            return
        stem, _, suffix = name.partition(".")
        kind = self.opened.kind_of(stem)
        if self.opened.renamed(name):
            kind = None
        if kind is None:
            raise _Wrong(place, self._unknown(name, stem))
        if kind.suffixes and suffix not in kind.suffixes:
            ends = " or ".join(f"{stem}.{one}" for one in kind.suffixes)
            raise _Wrong(place, text("nothing is called {name} here; use {ends}", name=name, ends=ends))
        accepts = kind.accepts or stem in self.listening
        if not kind.suffixes and suffix and not (accepts and suffix.isdecimal()):
            raise _Wrong(
                place, text("nothing is called {name} here: a {kind} has no such part", name=name, kind=kind.id)
            )

    def _unknown(self, name: str, stem: str) -> Text:
        now = self.opened.renamed(name) or self.opened.renamed(stem)
        if now:
            return text("{name} is called {now} by then", name=name, now=now)
        count = self.opened.count_of(stem)
        if count > 1:
            return text(
                "nothing is called {name} here; use {stem}-1 to {stem}-{count}", name=name, stem=stem, count=count
            )
        return text("{name} is used before it is opened", name=name)


def _checked_callback(command: Register | Modify, place: str) -> tuple[type[Callback], dict[str, Any]]:
    """The callback, and its options with their defaults."""
    found = find_callback(command.callback)
    if found is None:
        raise _Wrong(f"{place}.callback", text("there is no callback {id}", id=repr(command.callback)))
    options = _filled(found.options, command.options, f"{place}.options")
    if command.data is not None and command.callback != "none":
        raise _Wrong(f"{place}.data", text("a key holds a callback or other data, not both"))
    if command.data is not None and (reason := refused_data(command.data)) is not None:
        raise _Wrong(f"{place}.data", reason)
    return found, options


def _filled(options: Any, given: dict[str, Any], place: str) -> dict[str, Any]:
    try:
        return fill(options, given)
    except BadOption as error:
        raise _Wrong(f"{place}.{error.option}", error.reason) from error


def _check_payload(command: Send, place: str) -> None:
    given = [field for field in ("text", "hex", "size") if getattr(command, field) is not None]
    if len(given) != 1:
        raise _Wrong(place, text("send takes one of text, hex and size"))
    if command.hex is not None:
        try:
            parse_hex(command.hex)
        except ValueError as error:
            raise _Wrong(f"{place}.hex", text("{error}", error=str(error))) from error
