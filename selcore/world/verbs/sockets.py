"""What sockets have beyond moving bytes: connecting, options, the pending error, giving the descriptor away."""

import errno
import os
import socket
import struct
import sys
from typing import Any

from ...callbacks.base import attempt
from ...kinds.file_object import FileObject, address_of
from ...system.connecting import has_failed
from ...system.nonblocking import fileno, waits
from ...system.socket_options import FORM, LEVELS, linger_of
from ...values.commands import Connect, Detach, Set, SoError
from ...values.outcomes import Done, Refused
from ...values.text import Text, text
from ..declining import ask, declined
from ..world import World

PENDING = (errno.EINPROGRESS, errno.EWOULDBLOCK)


def connect(world: World, command: Connect) -> Done:
    """``connect_ex()``: its number and what that is called; nothing is raised for a connection refused."""
    this = world.find(command.name)
    address = _address(world, this, command)
    world.objects.touch(this.name)
    waiting = waits(this.obj)
    code = ask(this.connect, address)
    full = code == errno.EAGAIN and getattr(this.obj, "family", None) == getattr(socket, "AF_UNIX", -1)
    if full:
        this.state = "not connected"  # a listener whose queue is full: unlike with TCP nothing is under way
    else:
        _after_connect(this, code)
    if code in (0, *PENDING) and not full:
        this.peer = command.to or ""  # one that was refused leaves a datagram socket its peer
    waited = (
        text("it is blocking: connect() would have waited here") if waiting and code in PENDING and not full else None
    )
    said = None if code in PENDING and not full else _CODES.get(code)
    if code == errno.EISCONN:
        said = _LISTENS if this.state == "listening" else _CONNECTED
    return Done({"code": code, **named(code)}, waited or said)


_CODES = {
    errno.EAGAIN: text("the listener's queue is full: nothing is under way; when it has accepted one, connect again"),
    errno.EPROTOTYPE: text(
        "there is a socket of another type at that address: a stream, datagrams and packets do not mix"
    ),
    errno.ECONNABORTED: text("the attempt before this one had failed, and its error was taken: connect again"),
    errno.ENOENT: text("there is nothing at that path: no socket is bound to it"),
    errno.ECONNREFUSED: text("nobody listens at that address"),
    errno.EALREADY: text("the connection is being made already"),
}


_CONNECTED = text("it is connected: a stream is connected once")
_LISTENS = text("it listens: who listens connects to nobody")


def _address(world: World, this: FileObject, command: Connect) -> Any:
    if (command.to is None) == (command.host is None or command.port is None):
        raise declined("BadAddress", text("connect takes a name, or host and port"))
    if command.to is not None:
        found = world.find(command.to)
        if found.last_address is None:
            raise declined("NoDestination", text("{name} has no address to connect to", name=command.to))
        return found.last_address[1]
    return ask(world.resolve, command.host, command.port, getattr(this.obj, "family", 0))[1]


def _after_connect(this: FileObject, code: int) -> None:
    if code in PENDING:
        this.state = "not connected" if has_failed(this.obj) else "connecting"
    elif (
        code in (0, errno.EISCONN) and this.state != "listening"
    ):  # what BSD says of one that was made meanwhile, where Linux says 0
        this.state = "connected"
        this.address = address_of(this.obj)
    elif this.state == "connecting" and code != errno.EALREADY:
        this.state = "not connected"


def named(code: int) -> dict[str, Any]:
    """The name of an error number and what it means; None and empty for 0."""
    return {"error": errno.errorcode.get(code), "message": os.strerror(code) if code else ""}


def so_error(world: World, command: SoError) -> Done:
    """``getsockopt(SOL_SOCKET, SO_ERROR)``, which takes a pending error away."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    code: int = ask(lambda: this.obj.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
    this.refresh(ready=code != 0)
    taken = text("reading it took it away: read again, it is 0, and receiving no longer raises it") if code else None
    return Done({"so_error": code, **named(code)}, taken)


def detach(world: World, command: Detach) -> Done:
    """``detach()``: a registration stays, and its descriptor too."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    number = ask(this.detach)
    if number == -1:
        return Done({"fd": number}, text("it had no descriptor any more: nothing was left open"))
    said = text("descriptor {fd} stays open and is nobody's; the playground closes it at the end", fd=number)
    return Done({"fd": number}, said)


def set_option(world: World, command: Set) -> Done:
    """Set it. Beside that stands what is read back then: ``value``, or None and by what the reading was ``refused``."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    if command.option in ("blocking", "O_NONBLOCK"):
        return _set_mode(this, command)
    number = getattr(socket, command.option, None)
    level = next((level for start, level in LEVELS.items() if command.option.startswith(start)), "")
    if not isinstance(number, int) or not level:
        raise declined("UnknownOption", text("the socket module has no option {name} here", name=repr(command.option)))
    given = ask(_packed, command)
    ask(lambda: this.obj.setsockopt(getattr(socket, level), number, given))
    answer = {"option": command.option, "given": command.value, "value": None}
    now = attempt(_read_back, this.obj, getattr(socket, level), number, given)
    if isinstance(now, Refused):
        refused = {"type": now.type, "errno": now.errno, "message": now.message}
        return Done(answer | {"refused": refused}, text("it was set; it cannot be read back"))
    return Done(answer | {"value": now}, _otherwise(command, now))


def _packed(command: Set) -> Any:
    if not isinstance(command.value, tuple):
        return int(command.value)
    linger = command.option == "SO_LINGER" and len(command.value) == 2
    return struct.pack(FORM if linger else f"{len(command.value)}i", *command.value)


def _read_back(sock: Any, level: int, number: int, given: Any) -> Any:
    """A number, or of a structure what there is of it, in the form in which it was given."""
    if (level, number) == (socket.SOL_SOCKET, socket.SO_LINGER):
        return list(linger_of(sock))
    if isinstance(given, int):
        return sock.getsockopt(level, number)
    found = sock.getsockopt(level, number, min(max(len(given), 1), 1024))  # Python asks for no more
    return list(struct.unpack(f"{len(found) // 4}i", found[: len(found) // 4 * 4]))


def _otherwise(command: Set, now: Any) -> Text | None:
    given = list(command.value) if isinstance(command.value, tuple) else int(command.value)
    if command.option == "SO_LINGER" and now[0] and now[1]:
        return text("a close that waits would stop the selector: here it does not wait")
    if now == given or (isinstance(given, int) and given and now and abs(given) == 1):
        return None
    if command.option in ("SO_SNDBUF", "SO_RCVBUF") and isinstance(given, int) and now == 2 * given:
        return text("Linux doubles it: {now}", now=now)
    return text("read back it is {now}", now=now)


def _set_mode(this: FileObject, command: Set) -> Done:
    if isinstance(command.value, tuple):
        raise declined("BadValue", text("{option} is true or false", option=command.option))
    wanted, blocking = bool(command.value), command.option == "blocking"
    if blocking and isinstance(this.obj, socket.socket):
        ask(this.obj.setblocking, wanted)
    else:
        _set_kernel_mode(this, wanted if blocking else not wanted)
    now = waits(this.obj)
    this.look_at_mode()
    said = text("a call that would wait is refused here: the selector's thread would wait with it") if now else None
    return Done({"option": command.option, "given": command.value, "value": now if blocking else not now}, said)


def _set_kernel_mode(this: FileObject, blocking: bool) -> None:
    if sys.platform == "win32":
        raise declined("NotAvailable", text("Windows has this for sockets only, as blocking"))
    ask(os.set_blocking, ask(fileno, this.obj), blocking)
