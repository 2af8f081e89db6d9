"""Opening, binding, connecting, accepting and shutting down: what is refused there says nothing of data."""

import errno

from ...values.commands import Accept, Command, Connect, Open, Shutdown
from ...values.text import text
from ..refusal_case import Advice, Asked

_FRESH = "tcp / fresh unconnected TCP socket"


def queue_full(asked: Asked) -> Advice | None:
    """EAGAIN of a Unix connect(): unlike with TCP nothing is under way then."""
    if asked.refused.errno != errno.EAGAIN or not asked.does(Open, Connect):
        return None
    hint = text("the listener's queue is full: nothing is under way; when it has accepted one, connect again")
    listener = asked.command.options.get("to", "") if isinstance(asked.command, Open) else asked.command.to
    remedy: Command | None = Accept(name=listener) if listener and asked.known is not None else None
    return Advice(hint, remedy, "socketpair / send buffer full")


def nothing_to_accept(asked: Asked) -> Advice | None:
    if asked.refused.type != "BlockingIOError" or not asked.does(Accept):
        return None
    hint = text("no connection waits: a blocking listener would wait here. Watch it for READ")
    return Advice(hint, asked.watch("read"), "tcp / listener, nothing pending")


def aborted(asked: Asked) -> Advice | None:
    if asked.refused.errno != errno.ECONNABORTED:
        return None
    if asked.does(Accept):
        return Advice(text("the connection was gone before it was accepted: the listener has nothing to do with it"))
    if asked.does(Open, Connect):
        return Advice(text("the attempt before this one had failed, and its error was taken: connect again"))
    return None


def not_listening(asked: Asked) -> Advice | None:
    if not asked.does(Accept) or asked.refused.errno != errno.EINVAL:
        return None
    hint = text("it does not listen, or was shut down: accept() is for listeners")
    return Advice(hint, None, "tcp / listener after shutdown(SHUT_RDWR)")


def shut_all_the_same(asked: Asked) -> Advice | None:
    """inet_shutdown() of Linux raises, and does it."""
    if not asked.does(Shutdown) or asked.refused.errno != errno.ENOTCONN:
        return None
    if asked.seen is not None and asked.seen.shut:
        hint = text("it has no connection to shut down; Linux refuses, and shuts the socket itself all the same")
        return Advice(hint, None, _FRESH)
    return Advice(text("it has no connection that could be shut down"), None, _FRESH)


RULES = (queue_full, nothing_to_accept, aborted, not_listening, shut_all_the_same)
