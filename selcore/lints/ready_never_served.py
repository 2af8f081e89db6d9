"""Ready for what its callback does not do, or for what reading does not end."""

from ..values.commands import Command, Modify
from ..values.masks import READ
from ..values.text import Text, text
from .base import Finding, Lint
from .ledger import Ledger
from .record import Seen, Streak
from .thresholds import AGAIN


def is_other(seen: Seen) -> bool:
    """Whether reading is not what it waits for."""
    return seen.listens or bool(seen.callback) or seen.is_process


class ReadyNeverServed(Lint):
    id = "ready-never-served"
    title = text("Ready, and never served")
    about = text(
        "{again} calls in a row returned READ for a listener that nobody accepts from, for a process that has ended, "
        "or for a key whose callback did nothing about it",
        again=AGAIN,
    )
    near = text("a listener with a callback that accepts; a callback that found nothing once, as another took it")
    do = text("Accept, give the key a callback that does what it is ready for, or watch for it no longer")

    def judge(self, seen: Seen, ledger: Ledger) -> Finding | None:
        streak = seen.unserved(READ)
        if streak is None or seen.closed or seen.unconnected or not is_other(seen):
            return None
        said, remedy = self._say(seen, streak)
        return Finding(said, remedy, streak.read_since)

    def _say(self, seen: Seen, streak: Streak) -> tuple[Text, Command]:
        stop, since = seen.without(READ, streak.selector), f"{streak.read_since:,}"
        if seen.is_process:
            said = text(
                "{name} has ended and stays ready: every call returns it since call {since}",
                name=seen.name,
                since=since,
            )
            return said, stop
        if seen.callback and not (seen.listens and seen.callback != "accept"):
            said = text(
                "every call since call {since} has returned {name} for READ, and its callback {callback} did nothing",
                since=since,
                name=seen.name,
                callback=seen.callback,
            )
            return said, stop
        said = text(
            "connections wait at {name} since call {since}, and nobody accepts them", name=seen.name, since=since
        )
        inside = streak.selector or None
        return said, Modify(name=seen.name, events=("read",), callback="accept", inside=inside)
