"""What the schema cannot say: each name is opened once and before its use, each kind, option and callback exists."""

from typing import Any

from .backends import find_backend
from .callbacks import find_callback
from .commands import AnyCommand, Modify, Open, Register, Run, Select, Send, UseBackend
from .destination import host_and_port, is_name
from .kinds import Kind, find_kind
from .kinds.tcp import beyond_loopback
from .options import BadOption, fill
from .text import Text, text
from .verbs.data import parse_hex

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


class _Opened:
    """What is open under which names. ``count`` of them at once are NAME-1 to NAME-N: never listed, N may be large."""

    def __init__(self) -> None:
        self._by_name: dict[str, tuple[Kind, int]] = {}
        self._least: dict[str, int] = {}

    def add(self, name: str, kind: Kind, count: int) -> None:
        self._by_name[name] = kind, count
        stem, number = _numbered(name)
        if number:
            self._least[stem] = min(number, self._least.get(stem, number))

    def taken(self, name: str, count: int) -> bool:
        """Whether this name, or one that opening ``count`` makes of it, is given already."""
        return name in self._by_name or self.kind_of(name) is not None or 1 < count >= self._least.get(name, count + 1)

    def kind_of(self, name: str) -> Kind | None:
        """The kind of what was opened so, be it one of many."""
        kind, count = self._by_name.get(name, (None, 0))
        if count == 1:
            return kind
        stem, number = _numbered(name)
        kind, count = self._by_name.get(stem, (None, 0))
        return kind if 1 <= number <= count > 1 else None

    def count_of(self, name: str) -> int:
        return self._by_name.get(name, (None, 0))[1]


def _numbered(name: str) -> tuple[str, int]:
    """``pair-3`` as ``pair`` and 3; 0 where no number ends it, or one that no opening would give."""
    stem, _, number = name.rpartition("-")
    return (stem, int(number)) if number.isdecimal() and number[0] != "0" and len(number) < 10 else (name, 0)


class _Checker:
    def __init__(self) -> None:
        self.opened = _Opened()

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
            _check_callback(command, place)
        elif isinstance(command, Send):
            _check_payload(command, place)
            if command.to is not None and is_name(command.to):
                self.known(command.to, f"{place}.to")
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

    def references(self, command: Any, place: str) -> None:
        if not isinstance(command, Open) and hasattr(command, "name"):
            self.known(command.name, f"{place}.name")
        if getattr(command, "inside", None) is not None:
            self.known(command.inside, f"{place}.in")

    def known(self, name: str, place: str) -> None:
        stem, _, suffix = name.partition(".")
        kind = self.opened.kind_of(stem)
        if kind is None:
            raise _Wrong(place, self._unknown(name, stem))
        if kind.suffixes and suffix not in kind.suffixes:
            ends = " or ".join(f"{stem}.{one}" for one in kind.suffixes)
            raise _Wrong(place, text("{name} is no name here; it is {ends}", name=name, ends=ends))
        if not kind.suffixes and suffix and not (kind.accepts and suffix.isdecimal()):
            raise _Wrong(place, text("{name} is no name here: a {kind} has no such part", name=name, kind=kind.id))

    def _unknown(self, name: str, stem: str) -> Text:
        count = self.opened.count_of(stem)
        if count > 1:
            return text("{name} is no name here; it is {stem}-1 to {stem}-{count}", name=name, stem=stem, count=count)
        return text("{name} is used before it is opened", name=name)


def _check_callback(command: Register | Modify, place: str) -> None:
    found = find_callback(command.callback)
    if found is None:
        raise _Wrong(f"{place}.callback", text("there is no callback {id}", id=repr(command.callback)))
    _filled(found.options, command.options, f"{place}.options")


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


def trust_needed(commands: tuple[AnyCommand, ...]) -> list[Text]:
    """What these commands would do that a stranger's experiment should ask for first."""
    found: dict[str, Text] = {}
    for command in commands:
        need = _needs_trust(command)
        if need is not None:
            found[str(need)] = need
        found |= {str(need): need for need in trust_needed(getattr(command, "during", ()))}
    return list(found.values())


def _needs_trust(command: AnyCommand) -> Text | None:
    if isinstance(command, Send):
        return _sends_away(command)
    if not isinstance(command, Open):
        return None
    kind = find_kind(command.kind)
    try:
        return kind.needs_trust(fill(kind.all_options(), command.options)) if kind is not None else None
    except BadOption:
        return None  # it will not be opened at all


def _sends_away(command: Send) -> Text | None:
    if command.to is None or is_name(command.to):
        return None
    place = host_and_port(command.to)
    if place is not None and not beyond_loopback(place[0]):
        return None
    return text("sends to {to}", to=command.to)
