"""Makes every announced call and presses every offered remedy, each in a world of its own, played to that point."""

from collections import Counter
from typing import NamedTuple

from selcore.kinds.file_object import FileObject
from selcore.session.session import Session
from selcore.values.outcomes import Failed, Refused
from tests.selcore.explain.claims import untrue
from tests.selcore.explain.histories import History, announced, object_of, play, world


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
        with world(history, backend, one.step) as session:
            this = object_of(session, one)
            made += 1
            if this is not None and not _shares_its_port(session, this) and (said := untrue(this, claim)):
                wrong.append(f"{place}: {said}")
    for offer in {(one.step, str(one.remedy)): one for one in offered}.values():
        session = Session(backend)
        try:
            play(session, history, offer.step + 1)
            outcome = session.apply(offer.remedy)  # type: ignore[arg-type]
            pressed += 1
            if isinstance(outcome, Refused | Failed):
                useless.append(f"{label} {backend} step {offer.step}: {offer.said}: {offer.remedy}: {outcome}")
        finally:
            session.close()
    return Found(made, pressed, opened, bare, wrong, useless)


def _shares_its_port(session: Session, this: FileObject) -> bool:
    """Of several listeners at one address the kernel chooses by the client's port, which is another in each world."""
    same = (one for one in session.world.objects if one.state == "listening" and one.address == this.address)
    return this.state == "listening" and sum(1 for _ in same) > 1
