"""The commands that have a form, each as its fields and what they make of the current object's name."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from selcore.callbacks import CALLBACKS, ForwardCallback, needs_name
from selcore.callbacks.key_data import refused_data
from selcore.system.socket_options import OFFERED_OPTIONS
from selcore.values.commands import AnyCommand, Bind, Connect, Events, Listen, Modify, Register, Rename, Set, Signal
from selcore.values.options import Option
from selcore.values.text import text

from ..kit.saying import say
from .fields import BadInput, is_whole, whole_number


def tr(source: str) -> str:
    return QCoreApplication.translate("CommandForms", source)


def _text(name: str, title: Any, default: str = "") -> Option:
    return Option(name=name, type="text", default=default, title=title, asks="nothing")


_CALLBACKS = tuple(callback.id for callback in CALLBACKS if not needs_name(callback))
_WATCH = (
    _text("events", text("events: read, write, both, or any number or None"), "read"),
    Option(name="callback", type="choice", default="none", title=text("callback"), asks="nothing", choices=_CALLBACKS),
    _text("data", text('or data: any JSON, such as {"who": 1}')),
)


def events_of(words: str) -> Events:
    """``read``, ``read write``, ``4``, ``-1``, ``None``. Raises BadInput."""
    parts = words.replace(",", " ").replace("|", " ").lower().split()
    if parts == ["none"]:
        return None
    if len(parts) == 1 and is_whole(parts[0]):
        return whole_number(parts[0])
    found = ["read", "write"] if parts == ["both"] else parts
    if not found or any(part not in ("read", "write") for part in found):
        raise BadInput(tr("events are read, write, both, a number or None"))
    return tuple(found)  # type: ignore[arg-type]


def data_of(words: str) -> Any:
    """What a key is to hold in place of a callback, as JSON; None where nothing is typed. Raises BadInput."""
    from selcore.files.strict_json import Unreadable, decode

    if not words.strip():
        return None
    try:
        data = decode(words.encode(errors="surrogatepass"))
    except Unreadable as error:
        place = tr("data is not JSON at {place}: {reason}")
        raise BadInput(place.format(place=error.place, reason=say(error.reason))) from error
    if (reason := refused_data(data)) is not None:
        raise BadInput(say(reason))
    return data


def _watch(make: type[Register] | type[Modify], name: str, values: dict[str, Any]) -> AnyCommand:
    callback, data = values["callback"], data_of(values["data"])
    if data is not None and callback != "none":
        raise BadInput(tr("a key holds a callback or other data, not both"))
    return make(name=name, events=events_of(values["events"]), callback=callback, data=data)


def value_of(words: str) -> bool | int | tuple[int, ...]:
    """``true``, ``4096``, ``1, 0``. Raises BadInput."""
    word = words.strip().lower()
    if word in ("true", "false"):
        return word == "true"
    parts = [part.strip() for part in word.split(",")]
    if not all(map(is_whole, parts)):
        raise BadInput(tr("a value is true, false, a number, or numbers parted by commas"))
    numbers = tuple(map(whole_number, parts))
    return numbers[0] if len(numbers) == 1 else numbers


def _name_or_none(words: str) -> str | None:
    return words.strip() or None


def _number(words: str) -> int | None:
    return whole_number(words.strip()) if words.strip() else None


def _connect(name: str, values: dict[str, Any]) -> AnyCommand:
    to, host, port = _name_or_none(values["to"]), _name_or_none(values["host"]), _number(values["port"])
    if (to is None) == (host is None):
        raise BadInput(tr("a listener's name, or a host and a port"))
    return Connect(name=name, to=to, host=host, port=port)


def _bind(name: str, values: dict[str, Any]) -> AnyCommand:
    if values["to"]:
        return Bind(name=name, to=values["to"])
    port = _number(values["port"])
    if port is None:
        raise BadInput(tr("a port; 0 takes any free one"))
    return Bind(name=name, host=values["host"].strip(), port=port)


def _bind_path(name: str, values: dict[str, Any]) -> AnyCommand:
    """A leading @ stands for the NUL that nobody can type, as ss and netstat write it."""
    path = values["path"]
    return Bind(name=name, path=f"\0{path[1:]}" if path.startswith("@") else path)


def _forward(name: str, values: dict[str, Any]) -> AnyCommand:
    if not values["to"]:
        raise BadInput(tr("the name of another file object"))
    return Register(name=name, events=("read",), callback=ForwardCallback.id, options=values)


def _signal(name: str, values: dict[str, Any]) -> AnyCommand:
    number = _number(values["number"])
    if number is None:
        raise BadInput(tr("a signal's number, such as 28 (SIGWINCH)"))
    return Signal(number=number)


Form = tuple[tuple[Option, ...], Callable[[str, dict[str, Any]], AnyCommand]]
FORMS: dict[str, Form] = {
    "key.register-with": (
        _WATCH,
        partial(_watch, Register),
    ),
    "key.modify-with": (
        _WATCH,
        partial(_watch, Modify),
    ),
    "key.callback.forward": (ForwardCallback.options, _forward),
    "fileobject.set": (
        (
            Option(
                name="option",
                type="choice",
                default="blocking",
                title=text("option"),
                asks="nothing",
                choices=OFFERED_OPTIONS,
            ),
            _text("value", text("value: true, false, a number, or 1, 0"), "false"),
        ),
        lambda name, values: Set(name=name, option=values["option"], value=value_of(values["value"])),
    ),
    "fileobject.connect-to": (
        (
            Option(name="to", type="name", default="", title=text("to (a listener's name)"), asks="name"),
            _text("host", text("or host")),
            _text("port", text("and port")),
        ),
        _connect,
    ),
    "fileobject.bind": (
        (
            _text("host", text("host"), "127.0.0.1"),
            _text("port", text("port"), "0"),
            Option(name="to", type="name", default="", title=text("or to the address of"), asks="name"),
        ),
        _bind,
    ),
    "fileobject.bind-path": (
        (
            Option(
                name="path",
                type="path",
                default="",
                title=text("path (empty: a temporary one; @name: abstract)"),
                asks="path",
            ),
        ),
        _bind_path,
    ),
    "fileobject.listen": (
        (
            _text("backlog", text("backlog (empty: as Python chooses)")),
            Option(
                name="anywhere",
                type="bool",
                default=False,
                title=text("on every interface, if it has no address"),
                asks="nothing",
            ),
        ),
        lambda name, values: Listen(name=name, backlog=_number(values["backlog"]), anywhere=values["anywhere"]),
    ),
    "fileobject.rename": (
        (_text("to", text("new name")),),
        lambda name, values: Rename(name=name, to=values["to"].strip()),
    ),
    "selector.signal": ((_text("number", text("signal number"), "28"),), _signal),
}
