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
from .base import Answer, Value, Verb, on_object, plain
from .writer import EACH, Code, Writer


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


def _open_script(command: Open, py: Writer) -> Code:
    from ..kinds import find_kind
    from ..values.options import fill

    kind = find_kind(command.kind)
    assert kind is not None
    options = fill(kind.all_options(), command.options)
    if options["count"] > UNROLLED:
        return _many(command.name, kind, options, py)
    lines, made, at = [], [], options["fd"]
    for name in numbered(command.name, options["count"]):
        names = kind.opens(name, options)
        py.opens(name, kind, options)
        lines += kind.code(name, options, py)
        if kind.lifts(options):
            lines += py.placed(names, at)
        lines += [line for what in kind.lifts_beside(options) for line in py.lifted(py.beside(name, what))]
        at = None if at is None else at + len(names)
        made += [py.variable(one) for one in names]
    return Code(do=tuple(lines), makes=tuple(made))


UNROLLED = 4
"""Of more than these opened at once a script has a loop."""


def _many(name: str, kind: Any, options: dict[str, Any], py: Writer) -> Code:
    """The list that holds them; an end of the third is ``pair[2][1]``."""
    whole, each = py.variable(name), f"{name}{EACH}"
    py.opens(each, kind, options)
    lines = kind.code(each, options, py)
    if kind.lifts(options):
        lines += py.placed(kind.opens(each, options), options["fd"])
    lines += [line for what in kind.lifts_beside(options) for line in py.lifted(py.beside(each, what))]
    parts = [*kind.opens(each, options), *py.variables.beside(each)]
    parts += [each] if py.variables.known(each) and each not in parts else []
    inner = ", ".join(py.variables.of(part) for part in parts)
    lines.append(f"{whole}.append({inner if len(parts) == 1 else f'({inner})'})")
    for number, given in enumerate(numbered(name, options["count"])):
        py.opens(given, kind, options)
        for place, part in enumerate(parts):
            item = f"{whole}[{number}]" + (f"[{place}]" if len(parts) > 1 else "")
            py.variables.give(given + part.removeprefix(each), item)
    body = "\n".join(f"    {line}" for line in lines)
    loop = f"for {'number' if 'number' in body else '_'} in range({options['count']}):\n{body}"
    return Code(do=(f"{whole} = []", loop), makes=(whole,))


def _close_script(command: Close, py: Writer) -> Code:
    kind, options = py.made(command.name)
    if command.name in py.closed:
        return Code()
    before, name = py.closes(command.name), py.variable(command.name)
    if command.name in py.bound:
        return Code(do=(*before, f"{py.part('close_and_unlink')}({name})"))
    lines = [f"{name}.close()"] if kind is None else kind.closing(command.name, options, py)
    stem = command.name.partition(".")[0]
    if kind is not None and kind.of_process and kind.suffixes and set(kind.names(stem)) <= py.closed:
        lines.append(f"{py.part('end_process')}({py.variable(stem)})")
    return Code(do=(*before, *lines))


def _accept_script(command: Accept, py: Writer) -> Code:
    return Code(do=(f"{py.part('take_connection')}({py.variable(command.name)})",))


def _reset_script(command: Reset, py: Writer) -> Code:
    from ..kinds import find_kind
    from ..kinds.file_object import SocketObject

    kind = find_kind(py.kind_of(command.name))
    is_socket = kind is None or issubclass(kind.makes, SocketObject)  # nothing else can be reset, and stays open
    return Code(do=(*(py.closes(command.name) if is_socket else ()), *_reset(command, py).split("; ")))


def _detach_script(command: Detach, py: Writer) -> Code:
    """What was beneath it is kept: it would be closed if nobody had it."""
    kept = py.variables.fresh(f"{command.name} detached")
    py.numbers.append(kept)
    return Code(do=(*py.keeps(command.name), f"{kept} = {py.variable(command.name)}.detach()"))


def _rename_script(command: Rename, py: Writer) -> Code:
    lines = [f"{now} = {was}" for now, was in py.renames(command.name, command.to)]
    named = [one for one in py.held if one == command.to or one.startswith(f"{command.to}.")]
    return Code(do=tuple(lines), notes=tuple(f"names[{py.variable(one)}] = {one!r}" for one in named))


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
    name = py.variable(command.name)
    on = "socket.SO_LINGER, struct.pack('ii', 1, 0)"
    return f"{name}.setsockopt(socket.SOL_SOCKET, {on}); {name}.close()"


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
        _open_script,
        {"kind": "kind", "name": "nothing", "options": "options"},
        _open_needs,
        text("by its kind, as above"),
        answers=(OPENED,),
    ),
    Verb(Close, _close, _close_script, plain("name"), answers=ENDED, done=_closed, serves=READ | WRITE, ends=True),
    Verb(Accept, on_object("accept"), _accept_script, plain("name"), answers=(OPENED,), serves=READ),
    Verb(Reset, _reset, _reset_script, plain("name"), serves=READ | WRITE, ends=True),
    Verb(
        Detach,
        on_object("detach"),
        _detach_script,
        plain("name"),
        answers=(Answer("fd", _given_away, _Fd),),
        serves=READ | WRITE,
        ends=True,
    ),
    Verb(
        Rename,
        _rename,
        _rename_script,
        plain("name", "to"),
        answers=(Answer("renamed", _renamed, _Renamed),),
        always=True,
    ),
)
