"""What the three backends make of one object, in the words of the recorded facts: masks for R, W and RW, and flags."""

import select
from typing import Any

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Refused
from tests.selcore.acting import called, done

FLAGS = {"IN": 1, "PRI": 2, "OUT": 4, "ERR": 8, "HUP": 16, "NVAL": 32, "RDHUP": 0x2000}
ALWAYS = select.POLLERR | select.POLLHUP | select.POLLNVAL if hasattr(select, "poll") else 0
ASKED: tuple[tuple[c.Event, ...], ...] = (("read",), ("write",), ("read", "write"))


def fact(session: Session, name: str) -> str:
    """``R/W/RW``, ``-/W/W``, or where it is refused ``!TypeError: message``; the name is left unregistered."""
    found = [_one(session, name, asked) for asked in ASKED]
    return "/".join(dict.fromkeys(found) if found[0][0] == "!" else found)


def _one(session: Session, name: str, asked: tuple[c.Event, ...]) -> str:
    outcome = session.apply(c.Register(name=name, events=asked))
    if isinstance(outcome, Refused):
        return f"!{outcome.type}: {outcome.message}"
    results = called(session).results
    done(session, c.Unregister(name=name))
    return "".join(letter for letter, bit in (("R", 1), ("W", 2)) if results and results[0].mask & bit) or "-"


def flags(session: Session, name: str) -> Any:
    """The kernel's flags for RW as ``IN|OUT|HUP``; None on a backend without."""
    done(session, c.Register(name=name, events=("read", "write")))
    results = called(session).results
    done(session, c.Unregister(name=name))
    if session.world.main.backend.id == "select":
        return None
    raw = results[0].raw or 0 if results else 0
    return "|".join(word for word, flag in FLAGS.items() if raw & flag) or "-"


def recorded(session: Session, shown: str) -> Any:
    """Recorded flags as a selector may see them: those asked for, and ERR, HUP and NVAL. None on select."""
    if session.world.main.backend.id == "select":
        return None
    return "|".join(word for word in shown.split("|") if word in ("IN", "OUT", "-") or FLAGS[word] & ALWAYS)


def check(session: Session, name: str, masks: str, shown: str, on_select: str = "") -> None:
    """The object is as the record has it; select finds some hangups only where it is asked for reading."""
    expected = on_select if on_select and session.world.main.backend.id == "select" else masks
    assert (fact(session, name), flags(session, name)) == (expected, recorded(session, shown))
