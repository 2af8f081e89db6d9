"""What a script must keep for later steps: the numbers of descriptors, and the addresses of what is closed."""

from collections.abc import Iterable

from ..experiment.names import with_inner
from ..kinds import find_kind
from ..system.destination import is_name
from ..values.commands import AnyCommand, Bind, Close, Connect, Detach, Open, Register, Reset, Send, Unregister

MANY = 800
"""Descriptors from which on some may be above FD_SETSIZE."""


def numbers_matter(commands: Iterable[AnyCommand]) -> bool:
    """Whether a number is asked for or used, may be used again while its key is there, or is large."""
    count, watched, bare = 0, set[str](), set[str]()
    for command in with_inner(commands):
        if isinstance(command, Open):
            options, kind = command.options, find_kind(command.kind)
            if options.get("fd") is not None or options.get("number") is not None:
                return True
            bare |= {command.name} if kind is not None and kind.makes.is_number else set()
            count += options.get("count", 1) * len(kind.suffixes or " ") if kind is not None else 0
        elif isinstance(command, Register):
            watched.add(command.name)
        elif isinstance(command, Unregister):
            watched.discard(command.name)
        elif isinstance(command, Detach) or (
            isinstance(command, Close | Reset) and _closes_number(command.name, watched, bare)
        ):
            return True
    return count > MANY


def _closes_number(name: str, watched: set[str], bare: set[str]) -> bool:
    """Whether it is watched, or a plain number: what has that number next is taken for it."""
    return name in watched or name in bare or name.rpartition("-")[0] in bare


def reached_later(commands: Iterable[AnyCommand]) -> frozenset[str]:
    """The names whose address is used after they were closed."""
    closed, found = set[str](), set[str]()
    for command in with_inner(commands):
        if isinstance(command, Close | Reset | Detach):
            closed.add(command.name)
        to = command.options.get("to") if isinstance(command, Open) else None
        if isinstance(command, Bind | Connect | Send):
            to = command.to
        if isinstance(to, str) and is_name(to) and to in closed:
            found.add(to)
    return frozenset(found)
