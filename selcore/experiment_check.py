"""What the schema cannot say: each name is opened once and before its use, each kind, option and callback exists."""

from typing import Any


from .backends import find_backend
from .callbacks import find_callback
from .commands import AnyCommand, Modify, Open, Register, Run, Select, Send, UseBackend
from .kinds import find_kind
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


class _Checker:
    def __init__(self) -> None:
        self.opened: dict[str, Open] = {}

    def all(self, commands: tuple[AnyCommand, ...], place: str, nested: bool = False) -> None:
        for index, command in enumerate(commands):
            self.one(command, f"{place}[{index}]", nested)

    def one(self, command: AnyCommand, place: str, nested: bool) -> None:
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
        elif isinstance(command, UseBackend) and find_backend(command.backend) is None:
            raise _Wrong(f"{place}.backend", text("there is no backend {id}", id=repr(command.backend)))
        self.references(command, place)

    def open(self, command: Open, place: str) -> None:
        kind = find_kind(command.kind)
        if kind is None:
            raise _Wrong(f"{place}.kind", text("there is no kind {id}", id=repr(command.kind)))
        if command.name in self.opened:
            raise _Wrong(f"{place}.name", text("{name} is opened twice", name=command.name))
        values = _filled(kind.all_options(), command.options, f"{place}.options")
        for option in kind.options:
            if option.type == "name" and values[option.name]:
                self.known(values[option.name], f"{place}.options.{option.name}")
        self.opened[command.name] = command

    def callback(self, command: Register | Modify, place: str) -> None:
        found = find_callback(command.callback)
        if found is None:
            raise _Wrong(f"{place}.callback", text("there is no callback {id}", id=repr(command.callback)))
        _filled(found.options, command.options, f"{place}.options")

    def references(self, command: Any, place: str) -> None:
        if not isinstance(command, Open) and hasattr(command, "name"):
            self.known(command.name, f"{place}.name")
        if getattr(command, "inside", None) is not None:
            self.known(command.inside, f"{place}.in")

    def known(self, name: str, place: str) -> None:
        stem, _, suffix = name.partition(".")
        opened = self.opened.get(stem) or self.opened.get(stem.rpartition("-")[0])
        if opened is None or (stem != opened.name and not self._counted(opened, stem)):
            raise _Wrong(place, text("{name} is used before it is opened", name=name))
        kind = find_kind(opened.kind)
        assert kind is not None
        if kind.suffixes and suffix not in kind.suffixes:
            ends = " or ".join(f"{stem}.{one}" for one in kind.suffixes)
            raise _Wrong(place, text("{name} is no name here; it is {ends}", name=name, ends=ends))
        if not kind.suffixes and suffix and not (kind.accepts and suffix.isdecimal()):
            raise _Wrong(place, text("{name} is no name here: a {kind} has no such part", name=name, kind=kind.id))

    def _counted(self, opened: Open, stem: str) -> bool:
        number, count = stem.rpartition("-")[2], opened.options.get("count", 1)
        return number.isdecimal() and 1 <= int(number) <= count > 1


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
        if isinstance(command, Open) and (kind := find_kind(command.kind)) is not None:
            need = kind.needs_trust(fill(kind.all_options(), command.options))
            if need is not None:
                found[str(need)] = need
        found |= {str(need): need for need in trust_needed(getattr(command, "during", ()))}
    return list(found.values())
