"""The warnings about a watched program as the window shows them: a title each, and what to do."""

from ..lints import News, Warning
from ..values.facts import Batch, Entry
from ..values.text import Text, text
from ..values.watched import ProgramWarning

WORDS: dict[str, tuple[Text, Text]] = {
    "long-turn": (
        text("Long turn"),
        text("Await what waits (asyncio.sleep, not time.sleep); give work to a thread (asyncio.to_thread)."),
    ),
    "many-callbacks": (
        text("Many callbacks in one turn"),
        text("Each of them is short: do less in a turn, or in more processes."),
    ),
    "never-returns": (
        text("It does not return"),
        text("Await what waits; give work to a thread; or let a long loop stand aside (await asyncio.sleep(0))."),
    ),
    "always-writable": (
        text("Always writable"),
        text("Register for WRITE when send() took less than all, and for READ alone when all was sent."),
    ),
    "ready-unserved": (
        text("Ready and not served"),
        text("Receive what is there; at its end (b''), unregister and close it."),
    ),
    "reschedules-itself": (
        text("A callback that only schedules itself again"),
        text("Let it wait for what it looks for: a future, an event, or a time (call_later)."),
    ),
    "closed-registered": (text("Closed and still registered"), text("Unregister it before it is closed.")),
    "keys-left": (text("Keys left at exit"), text("Close the selector, or use it in a with statement.")),
    "not-seen": (text("Not everything is seen"), text("The program itself runs as ever.")),
}
"""By the ids of the warnings."""


def title_of(lint: str) -> Text | None:
    """What a warning of that id is called; None: it is none about a program."""
    return WORDS[lint][0] if lint in WORDS else None


def news_of(batch: Batch) -> News:
    """The warnings in a batch as the window shows them; one that nobody here gives, in a recording, has no advice."""
    told = [fact.about for fact in batch.facts if isinstance(fact, Entry) and isinstance(fact.about, ProgramWarning)]
    return News(tuple(Warning(one.lint, one.name, 0, one.message, _advice(one.lint), at=one.at) for one in told))


def _advice(lint: str) -> Text:
    return WORDS[lint][1] if lint in WORDS else text("")
