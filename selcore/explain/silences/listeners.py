"""Listeners: nobody has connected, or TCP keeps the connection back."""

from ...values.claim import waits
from ...values.commands import Send
from ...values.text import Text, text
from ..silent_case import End, Silence, SilentCase

_ACCEPT = waits("accept", "accept")


def not_while_it_listens(case: SilentCase) -> Silence | None:
    if case.seen.what != "LISTENER" or case.reading:
        return None
    words = text("a listener is not writable while it listens: it has no connection of its own to send on")
    return case.silent("tcp / listener, nothing pending", words, end=_shut(case))


def _shut(case: SilentCase) -> End:
    """Linux reports OUT and HUP of a TCP listener that was shut down, HUP alone of a Unix one, for both directions."""
    if case.seen.family != "AF_UNIX":
        return End(text("Only that it listens no longer"))
    if case.backend == "select":
        return End(text("Nothing: select never calls it writable"), never=True)
    return End(text("Only that it is shut down in both directions"))


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
    if case.seen.defer:
        end = End(text("A client that connects to {name} and sends something", name=case.own_name), alone=True)
        return case.silent("tcp / listener, nothing pending", text("nobody waits to be accepted"), _ACCEPT, end=end)
    to = case.name if case.seen.state == "listening" else ""  # a duplicate has no address of its own here
    end = End(text("Connect a client to {name}", name=case.own_name), to=to)
    return case.silent("tcp / listener, nothing pending", text("nobody waits to be accepted"), _ACCEPT, end=end)


RULES = (not_while_it_listens, deferred, nobody)
