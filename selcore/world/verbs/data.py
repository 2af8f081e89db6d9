"""Moving bytes: each verb is one call of the file object's, except fill and drain, which go on to the end."""

import re
import socket
from typing import Any

from ...kinds.file_object import LINE_LIMIT, FileObject, format_address
from ...kinds.packets import lost_words
from ...kinds.tcp import reachable
from ...system.destination import host_and_port, is_name
from ...system.nonblocking import ended, fileno, waits, would_have_waited
from ...system.packets import UNKNOWN
from ...values.commands import Drain, Fill, Note, ReadLine, Receive, Send, Shutdown
from ...values.needs import beyond_loopback
from ...values.outcomes import Done
from ...values.spelling import DATAGRAM
from ...values.text import Text, text
from ..declining import ask, declined
from ..world import World

SHOWN = 4096
"""Bytes of received data that an outcome carries."""


def payload(command: Send) -> bytes:
    """The bytes of a send. Raises Declined (BadHex, with the place) for what is not hexadecimal."""
    if command.hex is None:
        data: bytes = bytes(command.size or 0) if command.text is None else ask(command.text.encode)
        return data
    try:
        return parse_hex(command.hex)
    except ValueError as error:
        raise declined("BadHex", text("{error}", error=str(error))) from error


def parse_hex(digits: str) -> bytes:
    """Bytes from pairs of hexadecimal digits, blanks between pairs allowed. Raises ValueError with the place."""
    for place, digit in enumerate(digits, 1):
        if digit not in "0123456789abcdefABCDEF \t\r\n":
            raise ValueError(f"hex: {digit!r} (character {place}) is not a hexadecimal digit")
    for pairs in re.finditer(r"\S+", digits):
        if len(pairs[0]) % 2:
            last = f"{pairs[0][-1]!r} (character {pairs.end()})"
            raise ValueError(f"hex: a digit is missing after {last}: bytes are pairs of digits")
    return bytes.fromhex(digits)


def send(world: World, command: Send) -> Done:
    """One send; fewer bytes than given may be taken, and the outcome says how many."""
    this = world.find(command.name)
    data = payload(command)
    to = None if command.to is None else destination(world, this, command.to)
    world.objects.touch(this.name)
    sent = ask(this.send, data, command.oob, to)
    world.counters.sent += sent
    said = _given_address(this) if this.style is DATAGRAM and not this.address else None
    if sent == len(data):
        return Done({"sent": sent}, said)
    waited = text("it is blocking: Python would have waited here for room for the rest") if waits(this.obj) else None
    return Done({"sent": sent, "asked": len(data)}, waited)


def _given_address(this: FileObject) -> Text | None:
    """A datagram socket without an address is given one by its first send: a port on every interface."""
    own = this.obj.getsockname()
    if not isinstance(own, tuple):
        return None
    this.address, this.last_address = format_address(own), (this.obj.family, reachable(own))
    if not beyond_loopback(own[0]):
        return None
    this.warning = str(text("receives from beyond this machine on {address}", address=this.address))
    return text("it was given the address {address}, on every interface", address=this.address)


def destination(world: World, this: FileObject, to: str) -> Any:
    """The address that ``sendto()`` is given. What is neither a name nor ``HOST:PORT`` is given as it is."""
    if is_name(to):
        found = world.find(to)
        if found.last_address is None:
            raise declined("NoDestination", text("{name} has no address to send to", name=to))
        return found.last_address[1]
    place, family = host_and_port(to), getattr(this.obj, "family", 0)
    if place is None:
        return to
    if family == getattr(socket, "AF_UNIX", -1):
        # Trust judged HOST:PORT as an address; taken for a path here, it would reach the current folder unasked.
        raise declined("NoDestination", text("a Unix socket sends to a path: ./{to}, if that is one", to=to))
    return ask(world.resolve, *place, family)[1]


def receive(world: World, command: Receive) -> Done:
    """One receive; 0 bytes are the end of the stream (or an empty datagram)."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    data = ask(this.receive, command.size, command.oob)
    world.counters.received += len(data)
    answer = {"size": len(data), "hex": data[:SHOWN].hex()}
    if command.oob or not this.apart and not this.cut:
        waited = not command.oob and not this.shared and would_have_waited(this.obj, len(data), command.size)
        return Done(answer, _FEWER if waited else None)
    if this.style is DATAGRAM:
        answer["from"] = _written(this.sender)
    if not this.cut:
        return Done(answer)
    lost = None if this.cut == UNKNOWN else this.cut
    return Done(answer | {"lost": lost}, lost_words(this.cut))


_FEWER = text("it is blocking: Python would have waited here for more")


def _written(address: Any) -> Any:
    """An address as the contract writes it: ``[host, port]``, or a path."""
    return list(address[:2]) if isinstance(address, tuple) else address if address is None else format_address(address)


def read_line(world: World, command: ReadLine) -> Done:
    """One ``readline()``, of at most LINE_LIMIT. What a buffer keeps back then, no selector sees."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    data = ask(this.read_line)
    if data is None:
        return Done({"size": None}, text("None: nothing is there yet"))
    world.counters.received += len(data)
    return Done({"size": len(data), "hex": data[:SHOWN].hex()}, _no_line(this, data))


def _no_line(this: FileObject, data: bytes) -> Text | None:
    if data.endswith(b"\n"):
        return None
    if len(data) >= LINE_LIMIT:
        return text("cut after {limit}: the playground reads no longer line", limit=LINE_LIMIT)
    if this.fd < 0 or ended(fileno(this.obj)):
        return None
    if waits(this.obj):
        return text("no whole line is there yet: it is blocking, and Python would have waited here for the rest")
    return text("no whole line is there yet; this is not the end of the file")


def fill(world: World, command: Fill) -> Done:
    """Write zeros until the OS takes no more."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    sent = ask(this.fill)
    world.counters.sent += sent
    return Done({"sent": sent})


def drain(world: World, command: Drain) -> Done:
    """Read until nothing is left."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    size = ask(this.drain)
    world.counters.received += size
    return Done({"size": size, "eof": this.state == "eof"}, _ANOTHER if this.ended == "now" else None)


_ANOTHER = text("nobody has it open for writing now; when a writer of a FIFO comes, there may be more")


def shutdown(world: World, command: Shutdown) -> Done:
    """Shut down one direction or both."""
    this = world.find(command.name)
    world.objects.touch(this.name)
    tls = getattr(this.obj, "cipher", lambda: None)() is not None
    ask(this.shutdown, command.how)
    return Done({}, _NO_TLS if tls else None)


_NO_TLS = text(
    "shutdown() ends TLS in Python: what is sent from here now goes in plain text, and what comes is given as it is; "
    "unwrap() is what ends TLS in order"
)


def note(world: World, command: Note) -> Done:
    """Nothing but its words in the history."""
    return Done({"text": command.text})
