"""An experiment is a recipe in a JSON file. It is checked whole, with place and reason, before anything is opened."""

import json
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import Any, Literal

import msgspec

from .commands import AnyCommand
from .experiment_check import check
from .text import Text, text

LIMIT = 16 << 20
"""Bytes of a file."""
DEEPEST = 64
"""Levels of nesting: far more than any experiment needs."""

FORMAT: Literal["selector-playground-experiment"] = "selector-playground-experiment"


class Experiment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the file holds."""

    format: Literal["selector-playground-experiment"]
    version: int
    title: str = ""
    backend: str = "default"
    callbacks: dict[str, str] = {}
    commands: tuple[AnyCommand, ...]


class Unreadable(Exception):
    """The file is refused: ``place`` in it (``line 3, column 7`` or ``commands[2].timeout``) and ``reason``."""

    def __init__(self, place: str, reason: Text):
        super().__init__(f"{place}: {reason}" if place else str(reason))
        self.place = place
        self.reason = reason


def load(path: str | Path) -> Experiment:
    """The experiment in a file. Raises OSError, and Unreadable for whatever is wrong with its content."""
    return parse(_read(path))


def _read(path: str | Path) -> bytes:
    # O_NONBLOCK: a FIFO given for a file must not hang the program.
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("", text("it is not a regular file"))
        if status.st_size > LIMIT:
            raise _too_large(status.st_size)
        return file.read(LIMIT + 1)


def _too_large(size: int) -> Unreadable:
    return Unreadable("", text("it has {size} bytes; at most {limit} are read", size=f"{size:,}", limit=f"{LIMIT:,}"))


def parse(data: bytes) -> Experiment:
    """The experiment in these bytes. Raises Unreadable."""
    if len(data) > LIMIT:
        raise _too_large(len(data))
    value = _decode_json(_decode_utf8(data))
    _check_head(value)
    try:
        experiment = msgspec.convert(value, Experiment)
    except msgspec.ValidationError as error:
        raise _from_schema(str(error)) from error
    problem = check(experiment.backend, experiment.commands)
    if problem is not None:
        raise Unreadable(*problem)
    if experiment.callbacks:
        raise Unreadable("callbacks", text("this version runs no Python from an experiment"))
    return experiment


def _decode_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = text("it is not UTF-8: byte {value} ({why})", value=hex(data[error.start]), why=error.reason)
        raise Unreadable(f"byte {error.start}", reason) from error


def _decode_json(source: str) -> Any:
    try:
        return json.loads(source, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(f"line {error.lineno}, column {error.colno}", text("{why}", why=error.msg)) from error
    except RecursionError as error:
        raise Unreadable(_too_deep(source), text("it is nested too deep: at most {n} levels", n=DEEPEST)) from error
    except _Twice as error:
        raise Unreadable(_place_of(source, error.key), text("the key {key} stands twice in one object", key=repr(error.key))) from error
    except _Constant as error:
        raise Unreadable(_place_of_word(source, error.word), text('{word} is no JSON; write "nan", "inf" or "-inf"', word=error.word)) from error
    except ValueError as error:
        # int() refuses thousands of digits; its message names the interpreter's limit.
        raise Unreadable(_long_number(source), text("a number has too many digits")) from error


class _Twice(Exception):
    def __init__(self, key: str):
        self.key = key


class _Constant(Exception):
    def __init__(self, word: str):
        self.word = word


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # msgspec lets duplicate keys pass and so does json: the last one would win in silence.
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        raise _Twice(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return found


def _no_constant(word: str) -> Any:
    raise _Constant(word)


_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|-?\b(?:NaN|Infinity)\b|\d{1000,}|:')


def _line_column(source: str, position: int) -> str:
    line = source.count("\n", 0, position) + 1
    return f"line {line}, column {position - source.rfind(chr(10), 0, position)}"


def _too_deep(source: str) -> str:
    depth = 0
    for token in _TOKENS.finditer(source):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST:
            return _line_column(source, token.start())
    return ""


def _place_of_word(source: str, word: str) -> str:
    return next((_line_column(source, token.start()) for token in _TOKENS.finditer(source) if token[0] == word), "")


def _long_number(source: str) -> str:
    return next((_line_column(source, token.start()) for token in _TOKENS.finditer(source) if token[0][0].isdigit()), "")


def _place_of(source: str, key: str) -> str:
    """Where ``key`` stands for the second time in one object."""
    levels: list[set[str]] = []
    previous = None
    for token in _TOKENS.finditer(source):
        if token[0] in "[{":
            levels.append(set())
        elif token[0] in "]}" and levels:
            levels.pop()
        elif token[0] == ":" and previous is not None and levels:
            name = json.loads(previous[0])
            if name == key and name in levels[-1]:
                return _line_column(source, previous.start())
            levels[-1].add(name)
        previous = token if token[0].startswith('"') else None
    return ""


def _check_head(value: Any) -> None:
    if not isinstance(value, dict):
        raise Unreadable("", text("it is no experiment: an object is expected at the top"))
    if value.get("format") != FORMAT:
        raise Unreadable("format", text("it is no experiment: {want} is expected", want=repr(FORMAT)))
    version = value.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version != 1:
        reason = text("version {version} is not one this program reads: it reads version 1", version=str(version)[:20])
        raise Unreadable("version", reason)


def _from_schema(message: str) -> Unreadable:
    reason, _, place = message.partition(" - at `$")
    return Unreadable(place.rstrip("`").lstrip(".") or "the top", text("{reason}", reason=reason))


def dump(experiment: Experiment) -> bytes:
    """The file's bytes, a command a line."""
    head = msgspec.to_builtins(msgspec.structs.replace(experiment, commands=()))
    lines = [json.dumps(msgspec.to_builtins(command), ensure_ascii=False) for command in experiment.commands]
    top = json.dumps({"format": FORMAT, "version": 1} | head, ensure_ascii=False)
    body = ",\n  ".join(lines)
    start = top.removesuffix("}").removesuffix(', "commands": []')
    return f'{start}, "commands": [\n  {body}\n]}}\n'.encode()


def save(path: str | Path, experiment: Experiment) -> None:
    """Write the file whole or not at all. Raises OSError; what was there before stays then."""
    write_whole(path, dump(experiment))


def write_whole(path: str | Path, data: bytes) -> None:
    """A full disk shows at flush or close: write beside the target, sync, replace. Raises OSError."""
    target = Path(path)
    fd, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent or Path())
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
