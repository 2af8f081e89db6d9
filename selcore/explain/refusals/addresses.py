"""An address that is in use: by whom, and what can be had instead."""

import errno
from typing import Any

from msgspec import structs

from ...values.commands import Bind, Command, Listen, Open, Set
from ...values.text import Text, text
from ..refusal_case import Advice, Asked, Holder, WantedAddress


def given_often(asked: Asked) -> Advice | None:
    """The same port for many."""
    if not _in_use(asked) or not isinstance(asked.command, Open) or asked.command.options.get("count", 1) < 2:
        return None
    port = asked.command.options.get("port")
    if port is None:
        return None
    hint = text("port {port} cannot be given more than once; port 0 takes any free one", port=port)
    return Advice(hint, _with(asked.command, port=0))


def remembered(asked: Asked) -> Advice | None:
    """Whoever closed first keeps the connection: until the other end closes, too, and then for a while (TIME_WAIT)."""
    holder, wanted = _holder(asked), _wanted(asked)
    if not _in_use(asked) or wanted is None or holder is None or holder.what not in ("time-wait", "closing"):
        return None
    remedy = _reusing(asked) if holder.reusable else None
    if remedy is None:
        return _elsewhere(asked, wanted, _words(wanted, holder))
    hint = text(
        "{who}. With SO_REUSEADDR set before bind it can be had now; set afterwards it comes too late",
        who=str(_words(wanted, holder)),
    )
    return Advice(hint, remedy)


def address_taken(asked: Asked) -> Advice | None:
    """A port or a path that somebody has."""
    wanted = _wanted(asked)
    if not _in_use(asked) or wanted is None:
        return None
    return _elsewhere(asked, wanted, _words(wanted, _holder(asked)))


def shared_listener(asked: Asked) -> Advice | None:
    """Two may be bound to one port with SO_REUSEADDR, and only one of them listens."""
    if not asked.does(Listen) or asked.refused.errno != errno.EADDRINUSE:
        return None
    return Advice(text("another socket listens on this port: with SO_REUSEADDR both can be bound, and one can listen"))


def bound_once(asked: Asked) -> Advice | None:
    """EINVAL is also said of the address itself: a link-local one without its interface."""
    if not asked.does(Bind) or asked.refused.errno != errno.EINVAL:
        return None
    if asked.known is None or not asked.known.has_address:
        return None
    return Advice(text("a socket is bound once: this one has an address already, or was given one when it connected"))


def listens_when_bound(asked: Asked) -> Advice | None:
    if not asked.does(Listen) or asked.refused.errno not in (errno.EINVAL, errno.EDESTADDRREQ):
        return None
    if asked.state in ("connected", "connecting"):
        return Advice(text("listen() is for a stream that is not connected, and this one is, or is being connected"))
    return Advice(text("listen() is for a stream that has an address and is not connected: bind it first"))


def _in_use(asked: Asked) -> bool:
    return asked.does(Open, Bind) and asked.refused.errno == errno.EADDRINUSE


def _holder(asked: Asked) -> Holder | None:
    return asked.known.holder if asked.known is not None else None


def _wanted(asked: Asked) -> WantedAddress | None:
    """What was asked for; None where no address was given."""
    found = asked.known.wanted if asked.known is not None else None
    return found if found is not None and (found.port is not None or found.path) else None


def _where(wanted: WantedAddress) -> Text:
    if wanted.port is None:
        return text("{path}", path=wanted.path.replace("\0", "@"))
    return text("port {port} on {host}", port=wanted.port, host=wanted.host)


def _with(command: Any, **changed: Any) -> Command:
    if isinstance(command, Open):
        return structs.replace(command, options={**command.options, **changed})
    return Bind(name=command.name, **changed)


def _elsewhere(asked: Asked, wanted: WantedAddress, words: Text) -> Advice:
    """Another address instead: a free port, or a path of the session's own."""
    if wanted.port is None:
        return Advice(text("{who}; a temporary path is free", who=str(words)), _with(asked.command, path=""))
    free = asked.known.free_port if asked.known is not None else None
    if free is None:
        return Advice(words)
    host = {"host": wanted.host} if isinstance(asked.command, Bind) else {}
    return Advice(
        text("{who}; port {free} is free", who=str(words), free=free), _with(asked.command, **host, port=free)
    )


def _reusing(asked: Asked) -> Command | None:
    command = asked.command
    if isinstance(command, Bind):
        return Set(name=command.name, option="SO_REUSEADDR", value=1)
    if command.options.get("reuse", "before") != "before":
        return _with(command, reuse="before")
    return None


def _words(wanted: WantedAddress, holder: Holder | None) -> Text:
    where = _where(wanted)
    if holder is None:
        return text("{where} is in use", where=str(where))
    if holder.what == "time-wait":
        seconds = round(holder.seconds or 0)
        return text(
            "{where} is in use: a connection of it is remembered for {n} {n:second|seconds} more (TIME_WAIT), "
            "because this port's side closed first",
            where=str(where),
            n=seconds,
        )
    if holder.what == "closing":
        return text(
            "{where} is in use: a connection of it goes on, because this port's side closed it first and its other end "
            "is still open",
            where=str(where),
        )
    if holder.what == "file":
        return text("{where} is a file that is not a socket", where=str(where))
    if holder.what == "left":
        return text(
            "{where} is there, and no open socket was bound to it by that path: a closed one leaves its file, which "
            "os.unlink() removes",
            where=str(where),
        )
    verb = "listens there" if holder.what == "listens" else "is bound to it"
    return text("{where} is in use: {who} {verb}", where=str(where), who=str(_who(holder)), verb=verb)


def _who(holder: Holder) -> Text:
    if holder.name:
        return text("{name}, of this session,", name=holder.name)
    if holder.pid is not None:
        if not holder.process:
            return text("this program itself (process {pid})", pid=holder.pid)
        return text("the process {pid} ({name})", pid=holder.pid, name=holder.process)
    if holder.unsearched and holder.uid is not None:
        return text("a process of the user {uid}, which could not be found in time,", uid=holder.uid)
    if holder.unsearched:
        return text("a process, which could not be found in time,")
    if holder.uid is not None:
        return text("a process of the user {uid}, which cannot be seen from here,", uid=holder.uid)
    return text("a process that cannot be seen from here")


RULES = (given_often, remembered, address_taken, shared_listener, bound_once, listens_when_bound)
