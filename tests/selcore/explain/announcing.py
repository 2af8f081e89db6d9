"""Makes every announced call and presses every offered remedy, each in a world of its own, played to that point."""

import socket
from collections import Counter
from time import monotonic
from typing import NamedTuple

from selcore.kinds.file_object import FileObject
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.claim import Claim
from selcore.values.outcomes import Failed, Refused, Returned
from tests.selcore.explain.claims import is_terminal, untrue
from tests.selcore.explain.histories import Announced, History, Offered, announced, object_of, play, world

PATIENCE = 5.0
"""Seconds in which what was brought about is there: TCP asks a full listener again after one, and three."""


class Found(NamedTuple):
    """``made``: announced calls that were made; ``pressed``: remedies; ``open``: causes that announce no outcome."""

    made: int
    pressed: int
    open: Counter[str]
    bare: list[str]
    untrue: list[str]
    useless: list[str]


def check(history: History, backend: str, label: str) -> Found:
    """Do all that is said of it."""
    causes, offered = announced(history, backend)
    made = pressed = 0
    opened: Counter[str] = Counter()
    bare, wrong, useless = [], [], []
    done = set()
    for one in causes:
        place = f"{label} {backend} step {one.step} {one.name}: {one.cause}: {one.said}"
        claim = one.claim
        if not one.fact and not one.silent:
            bare.append(place)
        if claim is None or claim.outcome is None:
            if not one.silent:
                opened[one.cause.template] += 1
            continue
        if (one.name, claim) in done:
            continue  # as before in this history
        done.add((one.name, claim))
        made += 1
        if said := _untrue(history, backend, one, claim):
            wrong.append(f"{place}: {said}")
    for offer in {(str(one.remedy), one.ends, one.said): one for one in reversed(offered)}.values():
        pressed += 1
        if said := _press(history, backend, offer):
            useless.append(f"{label} {backend} step {offer.step}: {offer.said}: {offer.remedy}: {said}")
    return Found(made, pressed, opened, bare, wrong, useless)


def _untrue(history: History, backend: str, one: Announced, claim: Claim) -> str:
    """What of the claim was announced wrongly. What TCP and terminals pass on a busy machine puts off: asked twice."""
    said = ""
    for _ in range(2):
        with world(history, backend, one.step, one.after) as session:
            this = object_of(session, one)
            if this is None or _shares_its_port(session, this) or not (said := untrue(this, claim)):
                return ""
            if getattr(this.obj, "family", None) != socket.AF_INET and not is_terminal(this):
                break
    return said


def _press(history: History, backend: str, offer: Offered) -> str:
    """What is wrong with a remedy: it is refused, or does not bring about what it is offered for. Empty if nothing."""
    session = Session(backend)
    try:
        play(session, history, offer.step + 1)
        outcome = session.apply(offer.remedy)  # type: ignore[arg-type]
        if isinstance(outcome, Refused | Failed):
            return f"{outcome}"
        if offer.ends is None or (isinstance(offer.remedy, c.Accept) and _connecting(session) > 1):
            return ""
        return "" if _comes(session, *offer.ends) else f"{outcome}, and the wait goes on"
    finally:
        session.close()


def _connecting(session: Session) -> int:
    """How many wait for the place in a listener's queue that an accept has made: one of them has it."""
    return sum(one.state == "connecting" for one in session.world.objects)


def _comes(session: Session, name: str, event: int) -> bool:
    """Whether a call returns that event of the object now; of TCP and terminals the kernel passes it on by itself."""
    until = monotonic() + PATIENCE
    while True:
        outcome = session.apply(c.Select(timeout=0.05))
        results = outcome.call.results if isinstance(outcome, Returned) else ()
        if any(one.name == name and one.mask & event for one in results):
            return True
        if monotonic() > until:
            return False


def _shares_its_port(session: Session, this: FileObject) -> bool:
    """Of several listeners at one address the kernel chooses by the client's port, which is another in each world."""
    same = (one for one in session.world.objects if one.state == "listening" and one.address == this.address)
    return this.state == "listening" and sum(1 for _ in same) > 1
