"""An experiment is a recipe in a JSON file. It is checked whole, with place and reason, before anything is opened."""

import json
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from ..files.atomic_file import write_whole
from ..files.file_head import HEAD, is_recording, is_sqlite
from ..files.regular_file import NotRegular, open_regular
from ..files.strict_json import DEEPEST, Unreadable, decode
from ..values.commands import AnyCommand, Id
from ..values.text import text
from ..values.timeouts import timeout_value
from .checking import check

__all__ = ["DEEPEST", "FORMAT", "LIMIT", "Experiment", "Unreadable", "dump", "load", "parse", "save", "write_whole"]

LIMIT = 16 << 20
"""Bytes of a file."""

FORMAT: Literal["selector-playground-experiment"] = "selector-playground-experiment"


Title = Annotated[str, msgspec.Meta(max_length=1000)]
AT_ONCE = 1000
"""Commands that are checked together: C holds the interpreter's lock for as long as that takes."""


class Experiment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the file holds."""

    format: Literal["selector-playground-experiment"]
    version: int
    title: Title = ""
    backend: Id = "default"
    callbacks: dict[str, str] = {}
    commands: tuple[AnyCommand, ...]


def load(path: str | Path) -> Experiment:
    """The experiment in a file. Raises OSError, and Unreadable for whatever is wrong with its content."""
    return parse(_read(path))


def _read(path: str | Path) -> bytes:
    try:
        file = open_regular(path)
    except NotRegular as error:
        raise Unreadable("", text("it is not a regular file")) from error
    except ValueError as error:
        raise Unreadable("", text("{why}", why=f"{path!s}: {error}")) from error  # NUL in a path
    with file:
        size = os.fstat(file.fileno()).st_size
        if size > LIMIT:
            _check_is_no_database(file.read(HEAD))
            raise _too_large(size)
        return file.read(LIMIT + 1)


def _too_large(size: int) -> Unreadable:
    return Unreadable("", text("it has {size} bytes; at most {limit} are read", size=f"{size:,}", limit=f"{LIMIT:,}"))


def _check_is_no_database(head: bytes) -> None:
    if is_recording(head):
        raise Unreadable(
            "", text("it is a recording, not an experiment: selector-playground --open shows it in the window")
        )
    if is_sqlite(head):
        raise Unreadable(
            "", text("it is a SQLite file, not an experiment; a recording opens with selector-playground --open")
        )


def parse(data: bytes) -> Experiment:
    """The experiment in these bytes. Raises Unreadable."""
    _check_is_no_database(data[:HEAD])
    if len(data) > LIMIT:
        raise _too_large(len(data))
    value = decode(data)
    _check_head(value)
    experiment = _convert(value)
    problem = check(experiment.backend, experiment.commands)
    if problem is not None:
        raise Unreadable(*problem)
    if experiment.callbacks:
        raise Unreadable("callbacks", text("this version runs no Python from an experiment"))
    return experiment


def _convert(value: dict[str, Any]) -> Experiment:
    given = value.get("commands")
    if not isinstance(given, list):
        whole: Experiment = _converted(value, Experiment)
        return whole
    head: Experiment = _converted(value | {"commands": []}, Experiment)
    commands: list[AnyCommand] = []
    for start in range(0, len(given), AT_ONCE):
        commands += _converted(given[start : start + AT_ONCE], tuple[AnyCommand, ...], start)
    return msgspec.structs.replace(head, commands=tuple(commands))


def _converted(value: Any, type: Any, start: int = 0) -> Any:
    try:
        return msgspec.convert(value, type)
    except msgspec.ValidationError as error:
        message = _COMMAND.sub(lambda found: f"`$.commands[{int(found[1]) + start}]", str(error))
        raise _from_schema(message) from error


_COMMAND = re.compile(r"(?<= - at )`\$\[(\d+)\]")


def _check_head(value: Any) -> None:
    if not isinstance(value, dict):
        raise Unreadable("", text("it is not an experiment: an object is expected at the top"))
    if value.get("format") != FORMAT:
        raise Unreadable("format", text("it is not an experiment: {want} is expected", want=repr(FORMAT)))
    version = value.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version != 1:
        reason = text("version {version} is not one this program reads: it reads version 1", version=str(version)[:20])
        raise Unreadable("version", reason)


def _from_schema(message: str) -> Unreadable:
    reason, found, place = message.rpartition(" - at `$")
    if not found:
        reason, place = message, ""
    where = place.removesuffix("`").removeprefix(".") or "the top"
    if "matching regex" in reason:
        return Unreadable(where, text("it is not a name: a name is a letter, then letters, digits, _ and -"))
    return Unreadable(where, text("{reason}", reason=reason))


def dump(experiment: Experiment) -> bytes:
    """The file's bytes, a command a line. Raises ValueError for what JSON or UTF-8 cannot hold (half a character)."""
    head = msgspec.to_builtins(msgspec.structs.replace(experiment, commands=()))
    lines = [_to_json(_spelled(msgspec.to_builtins(command))) for command in experiment.commands]
    top = _to_json({"format": FORMAT, "version": 1} | head)
    body = ",\n  ".join(lines)
    start = top.removesuffix("}").removesuffix(', "commands": []')
    return f'{start}, "commands": [\n  {body}\n]}}\n'.encode()


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _spelled(command: dict[str, Any]) -> dict[str, Any]:
    """nan and the infinities by name: JSON has no numbers for them."""
    if "timeout" in command:
        command["timeout"] = timeout_value(command["timeout"])
    for given in command.get("during", ()):
        _spelled(given)
    return command


def save(path: str | Path, experiment: Experiment) -> None:
    """Write the file whole or not at all. Raises OSError; what was there before stays then."""
    write_whole(path, dump(experiment))
