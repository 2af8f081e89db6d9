"""Moving bytes: each verb is one call of the file object's, except fill and drain, which go on to the end."""

import re

from ..commands import Drain, Fill, Note, Receive, Send, Shutdown
from ..outcomes import Done
from ..session import Session, ask, declined
from ..text import text

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


def send(session: Session, command: Send) -> Done:
    """One send; fewer bytes than given may be taken, and the outcome says how many."""
    this = session.find(command.name)
    if command.to is not None:
        raise declined("NoDestination", text("{name} is no datagram socket: it takes no destination", name=this.name))
    data = payload(command)
    session.objects.touch(this.name)
    sent = ask(this.send, data, command.oob)
    session.counters.sent += sent
    return Done({"sent": sent} if sent == len(data) else {"sent": sent, "asked": len(data)})


def receive(session: Session, command: Receive) -> Done:
    """One receive; 0 bytes are the end of the stream (or an empty datagram)."""
    this = session.find(command.name)
    session.objects.touch(this.name)
    data = ask(this.receive, command.size, command.oob)
    session.counters.received += len(data)
    return Done({"size": len(data), "hex": data[:SHOWN].hex()})


def fill(session: Session, command: Fill) -> Done:
    """Write zeros until the OS takes no more."""
    this = session.find(command.name)
    session.objects.touch(this.name)
    sent = ask(this.fill)
    session.counters.sent += sent
    return Done({"sent": sent})


def drain(session: Session, command: Drain) -> Done:
    """Read until nothing is left."""
    this = session.find(command.name)
    session.objects.touch(this.name)
    size = ask(this.drain)
    session.counters.received += size
    return Done({"size": size, "eof": this.state == "eof"})


def shutdown(session: Session, command: Shutdown) -> Done:
    """Shut down one direction or both."""
    this = session.find(command.name)
    session.objects.touch(this.name)
    ask(this.shutdown, command.how)
    return Done()


def note(session: Session, command: Note) -> Done:
    """Nothing but its words in the history."""
    return Done({"text": command.text})
