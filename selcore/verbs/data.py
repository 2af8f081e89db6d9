"""Moving bytes, and a note."""

from collections.abc import Iterator

import msgspec

from ..system.destination import host_and_port, is_name, python_address
from ..values.commands import Drain, Fill, Note, ReadLine, Receive, Send, Shutdown
from ..values.masks import READ, WRITE
from ..values.needs import Act, Need, beyond_loopback
from ..values.spelling import DATAGRAM, SOCKET, TEXT, Spelling, Style
from ..values.text import Text, text
from .base import Answer, Value, Verb, on_object, plain
from .writer import Code, Writer


class _Sized(msgspec.Struct):
    size: int | None
    hex: str = ""
    eof: bool = False
    sender: tuple[str, int] | str | None = msgspec.field(name="from", default=None)
    lost: int | None = None


class _Sent(msgspec.Struct):
    sent: int
    asked: int = 0


def _send(command: Send, py: Spelling) -> str:
    name, data = py.variable(command.name), _bytes(command)
    flags = ", socket.MSG_OOB" if command.oob else ""
    if command.to is not None:
        return f"{name}.sendto({data}{flags}, {python_address(command.to, py)})"
    if flags:
        return f"{name}.send({data}{flags})"
    words = repr(command.text) if command.text is not None else f"{data}.decode()"
    return _style(command.name, py).send.format(
        name=name, queue=py.beside(command.name, "queue"), data=data, text=words
    )


def _send_script(command: Send, py: Writer) -> Code:
    if command.to is None and not command.oob and _style(command.name, py) is TEXT:
        words = repr(command.text) if command.text is not None else f"{_bytes(command)}.decode()"
        return Code(value=f"{py.part('write_text')}({py.variable(command.name)}, {words})", tells="sent")
    return Code(value=_send(command, py), tells="sent" if _style(command.name, py).counts else "value")


def _style(name: str, py: Spelling) -> Style:
    from ..kinds import find_kind  # which take longer to import than all the rest here

    kind = find_kind(py.kind_of(name))
    return SOCKET if kind is None else kind.makes.style  # an accepted connection is of no kind that can be opened


def _bytes(command: Send) -> str:
    if command.hex is not None:
        return f"bytes.fromhex({command.hex!r})"
    if command.text is None:
        return f"bytes({command.size})"
    try:
        return repr(command.text.encode())
    except UnicodeEncodeError:
        return f"{command.text!r}.encode()"  # half a surrogate: Python refuses to encode it, and so it is shown


def _send_needs(command: Send) -> Iterator[Need]:
    if command.to is None or is_name(command.to):
        return
    place = host_and_port(command.to)
    if place is None:
        yield Need(Act.OPEN, text("sends to {to}", to=command.to))
    elif beyond_loopback(place[0]):
        yield Need(Act.NETWORK, text("sends to {to}", to=command.to))


def _sent(value: Value) -> Text:
    if "asked" in value:
        return text(
            "{sent} of {asked} {asked:byte|bytes} taken", sent=f"{value['sent']:,}", asked=f"{value['asked']:,}"
        )
    return text("{n} {n:byte|bytes}", n=f"{value['sent']:,}")


def _receive(command: Receive, py: Spelling) -> str:
    name = py.variable(command.name)
    if command.oob:
        return f"{name}.recv({command.size}, socket.MSG_OOB)"
    queue = py.beside(command.name, "queue")
    return _style(command.name, py).receive.format(name=name, queue=queue, size=command.size)


def _received(value: Value) -> Text:
    if value["size"] is None:
        return text("None")
    if "hex" not in value:
        return text("{n} {n:byte|bytes}", n=f"{value['size']:,}")
    data = bytes.fromhex(value["hex"])[:60]
    shown = repr(data) + (" …" if value["size"] > len(data) else "")
    if "from" in value:
        address = value["from"]
        shown = f"({shown}, {tuple(address) if isinstance(address, list | tuple) else address!r})"
    size = f"{value['size']:,}"
    if "lost" not in value:
        return text("{shown} ({n} {n:byte|bytes})", shown=shown, n=size)
    if value["lost"] is None:
        return text("{shown} ({n} {n:byte|bytes}, the rest is lost)", shown=shown, n=size)
    return text("{shown} ({n} {n:byte|bytes}, {m} lost)", shown=shown, n=size, m=f"{value['lost']:,}")


def _fill(command: Fill, py: Spelling) -> str:
    return f"while True: {_send(Send(name=command.name, size=65536), py)}  # until BlockingIOError"


def _receive_script(command: Receive, py: Writer) -> Code:
    return Code(value=_receive(command, py), told=_bytes_of(command, py), tells=_repeated(command.name, py))


def _line_script(command: ReadLine, py: Writer) -> Code:
    line = f"{py.variable(command.name)}.readline(65536)"  # a device may have no end of a line
    return Code(value=line, told=_bytes_of(command, py), tells=_repeated(command.name, py))


def _bytes_of(command: Receive | ReadLine, py: Writer) -> str:
    """What makes bytes of what it returns."""
    style = _style(command.name, py)
    if style is DATAGRAM and isinstance(command, Receive) and not command.oob:
        return "[0]"
    is_text = style is TEXT or style.receive == TEXT.receive and py.made(command.name)[1].get("mode") == "r"
    return ".encode()" if is_text else ""


def _repeated(name: str, py: Writer) -> str:
    """What is told of what was received: the bytes, unless others may have sent them, or the system made them."""
    kind, options = py.made(name)
    others = kind is not None and any(options.get(one.name, one.default) != one.default for one in kind.asking)
    return "value" if others or kind is not None and not kind.repeats else "bytes"


def _fill_script(command: Fill, py: Writer) -> Code:
    from ..kinds import find_kind
    from ..kinds.file_object import CHUNK

    kind, name, style = find_kind(py.kind_of(command.name)), py.variable(command.name), _style(command.name, py)
    if kind is not None and kind.makes.fills_by:
        return Code(value=f"{py.part(kind.makes.fills_by)}({name})")
    if style is TEXT:
        write = f"{py.part('write_text')}({name}, data.decode())"
    else:
        write = style.send.format(name=name, queue=py.beside(command.name, "queue"), data="data")
    chunk = "" if kind is None or kind.makes.chunk == CHUNK else f", chunk={kind.makes.chunk}"
    least = "" if kind is None or kind.makes.least_chunk == 1 else f", least={kind.makes.least_chunk}"
    return Code(value=f"{py.part('fill')}(lambda data: {write}{chunk}{least})")


def _drain_script(command: Drain, py: Writer) -> Code:
    style, name = _style(command.name, py), py.variable(command.name)
    read = f"{name}.recv(65536)" if style is DATAGRAM else _receive(Receive(name=command.name), py)
    return Code(value=f"{py.part('drain_all')}(lambda: {read}{'' if style.ends else ', ends=False'})")


def _note_script(command: Note, py: Writer) -> Code:
    return Code()


def _drain(command: Drain, py: Spelling) -> str:
    line = _receive(Receive(name=command.name), py)
    if not _style(command.name, py).ends:
        return f"while True: {line}  # until BlockingIOError"
    return f"while {line}: pass  # until BlockingIOError or EOF"


def _shutdown(command: Shutdown, py: Spelling) -> str:
    how = {"read": "SHUT_RD", "write": "SHUT_WR", "both": "SHUT_RDWR"}[command.how]
    return f"{py.variable(command.name)}.shutdown(socket.{how})"


SENT, SIZE = (Answer("sent", _sent, _Sent),), (Answer("size", _received, _Sized),)

VERBS = (
    Verb(
        Send,
        _send,
        _send_script,
        {**plain("name", "text", "hex", "size", "oob"), "to": "destination"},
        _send_needs,
        text("`to` a path, or a host that asks; not to the name of something open"),
        answers=SENT,
        serves=WRITE,
    ),
    Verb(Receive, _receive, _receive_script, plain("name", "size", "oob"), answers=SIZE, serves=READ),
    Verb(ReadLine, on_object("readline"), _line_script, plain("name"), answers=SIZE, serves=READ),
    Verb(Fill, _fill, _fill_script, plain("name"), answers=SENT, serves=WRITE),
    Verb(Drain, _drain, _drain_script, plain("name"), answers=SIZE, serves=READ),
    Verb(Shutdown, _shutdown, "statement", plain("name", "how")),
    Verb(Note, lambda command, py: f"# {command.text}", _note_script, plain("text")),
)
