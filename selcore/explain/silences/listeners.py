"""Listeners: nobody has connected, or TCP keeps the connection back."""

from ...values.claim import waits
from ...values.commands import Send
from ...values.text import Text, text
from ..silent_case import End, Silence, SilentCase

_ACCEPT = waits("accept", "accept")


def never_writable(case: SilentCase) -> Silence | None:
    if case.seen.what != "LISTENER" or case.reading:
        return None
    words = text("a listener is never writable: it has no connection of its own to send on")
    return case.silent(
        "tcp / listener, nothing pending", words, end=End(text("Nothing: a listener is never writable"), never=True)
    )


def deferred(case: SilentCase) -> Silence | None:
    """TCP_DEFER_ACCEPT, tcp(7): the listener is told of a connection when its first data has come."""
    count = case.seen.deferred
    if case.seen.what != "LISTENER" or not case.seen.defer or count == 0:
        return None
    client = case.seen.peer
    end = (
        End(text("Send the first byte from {client}", client=client), Send(name=client, text="hello"))
        if client
        else None
    )
    return case.silent(
        "", _held(count), _ACCEPT, end=end or End(text("The first byte from a client")), holds=count is not None
    )


def _held(count: int | None) -> Text:
    if count is None:
        return text("TCP_DEFER_ACCEPT is set: a connection may be there, held back until its client sends something")
    return text(
        "{n} {n:connection is|connections are} there, and TCP_DEFER_ACCEPT holds {n:it|them} back until "
        "{n:its client sends|their clients send} something",
        n=count,
    )


def nobody(case: SilentCase) -> Silence | None:
    if case.seen.what != "LISTENER":
        return None
    end = End(text("Connect a client to {name}", name=case.own_name), to=case.name)
    return case.silent("tcp / listener, nothing pending", text("nobody waits to be accepted"), _ACCEPT, end=end)


RULES = (never_writable, deferred, nobody)
