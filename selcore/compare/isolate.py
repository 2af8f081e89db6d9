"""Copies of one experiment that can run at the same time, and beside the open session, without taking anything from
each other.

Fixed ports become free ones, paths that are written become private copies, and each replacement is reported. What would
be refused anyway (no such folder, no permission) is left alone, so that it is refused in the same way.
"""

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import msgspec

from ..experiment.file import Experiment
from ..experiment.names import with_inner
from ..files.regular_file import copy_regular
from ..kinds import find_kind
from ..system.destination import host_and_port, is_name
from ..values.commands import AnyCommand, Bind, Connect, Open, Send, UseBackend
from ..values.text import Text, text
from .ports import Ports

LARGEST = 256 << 20
"""Bytes of a file that are copied."""
STREAMS = ("stdin", "stdout", "stderr")


class CannotIsolate(Exception):
    """The experiment cannot run several times at once; ``reason`` says why."""

    def __init__(self, reason: Text):
        super().__init__(str(reason))
        self.reason = reason


class Isolated(msgspec.Struct, frozen=True):
    """The experiment for each backend, and the notices about what was replaced."""

    experiments: dict[str, Experiment]
    notices: tuple[Text, ...]


def isolate(experiment: Experiment, backends: tuple[str, ...], folder: Path) -> Isolated:
    """An experiment for each backend; private files are made in ``folder``. Raises CannotIsolate, OSError."""
    commands = list(with_inner(experiment.commands))
    opened = [one for one in commands if isinstance(one, Open)]
    ports = Ports(commands, backends)
    paths = _Paths(commands, backends, folder)
    experiments = {
        backend: msgspec.structs.replace(
            experiment, commands=_replaced(experiment.commands, _Replacement(backend, ports, paths))
        )
        for backend in backends
    }
    return Isolated(experiments, (*ports.notices, *paths.notices, *_other_notices(experiment.commands, opened)))


class _Paths:
    """Private paths for what is written, bound or made at a path of its own."""

    def __init__(self, commands: list[AnyCommand], backends: tuple[str, ...], folder: Path):
        self.notices: list[Text] = []
        self._by_path: dict[str, dict[str, str]] = {}
        for command in commands:
            path = command.options.get("path") if isinstance(command, Open) else getattr(command, "path", None)
            if not isinstance(path, str) or not path or path in self._by_path:
                continue
            words = _why_private(command, path)
            if words is not None:
                number = len(self._by_path)
                self._by_path[path] = {one: _private(path, folder / one, number) for one in backends}
                self.notices.append(words)

    def of(self, backend: str, path: Any) -> Any:
        return self._by_path.get(path, {}).get(backend, path) if isinstance(path, str) else path


def _why_private(command: Any, path: str) -> Text | None:
    """The notice about a path that needs a private copy; None if it needs none."""
    kind = find_kind(command.kind) if isinstance(command, Open) else None
    made = "socket" if isinstance(command, Bind) else kind.at_path if kind is not None else ""
    if made == "socket" and (path.startswith("\0") or _can_be_made(path, 100)):
        return text("Socket {path}: each has one of its own here.", path=repr(path))
    if made == "named pipe" and (_is(path, stat.S_ISFIFO) or (_can_be_made(path) and not os.path.lexists(path))):
        return text("FIFO {path}: each has one of its own here.", path=path)
    if made != "file" or command.options.get("mode", "r") in ("r", "rb"):
        return None
    if not os.path.lexists(path):
        return text("File {path}: each makes one of its own here.", path=path) if _can_be_made(path) else None
    if not _is(path, stat.S_ISREG) or not os.access(path, os.W_OK):
        return None  # a device is what it is; what may not be written is refused to all alike
    return text("File {path}: each has a copy of its own here.", path=path)


def _can_be_made(path: str, longest: int = 4096) -> bool:
    parent = os.path.dirname(path) or "."  # noqa: PTH120 - the path as it was written
    return len(os.fsencode(path)) <= longest and os.path.isdir(parent) and os.access(parent, os.W_OK)  # noqa: PTH112


def _is(path: str, what: Any) -> bool:
    try:
        return bool(what(os.stat(path).st_mode))  # noqa: PTH116
    except (OSError, ValueError):
        return False


def _private(path: str, folder: Path, number: int) -> str:
    """The path of the private copy, short enough for a socket. A regular file is copied there, mode included."""
    if path.startswith("\0"):
        return f"{path}-{folder.parent.name}-{folder.name}"
    own = folder / str(number)
    own.mkdir(parents=True)
    target = own / Path(path).name[:40]
    if _is(path, stat.S_ISREG):
        size = Path(path).stat().st_size
        if size > LARGEST:
            reason = text("{path} has {size} bytes, and each would need a copy", path=path, size=f"{size:,}")
            raise CannotIsolate(reason)
        copy_regular(path, target)
        shutil.copymode(path, target)
    return str(target)


class _Replacement:
    """What one backend gets instead of what the experiment names."""

    def __init__(self, backend: str, ports: Ports, paths: _Paths):
        self.backend = backend
        self.ports = ports
        self.paths = paths

    def of(self, command: AnyCommand) -> AnyCommand:
        if isinstance(command, Open):
            return msgspec.structs.replace(command, options=self._options(command.options))
        if isinstance(command, Connect | Bind) and command.port is not None:
            return msgspec.structs.replace(command, port=self.ports.of(self.backend, command.port))
        if isinstance(command, Bind) and command.path is not None:
            return msgspec.structs.replace(command, path=self.paths.of(self.backend, command.path))
        if isinstance(command, Send) and command.to is not None and not is_name(command.to):
            return msgspec.structs.replace(command, to=self._destination(command.to))
        if isinstance(command, UseBackend):
            return msgspec.structs.replace(command, backend=self.backend)
        return command

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        changed = dict(options)
        if "port" in options:
            changed["port"] = self.ports.of(self.backend, options["port"])
        if "path" in options:
            changed["path"] = self.paths.of(self.backend, options["path"])
        return changed

    def _destination(self, to: str) -> str:
        place = host_and_port(to)
        if place is None:
            return str(self.paths.of(self.backend, to))
        return to.rpartition(":")[0] + f":{self.ports.of(self.backend, place[1])}"


def _replaced(commands: tuple[AnyCommand, ...], replacement: _Replacement) -> tuple[AnyCommand, ...]:
    return tuple(replacement.of(_with_during(command, replacement)) for command in commands)


def _with_during(command: Any, replacement: _Replacement) -> Any:
    during = getattr(command, "during", ())
    return msgspec.structs.replace(command, during=_replaced(during, replacement)) if during else command


def _other_notices(commands: tuple[AnyCommand, ...], opened: list[Open]) -> list[Text]:
    """What will differ from the session although nothing could be replaced."""
    found = [
        text(
            "Step {step} would change the selector class: here each makes a new selector of its own class.",
            step=index + 1,
        )
        for index, command in enumerate(commands)
        if isinstance(command, UseBackend)
    ]
    if any(one.kind in STREAMS for one in opened):
        found.append(text("Standard streams: stdin is the null device here, stdout and stderr are pipes."))
    found += [
        text("Descriptor {number} is this program's own: the others do not have it.", number=number)
        for one in opened
        if one.kind == "fd" and isinstance(number := one.options.get("number"), int) and number >= 0
    ]
    return found + [
        text("{kind} is not here: {reason}", kind=kind.id, reason=str(reason))
        for kind in filter(None, map(find_kind, dict.fromkeys(one.kind for one in opened)))
        if (reason := kind.missing()) is not None
    ]
