"""What a stranger's file is asked about before it is played. Each verb says what each of its fields may do; kinds and
callbacks say it of themselves and their options. What is not declared cannot be played: there is no default.
"""

import signal
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from msgspec.structs import replace

from ..callbacks import find_callback
from ..kinds import find_kind
from ..system.signal_names import SENT, numbered
from ..system.socket_options import HARMLESS_OPTIONS
from ..values import commands as c
from ..values.destination import host_and_port, is_name
from ..values.needs import HARMLESS, Act, Asks, Need, beyond_loopback
from ..values.text import Text, text

Field = Asks | Literal["kind", "options", "callback", "commands", "destination", "signal", "process", "option"]
"""What the values of a field may do, beyond what those of an option may."""


def _nothing(command: Any) -> Iterable[Need]:
    return ()


class Verb(NamedTuple):
    """What each field of a verb may do, what one command of it asks for, and when, in words."""

    fields: dict[str, Field]
    needs: Callable[[Any], Iterable[Need]] = _nothing
    about: Text | None = None


def _open(command: c.Open) -> Iterable[Need]:
    kind = find_kind(command.kind)
    return () if kind is None else kind.needs_trust(command.options)


def _watch(command: c.Register | c.Modify) -> Iterable[Need]:
    callback = find_callback(command.callback)
    return () if callback is None or callback.asks is None else (callback.asks,)


def _during(command: c.Select | c.Run) -> Iterable[Need]:
    return _of(command.during)


def _send(command: c.Send) -> Iterator[Need]:
    if command.to is None or is_name(command.to):
        return
    place = host_and_port(command.to)
    if place is None:
        yield Need(Act.OPEN, text("sends to {to}", to=command.to))
    elif beyond_loopback(place[0]):
        yield Need(Act.NETWORK, text("sends to {to}", to=command.to))


def _connect(command: c.Connect) -> Iterator[Need]:
    if command.host is not None and not HARMLESS["host"](command.host):
        words = text(
            "connects beyond this machine: host {host}, port {port}", host=repr(command.host), port=command.port
        )
        yield Need(Act.NETWORK, words)


def _set(command: c.Set) -> Iterator[Need]:
    if command.option not in HARMLESS_OPTIONS:
        value = list(command.value) if isinstance(command.value, tuple) else command.value
        words = text("sets {option} of {name} to {value}", option=command.option, name=command.name, value=str(value))
        yield Need(Act.OPTION, words)


def _signal(command: c.Signal) -> Iterator[Need]:
    yield Need(Act.SIGNAL, text("sends {signal} to this program", signal=numbered(command.number)))


def _to_process(command: c.Kill | c.Stop | c.Continue) -> Iterator[Need]:
    which = SENT[type(command)]
    number = getattr(signal, which, None)  # Windows has none of them
    words = text(
        "sends {signal} to the process {name}", signal=numbered(number) if number else which, name=command.name
    )
    yield Need(Act.SIGNAL, words)


def _plain(*fields: str) -> Verb:
    """A verb that moves or tells what is open already, under its name."""
    return Verb({field: "name" if field in ("name", "inside") else "nothing" for field in fields})


_WATCH: dict[str, Field] = {
    **dict.fromkeys(("name", "inside"), "name"),
    **dict.fromkeys(("events", "options", "note"), "nothing"),
    "callback": "callback",
}
_PROCESS = Verb({"name": "process"}, _to_process, text("always"))

VERBS: dict[type[c.Command], Verb] = {
    c.Open: Verb({"kind": "kind", "name": "nothing", "options": "options"}, _open, text("by its kind, as above")),
    c.Close: _plain("name"),
    c.Accept: _plain("name"),
    c.Fill: _plain("name"),
    c.Drain: _plain("name"),
    c.Reset: _plain("name"),
    c.Detach: _plain("name"),
    c.SoError: _plain("name"),
    c.ReadLine: _plain("name"),
    c.Wait: _plain("name"),
    c.Kill: _PROCESS,
    c.Stop: _PROCESS,
    c.Continue: _PROCESS,
    c.Register: Verb(_WATCH, _watch),
    c.Modify: Verb(_WATCH, _watch),
    c.Unregister: _plain("name", "inside"),
    c.GetKey: _plain("name", "inside"),
    c.GetMap: _plain("inside"),
    c.CloseSelector: _plain("inside"),
    c.Select: Verb(
        {"timeout": "nothing", "during": "commands", "inside": "name"},
        _during,
        text("as its commands in `during` do"),
    ),
    c.Run: Verb(
        {**dict.fromkeys(("calls", "seconds", "timeout"), "nothing"), "during": "commands", "inside": "name"},
        _during,
        text("as its commands in `during` do"),
    ),
    c.Send: Verb(
        {"name": "name", **dict.fromkeys(("text", "hex", "size", "oob"), "nothing"), "to": "destination"},
        _send,
        text("`to` a path, or a host that asks; not to the name of something open"),
    ),
    c.Receive: _plain("name", "size", "oob"),
    c.Shutdown: _plain("name", "how"),
    c.Connect: Verb(
        {"name": "name", "to": "name", "host": "host", "port": "nothing"}, _connect, text("to a `host` that asks")
    ),
    c.Set: Verb(
        {"name": "name", "option": "option", "value": "nothing"},
        _set,
        text("any `option` but {options}", options=", ".join(f"`{one}`" for one in HARMLESS_OPTIONS)),
    ),
    c.Signal: Verb({"number": "signal"}, _signal, text("always")),
    c.Rename: _plain("name", "to"),
    c.UseBackend: _plain("backend"),
    c.Note: _plain("text"),
}

EXPERIMENT: dict[str, Field] = {
    **dict.fromkeys(("format", "version", "title", "backend"), "nothing"),
    "callbacks": "nothing",  # a file that has some is refused
    "commands": "commands",
}
"""What the fields of the file itself may do."""


def trust_needed(commands: tuple[c.AnyCommand, ...]) -> list[Need]:
    """What these commands would do that a stranger's file should ask for first: each once, the dangerous before."""
    found: dict[tuple[Any, ...], Need] = {}
    counts: dict[tuple[Any, ...], int] = {}
    for need in _of(commands):
        key = need.act, need.words.template, *map(str, need.words.values.values())  # to put it in words takes longer
        found.setdefault(key, need)
        counts[key] = counts.get(key, 0) + need.count
    whole = [need if counts[key] == 1 else replace(need, count=counts[key]) for key, need in found.items()]
    return sorted(whole, key=lambda need: need.act)


def _of(commands: Iterable[c.AnyCommand]) -> Iterator[Need]:
    for command in commands:
        yield from VERBS[type(command)].needs(command)
