"""Registered for events that are none."""

from ..values.commands import Unregister
from ..values.masks import known_events
from ..values.text import text
from .base import Finding, Lint
from .ledger import Ledger
from .record import ObjectRecord


class WatchesNothing(Lint):
    id = "watches-nothing"
    title = text("Watched for nothing")
    about = text(
        "a key has neither READ (1) nor WRITE (2) in its events: modify() of poll and epoll takes any number without a "
        "word, where register() and SelectSelector refuse it. Data is not reported any more; an error or a hang-up "
        "comes back all the same, as (key, 0), at every call"
    )
    near = text("events 1, 2 or 3; a mask with one of these and more, of which the rest means nothing")
    do = text("unregister() what is not to be watched; events is EVENT_READ, EVENT_WRITE or both")

    def judge(self, record: ObjectRecord, ledger: Ledger) -> Finding | None:
        state = record.state
        if state is None or state.registered is None or "" not in record.registered or known_events(state.registered):
            return None
        message = text(
            "{name} is registered with events {events}: neither READ nor WRITE is watched",
            name=record.name,
            events=state.registered,
        )
        return Finding(message, Unregister(name=record.name))
