"""Connections made by other programs are not part of an experiment. This finds them, and can play the bytes they sent
from clients of our own.

The bytes are sent at once, before the first call after the listener was opened: their timing is not repeated.
"""

from collections.abc import Iterable, Mapping

import msgspec

from ..experiment.file import Experiment
from ..kinds import find_kind
from ..values.commands import AnyCommand, Open, Run, Select, Send
from ..values.facts import ObjectState
from ..values.traffic import DataLog

ARROW = " -> "


class Stranger(msgspec.Struct, frozen=True):
    """A connection from outside. ``data`` is what it sent, in pieces; None if some of it is not known."""

    name: str
    listener: str
    data: tuple[bytes, ...] | None


def strangers(objects: Iterable[ObjectState], logs: Mapping[str, DataLog]) -> list[Stranger]:
    """The accepted connections whose peer is not one of our file objects."""
    known = list(objects)
    ours = {one.address for one in known}
    return [
        Stranger(one.name, one.peer, _received(logs.get(one.name)))
        for one in known
        if one.kind == "connection" and ARROW in one.address and _other_end(one.address) not in ours
    ]


def _other_end(address: str) -> str:
    here, _, there = address.partition(ARROW)
    return f"{there}{ARROW}{here}"


def _received(log: DataLog | None) -> tuple[bytes, ...] | None:
    if log is None:
        return ()
    pieces = [piece for piece in log.pieces if not piece.sent]
    whole = not log.removed and all(len(piece.data) == piece.size for piece in pieces)
    return tuple(piece.data for piece in pieces if piece.size) if whole else None


def with_bytes(experiment: Experiment, found: Iterable[Stranger]) -> Experiment | None:
    """The experiment with clients of our own in their place; None if a listener, or some of the bytes, is not known."""
    commands = list(experiment.commands)
    for one in found:
        place = _first_call(commands, one.listener)
        kind = _client_of(commands, one.listener)
        if one.data is None or place is None or not kind:
            return None
        name = _free_name(commands)
        client = Open(kind=kind, name=name, options={"to": one.listener})
        commands[place:place] = [client, *(Send(name=name, hex=data.hex()) for data in one.data)]
    return msgspec.structs.replace(experiment, commands=tuple(commands))


def _first_call(commands: list[AnyCommand], listener: str) -> int | None:
    opened = next((place for place, one in enumerate(commands) if isinstance(one, Open) and one.name == listener), None)
    if opened is None:
        return None
    return next((place for place, one in enumerate(commands) if place > opened and isinstance(one, Select | Run)), None)


def _client_of(commands: list[AnyCommand], listener: str) -> str:
    """The kind of client that connects to this object; empty if it is not a listener."""
    ids = [one.kind for one in commands if isinstance(one, Open) and one.name == listener]
    kind = find_kind(ids[-1]) if ids else None
    return kind.client if kind is not None else ""


def _free_name(commands: list[AnyCommand]) -> str:
    used = {one.name for one in commands if isinstance(one, Open)}
    number = 1
    while (name := f"outside{number}") in used:
        number += 1
    return name
