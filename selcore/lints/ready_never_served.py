"""Ready for what its callback does not do, or for what reading does not end."""

from ..values.commands import Command, Modify, Select
from ..values.masks import READ
from ..values.text import Text, text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord, Streak
from .thresholds import AGAIN


def is_other(record: ObjectRecord) -> bool:
    """Whether reading is not what it waits for."""
    return record.listens or bool(record.callback) or record.is_process or record.is_selector


class ReadyNeverServed(Lint):
    id = "ready-never-served"
    title = text("Ready, and never served")
    about = text(
        "{again} calls in a row returned READ for a listener that nobody accepts from, for a process that has ended, "
        "for a selector that nobody calls, or for a key whose callback did nothing about it",
        again=AGAIN,
    )
    near = text("a listener with a callback that accepts; a callback that found nothing once, as another took it")
    do = text("Accept, give the key a callback that does what it is ready for, or watch for it no longer")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        streak = record.unserved(READ)
        if streak is None or record.closed or record.unconnected or not is_other(record):
            return None
        message, remedy = self._say(record, streak)
        return Finding(message, remedy, streak.read_since)

    def _say(self, record: ObjectRecord, streak: Streak) -> tuple[Text, Command]:
        stop, since = record.without(READ, streak.selector), f"{streak.read_since:,}"
        if record.is_process:
            message = text(
                "{name} has ended and stays ready: every call returns it since call {since}",
                name=record.name,
                since=since,
            )
            return message, stop
        if record.is_selector:
            message = text(
                "something in {name} is ready since call {since}, and nobody calls its select()",
                name=record.name,
                since=since,
            )
            return message, Select(timeout=0, inside=record.name)
        if record.callback and not (record.listens and record.callback != "accept"):
            message = text(
                "every call since call {since} has returned {name} for READ, and its callback {callback} did nothing",
                since=since,
                name=record.name,
                callback=record.callback,
            )
            return message, stop
        message = text(
            "connections wait at {name} since call {since}, and nobody accepts them", name=record.name, since=since
        )
        inside = streak.selector or None
        return message, Modify(name=record.name, events=("read",), callback="accept", inside=inside)
