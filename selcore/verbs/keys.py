"""The methods of a selector, and another selector in its place."""

from collections.abc import Iterable
from typing import Any

import msgspec

from ..backends import find_backend
from ..values.commands import CloseSelector, GetKey, GetMap, Modify, Register, Unregister, UseBackend
from ..values.masks import mask_text
from ..values.needs import Need
from ..values.spelling import variable
from ..values.text import Text, text
from .base import Answer, Field, KindOf, Line, Value, Verb, plain, selector


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
    def line(command: Any, kind_of: KindOf) -> str:
        data = f", {_data(command)}" if command.callback != "none" or command.data is not None else ""
        return f"{selector(command)}.{method}({variable(command.name)}, {mask_text(command.events)}{data})"

    return line


def _data(command: Any) -> str:
    return repr(command.data) if command.data is not None else _callback(command)


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
    def line(command: Any, kind_of: KindOf) -> str:
        return f"{selector(command)}.{method}({variable(command.name) if hasattr(command, 'name') else ''})"

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


def _use_backend(command: UseBackend, kind_of: KindOf) -> str:
    backend = find_backend(command.backend)
    name = "DefaultSelector" if command.backend == "default" or backend is None else backend.class_name
    return f"sel = selectors.{name}()  # the registrations are carried over"


def _carried(value: Value) -> Text:
    return text("keys carried over: {n}, refused: {m}", n=len(value["carried"]), m=len(value["refused"]))


WATCH: dict[str, Field] = {**plain("name", "inside", "events", "options", "data"), "callback": "callback"}
KEY = (Answer("key", _key, _Keyed),)

VERBS = (
    Verb(Register, _watch("register"), WATCH, _watch_needs, answers=KEY, always=True),
    Verb(Modify, _watch("modify"), WATCH, _watch_needs, answers=KEY, always=True),
    Verb(Unregister, _on_selector("unregister"), plain("name", "inside"), answers=KEY, always=True),
    Verb(GetKey, _on_selector("get_key"), plain("name", "inside"), answers=KEY, always=True),
    Verb(GetMap, _on_selector("get_map"), plain("inside"), answers=(Answer("map", _map, _Mapped),)),
    Verb(UseBackend, _use_backend, plain("backend"), answers=(Answer("carried", _carried, _Carried),), always=True),
    Verb(CloseSelector, _on_selector("close"), plain("inside")),
)
