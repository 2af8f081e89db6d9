"""Giving a socket an address of its own, and making it a listener: in two steps, with whatever is set before each."""

import socket
from typing import Any

from ...kinds.file_object import FileObject, address_of
from ...kinds.made import remover
from ...kinds.tcp import reachable
from ...kinds.unix import AF_UNIX, private_path
from ...values.commands import Bind, Listen
from ...values.needs import beyond_loopback
from ...values.outcomes import Done
from ...values.text import Text, text
from ..declining import ask, declined
from ..world import World


def bind(world: World, command: Bind) -> Done:
    """``bind()``; the file that it makes is removed when the socket is closed."""
    this = world.find(command.name)
    address = _address(world, this, command)
    world.objects.touch(this.name)
    ask(lambda: this.obj.bind(address))
    if this.state == "open":
        this.state = "bound"  # a stream is still not connected: to have an address makes it no readier
    own = this.obj.getsockname()
    if this.obj.family == AF_UNIX and isinstance(own, str):
        this.before_close = remover(own)
    return _at(this, text("receives from beyond this machine on {address}", address=address_of(this.obj)))


def _address(world: World, this: FileObject, command: Bind) -> Any:
    given = [field for field in ("host", "port", "path", "to") if getattr(command, field) is not None]
    if given not in (["host", "port"], ["path"], ["to"]):
        raise declined("BadAddress", text("bind takes host and port, a path, or the name of what has the address"))
    if command.to is not None:
        return _address_of(world, command.to)
    if command.path is None:
        return ask(world.resolve, command.host, command.port, getattr(this.obj, "family", 0))[1]
    if command.path == "" and getattr(this.obj, "family", 0) == AF_UNIX:
        return private_path(world.folder(), this.name)
    return command.path


def _address_of(world: World, name: str) -> Any:
    """The address of what is bound; of what was, where a client found it."""
    found = world.find(name)
    if found.last_address is None:
        raise declined("NoDestination", text("{name} has no address", name=name))
    try:
        return found.obj.getsockname()
    except OSError:
        return found.last_address[1]


def listen(world: World, command: Listen) -> Done:
    """``listen()``. What has no address would be given one on every interface: that is not done unless it is said."""
    this = world.find(command.name)
    if not command.anywhere and _has_none(this.obj):
        said = text("{name} has no address: listen() would take a free port on every interface", name=this.name)
        instead = Listen(name=this.name, backlog=command.backlog, anywhere=True)
        raise declined("NotBound", said, text("bind it first, or let it listen there"), instead)
    world.objects.touch(this.name)
    ask(lambda: this.obj.listen(*(() if command.backlog is None else (command.backlog,))))
    if this.state == "not connected":
        this.state = "listening"
    return _at(this, text("listens beyond this machine on {address}", address=address_of(this.obj)))


def _has_none(sock: Any) -> bool:
    """Whether it is a stream socket of the Internet that no address was given to."""
    internet = getattr(sock, "family", 0) in (socket.AF_INET, socket.AF_INET6)
    if not internet or sock.type != socket.SOCK_STREAM:
        return False
    try:
        host, port = sock.getsockname()[:2]
    except OSError:
        return False  # closed, and on Windows without an address: the call itself says so
    return port == 0 and beyond_loopback(host)


def _at(this: FileObject, beyond: Text) -> Done:
    """Where it can be reached now; ``beyond`` is said where that is not from this machine alone."""
    own = this.obj.getsockname()
    this.address = address_of(this.obj)
    internet = this.obj.family != AF_UNIX
    this.last_address = (this.obj.family, reachable(own) if internet else own)
    if not internet or not beyond_loopback(own[0]):
        return Done({"address": this.address})
    this.warning = str(beyond)
    return Done({"address": this.address}, beyond)
