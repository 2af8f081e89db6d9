"""What is seen of a watched program, in words: for a terminal, and for the notes of a recording."""

from ..values.watched import Turn
from .durations import duration

TO_BE_CALLED = "{function} is to be called"
"""What is known of a result: what its key's data names."""
DOING = {
    "computing": "it was computing",
    "sleeping": "it was asleep",
    "lock": "it waited for a lock",
    "child": "it waited for a child process",
    "reading": "it was blocked in a read or write",
    "stdin": "it waited for stdin",
    "busy": "the machine was busy: it had no processor",
    "stopped": "it was stopped",
    "other": "it waited in the kernel",
}
"""What a thread did, by the word of ``ThreadDoing.what``."""
NO_FAULT = ("busy", "stopped", "stdin")
"""That for which nobody is to blame."""


DOES = {
    "computing": "computing",
    "sleeping": "asleep",
    "lock": "waiting for a lock",
    "child": "waiting for a child process",
    "reading": "blocked in a read or write",
    "stdin": "waiting for stdin",
    "busy": "without a processor",
    "stopped": "stopped",
    "other": "waiting in the kernel",
}
"""The same in few words."""


def short_name(name: str) -> str:
    """Of addresses the ports alone, where there is no room for more: ``:50212→:8080``."""
    ends = name.split(" → ")
    if len(ends) > 2 or not all(one.rpartition(":")[2].isdecimal() and ":" in one for one in ends):
        return name
    return "→".join(f":{one.rpartition(':')[2]}" for one in ends)


def short_function(words: str) -> str:
    """Of a function the name alone: ``_read_ready`` of ``Transport._read_ready selector_events.py:951``; of several
    the name of each."""
    return ", ".join(map(_short, words.split(", ")))


def _short(words: str) -> str:
    name, _, place = words.rpartition(" ")
    return name.rpartition(".")[2] if name and ":" in place else words


def doing_words(what: str | None) -> str:
    """As it follows a sentence; empty where nobody could look."""
    return f"; {DOING[what]}" if what in DOING else ""


def turn_words(turn: Turn) -> str:
    """A turn in a line: how long, who was in it, what the thread did, who waited."""
    longest = str(turn.longest.function) if turn.longest is not None else ""
    waited = ", ".join(f"{one.name} waited up to {duration(one.seconds)}" for one in turn.waited[:5])
    more = f" and {turn.waiting - 5:,} more" if turn.waiting > 5 else ""
    rest = f"; {waited}{more}" if waited else ""
    return f"turn of {duration(turn.seconds)}{who_words(longest, turn.doing.what)}{rest}"


def who_words(longest: str, what: str | None) -> str:
    """Who ran longest in a turn (empty: not known), and what the thread did: that first where nobody is to blame."""
    if what in NO_FAULT:
        return doing_words(what) + (f"; {longest} ran longest in it" if longest else "")
    return (f": {longest}" if longest else "") + doing_words(what)
