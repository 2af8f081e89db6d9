"""What is ready by now: it came too late, had no room in the answer, or nobody asked for it."""

from ...values.commands import Modify
from ...values.masks import READ, WRITE, to_events
from ...values.text import text
from ..causes import RULES as CAUSES
from ..ready_case import Cause
from ..silent_case import End, Silence, SilentCase

_ALWAYS = ("FILE", "DIRECTORY", "DEVICE")


def not_asked_for(case: SilentCase) -> Silence | None:
    """Something waits, and the key's mask does not have READ."""
    if case.asked or "IN" not in case.flags or "ERR" in case.flags or case.seen.what in _ALWAYS:
        return None
    asks = Modify(name=case.name, events=tuple(to_events((case.seen.events or 0) & WRITE | READ)))
    end = End(text("Ask for READ of {name} too", name=case.own_name), None if case.seen.refuses else asks)
    found = _cause(case)
    return case.silent(
        found.fact,
        text("{cause}, but READ is not asked for", cause=found.cause),
        found.claim,
        found.more,
        end,
        holds=True,
    )


def no_room(case: SilentCase) -> Silence | None:
    """EpollSelector asks for as many events as it has keys, and what has no key takes a place among them."""
    if not case.crowded or not case.ready:
        return None
    return case.silent(
        "",
        text(
            "it is ready, but the answer had no room for it: in its place epoll reported something that has no key any "
            "more"
        ),
        _cause(case).claim,
        end=End(text("The next call: epoll takes turns")),
        holds=True,
    )


def came_later(case: SilentCase) -> Silence | None:
    """Our own poll() came after the call."""
    if not case.ready:
        return None
    found = _cause(case)
    if case.how == "waits":
        cause = text("it is ready by now ({cause}): the call is about to return it", cause=found.cause)
        return case.silent(found.fact, cause, found.claim, found.more, End(text("It has come"), alone=True))
    if case.seen.what == "TERMINAL" and case.how != "now":
        # It was looked at while it was on its way: the kernel's own thread passes it on, and may not be done.
        return case.silent(
            found.fact, text("it was not ready yet: something came after the call had returned"), holds=True
        )
    if case.how == "now":
        cause = text("ready: {cause}", cause=found.cause)
        return case.silent(found.fact, cause, found.claim, found.more, holds=True)
    cause = text("it was not ready yet: only after the call had returned, {cause}", cause=found.cause)
    return case.silent(found.fact, cause, found.claim, found.more, holds=True)


def _cause(case: SilentCase) -> Cause:
    return next(cause for rule in CAUSES if (cause := rule(case)) is not None)


RULES = (not_asked_for, no_room, came_later)
