"""The methods of a selector, and another selector in its place."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from ..backends import find_backend
from ..values.commands import CloseSelector, GetKey, GetMap, Modify, Register, Unregister, UseBackend
from ..values.masks import mask_text
from ..values.needs import Need
from ..values.spelling import Spelling, variable
from ..values.text import Text, text
from .base import Answer, Field, Line, Value, Verb, plain, selector
from .writer import Code, Writer


class _Key(msgspec.Struct):
    name: str
    fd: int | None
    events: list[str] | int | None
    callback: str
    data: Any = None

    def __post_init__(self) -> None:
        from ..callbacks.key_data import refused_data

        if (reason := refused_data(self.data)) is not None:
            raise ValueError(str(reason))


class _Keyed(msgspec.Struct):
    key: _Key


class _Mapped(msgspec.Struct):
    map: list[_Key] | None


class _Carried(msgspec.Struct):
    backend: str
    carried: list[str]
    refused: list[Any]


def _watch(method: str) -> Line:
    def line(command: Any, py: Spelling) -> str:
        data = f", {_data(command, py)}" if command.callback != "none" or command.data is not None else ""
        return f"{selector(command, py)}.{method}({py.variable(command.name)}, {mask_text(command.events)}{data})"

    return line


def _data(command: Any, py: Spelling) -> str:
    if command.data is not None:
        return repr(command.data)
    return _data_script(command, py) if isinstance(py, Writer) else _callback(command)


def _data_script(command: Any, py: Writer) -> str:
    """The callback: an object of a script's own, or where the same is given again the one that the key has."""
    from ..callbacks import find_callback
    from ..values.options import fill

    given = command.callback, command.options
    selecting, name = selector(command, py), py.variable(command.name)
    callback = find_callback(command.callback)
    assert callback is not None
    new = callback.python(fill(callback.options, command.options), py, command.name)
    if isinstance(command, Modify) and py.held.get(command.name) == given and command.callback != "accept":
        return f"{py.part('again')}({selecting}, {name}, {new})"
    return new


def _watch_script(method: str) -> Callable[[Any, Writer], Code]:
    line = _watch(method)

    def code(command: Any, py: Writer) -> Code:
        name, done = py.variable(command.name), line(command, py)
        py.held[command.name] = command.callback, command.options
        return Code(do=(done,), notes=(f"names[{name}] = {command.name!r}",))

    return code


def _unregister_script(command: Unregister, py: Writer) -> Code:
    py.held.pop(command.name, None)
    return Code(do=(_on_selector("unregister")(command, py),))


def _key_script(command: GetKey, py: Writer) -> Code:
    return Code(value=_on_selector("get_key")(command, py), tells="keys")


def _map_script(command: GetMap, py: Writer) -> Code:
    return Code(value=_on_selector("get_map")(command, py), tells="keys")


def _use_backend_script(command: UseBackend, py: Writer) -> Code:
    return Code(do=(f"sel = {py.part('carried_over')}(sel, selectors.{selector_class(command.backend)}())",))


def selector_class(id: str) -> str:
    """The class of that backend."""
    backend = find_backend(id)
    return "DefaultSelector" if id == "default" or backend is None else backend.class_name


def _callback(command: Any) -> str:
    options = ", ".join(f"{name}={_option(value)}" for name, value in command.options.items())
    name = variable(command.callback)
    return f"{name}({options})" if options else name


def _option(value: Any) -> str:
    if isinstance(value, list | tuple):
        return mask_text(tuple(value))
    return variable(value) if isinstance(value, str) else repr(value)


def _watch_needs(command: Register | Modify) -> Iterable[Need]:
    from ..callbacks import find_callback

    callback = find_callback(command.callback)
    return () if callback is None or callback.asks is None else (callback.asks,)


def _on_selector(method: str) -> Line:
    def line(command: Any, py: Spelling) -> str:
        return f"{selector(command, py)}.{method}({py.variable(command.name) if hasattr(command, 'name') else ''})"

    return line


def _key(value: Value) -> Text:
    key = value["key"]
    events = key["events"] if not isinstance(key["events"], list) else mask_text(tuple(key["events"]))
    data = repr(key.get("data")) if key["callback"] == "none" else variable(key["callback"])
    return text("SelectorKey fd {fd}, {events}, data {data}", fd=key["fd"], events=events, data=data)


def _map(value: Value) -> Text:
    if value["map"] is None:
        return text("None")
    if not value["map"]:
        return text("an empty map")
    names = ", ".join(key["name"] for key in value["map"][:20])
    return text("{n} {n:key|keys}: {names}", n=len(value["map"]), names=names)


def _use_backend(command: UseBackend, py: Spelling) -> str:
    return f"sel = selectors.{selector_class(command.backend)}()  # the registrations are carried over"


def _carried(value: Value) -> Text:
    return text("keys carried over: {n}, refused: {m}", n=len(value["carried"]), m=len(value["refused"]))


WATCH: dict[str, Field] = {**plain("name", "inside", "events", "options", "data"), "callback": "callback"}
KEY = (Answer("key", _key, _Keyed),)

VERBS = (
    Verb(Register, _watch("register"), _watch_script("register"), WATCH, _watch_needs, answers=KEY, always=True),
    Verb(Modify, _watch("modify"), _watch_script("modify"), WATCH, _watch_needs, answers=KEY, always=True),
    Verb(Unregister, _on_selector("unregister"), _unregister_script, plain("name", "inside"), answers=KEY, always=True),
    Verb(GetKey, _on_selector("get_key"), _key_script, plain("name", "inside"), answers=KEY, always=True),
    Verb(GetMap, _on_selector("get_map"), _map_script, plain("inside"), answers=(Answer("map", _map, _Mapped),)),
    Verb(
        UseBackend,
        _use_backend,
        _use_backend_script,
        plain("backend"),
        answers=(Answer("carried", _carried, _Carried),),
        always=True,
    ),
    Verb(CloseSelector, _on_selector("close"), "statement", plain("inside")),
)
