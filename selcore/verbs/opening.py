"""Opening, accepting, closing, giving away and naming file objects."""

from collections.abc import Iterable
from typing import Any

import msgspec

from ..values.commands import Accept, Close, Detach, Open, Rename, Reset
from ..values.masks import READ, WRITE
from ..values.names import numbered
from ..values.needs import Need
from ..values.spelling import Spelling, variable
from ..values.text import Text, text
from . import opening_script
from .base import Answer, Value, Verb, on_object, plain


class _One(msgspec.Struct):
    name: str
    fd: int | None


class _Opened(msgspec.Struct):
    opened: list[_One]


class _Removed(msgspec.Struct):
    removed: str


class _Killed(msgspec.Struct):
    killed: int


class _Kept(msgspec.Struct):
    kept: bool


class _Fd(msgspec.Struct):
    fd: int


class _Renaming(msgspec.Struct):
    old: str = msgspec.field(name="from")
    new: str = msgspec.field(name="to")


class _Renamed(msgspec.Struct):
    renamed: list[_Renaming]


def _open(command: Open, py: Spelling) -> str:
    from ..kinds import find_kind  # which take longer to import than all the rest here
    from ..values.options import BadOption, fill

    kind = find_kind(command.kind)
    if kind is None:
        return f"{py.variable(command.name)} = open_{variable(command.kind)}()"
    try:
        options = fill(kind.all_options(), command.options)
    except BadOption:
        return f"{py.variable(command.name)} = {command.kind}(**{command.options!r})"
    line = "; ".join(kind.code(command.name, options, py))
    at = "" if options["fd"] is None else f"  # at descriptor {options['fd']}" + (", …" if options["count"] > 1 else "")
    if options["count"] == 1:
        return f"{line}{at}"
    first, *_, last = numbered(command.name, options["count"])
    return f"for i in range({options['count']}): {line}{at}  # {first} … {last}"


def _open_needs(command: Open) -> Iterable[Need]:
    from ..kinds import find_kind

    kind = find_kind(command.kind)
    return () if kind is None else kind.needs_trust(command.options)


def _one(one: Value) -> str:
    # Recordings of before have -1 there.
    return one["name"] if one["fd"] is None or one["fd"] < 0 else f"{one['name']} fd {one['fd']}"


def _opened(value: Value) -> Text:
    opened = value["opened"]
    shown = ", ".join(map(_one, opened[:2]))
    return (
        text("{shown}", shown=shown) if len(opened) <= 2 else text("{shown} … {n} in all", shown=shown, n=len(opened))
    )


def _close(command: Close, py: Spelling) -> str:
    return _closed(command, py, {})


def _closed(command: Close, py: Spelling, ended: Value) -> str:
    """Closing may have done more than ``close()`` does, or less."""
    from ..kinds import find_kind

    kind = find_kind(py.kind_of(command.name))
    return f"{py.variable(command.name)}.close()" if kind is None else kind.close_line(command.name, ended)


def _reset(command: Reset, py: Spelling) -> str:
    return "; ".join(opening_script.reset_lines(py.variable(command.name)))


def _rename(command: Rename, py: Spelling) -> str:
    return f"{py.variable(command.to)} = {py.variable(command.name)}"


def _renamed(value: Value) -> Text:
    return text("{names}", names=", ".join(f"{one['from']} is {one['to']}" for one in value["renamed"][:4]))


OPENED = Answer("opened", _opened, _Opened)
ENDED = (
    Answer("removed", lambda value: text("None; {path} is removed too", path=value["removed"]), _Removed),
    Answer("killed", lambda value: text("None; process {pid} is killed and reaped", pid=value["killed"]), _Killed),
    Answer("kept", lambda value: text("None; it stays open for those who use it too"), _Kept),
)
"""What ended with an object that was closed, if anything did."""


def _given_away(value: dict[str, Any]) -> Text:
    return text("fd {fd}", fd=value["fd"])


VERBS = (
    Verb(
        Open,
        _open,
        opening_script.open_script,
        {"kind": "kind", "name": "nothing", "options": "options"},
        _open_needs,
        text("by its kind, as above"),
        answers=(OPENED,),
    ),
    Verb(
        Close,
        _close,
        opening_script.close_script,
        plain("name"),
        answers=ENDED,
        done=_closed,
        serves=READ | WRITE,
        ends=True,
    ),
    Verb(Accept, on_object("accept"), opening_script.accept_script, plain("name"), answers=(OPENED,), serves=READ),
    Verb(Reset, _reset, opening_script.reset_script, plain("name"), serves=READ | WRITE, ends=True),
    Verb(
        Detach,
        on_object("detach"),
        opening_script.detach_script,
        plain("name"),
        answers=(Answer("fd", _given_away, _Fd),),
        serves=READ | WRITE,
        ends=True,
    ),
    Verb(
        Rename,
        _rename,
        opening_script.rename_script,
        plain("name", "to"),
        answers=(Answer("renamed", _renamed, _Renamed),),
        always=True,
    ),
)
