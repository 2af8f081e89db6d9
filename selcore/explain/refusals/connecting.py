"""Opening, binding, connecting, accepting and shutting down: what is refused there says nothing of data."""

import errno

from ...values.commands import Accept, Command, Connect, Open, Send, Shutdown
from ...values.text import text
from ..ready_case import poll_names
from ..refusal_case import Advice, Asked

_FRESH = "tcp / fresh unconnected TCP socket"


def queue_full(asked: Asked) -> Advice | None:
    """EAGAIN of a Unix connect(): unlike with TCP nothing is under way then."""
    if asked.refused.errno != errno.EAGAIN or not _to_unix(asked):
        return None
    hint = text("the listener's queue is full: nothing is under way; when it has accepted one, connect again")
    listener = asked.command.options.get("to", "") if isinstance(asked.command, Open) else asked.command.to
    remedy: Command | None = Accept(name=listener) if listener and asked.known is not None else None
    return Advice(hint, remedy, "socketpair / send buffer full")


def _to_unix(asked: Asked) -> bool:
    if asked.does(Open):
        return asked.known is not None and asked.known.opens == "unix connection"
    return asked.does(Connect) and asked.seen is not None and asked.seen.family == "AF_UNIX"


def shut_listener(asked: Asked) -> Advice | None:
    """A shut Unix listener that is not blocking says EAGAIN at every accept(), and select() that it is readable."""
    seen = asked.seen
    if asked.refused.type != "BlockingIOError" or not asked.does(Accept) or seen is None or seen.what != "LISTENER":
        return None
    if "r" not in seen.shut and "RDHUP" not in poll_names(seen.flags):
        return None
    hint = text(
        "it was shut down and listens no longer, and no connection waits; a blocking listener would raise "
        "OSError [Errno {number}]",
        number=errno.EINVAL,
    )
    return Advice(hint, None, "tcp / listener after shutdown(SHUT_RDWR)")


def nothing_to_accept(asked: Asked) -> Advice | None:
    if asked.refused.type != "BlockingIOError" or not asked.does(Accept):
        return None
    if asked.seen is not None and asked.seen.defer:
        hint = text(
            "no connection waits whose client has sent something, which TCP_DEFER_ACCEPT asks for: a blocking listener "
            "would wait here. Watch it for READ"
        )
        return Advice(hint, asked.watch("read"), "tcp / listener, nothing pending")
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


def nobody_at_path(asked: Asked) -> Advice | None:
    """A Unix socket's address is a path; a closed one leaves its file, and then it is ECONNREFUSED."""
    if not asked.does(Send) or asked.refused.errno != errno.ENOENT:
        return None
    if asked.seen is None or asked.seen.family != "AF_UNIX":
        return None
    return Advice(text("there is nothing at that path: no socket is bound to it"))


def shut_all_the_same(asked: Asked) -> Advice | None:
    """inet_shutdown() of Linux raises, and does it."""
    if not asked.does(Shutdown) or asked.refused.errno != errno.ENOTCONN:
        return None
    if asked.seen is not None and asked.seen.shut and asked.seen.system in ("linux", "android"):
        hint = text("it has no connection to shut down; Linux refuses, and shuts the socket itself all the same")
        return Advice(hint, None, _FRESH)
    return Advice(text("it has no connection that could be shut down"), None, _FRESH)


RULES = (queue_full, shut_listener, nothing_to_accept, aborted, not_listening, nobody_at_path, shut_all_the_same)
