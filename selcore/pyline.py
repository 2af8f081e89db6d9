"""Every command as the Python line that does the same, and every outcome in a few words. ``pair.a`` is ``pair_a``."""

from collections.abc import Callable
from typing import Any

from . import commands as c
from .backends import find_backend
from .destination import python_address
from .kinds import find_kind
from .options import BadOption, fill
from .outcomes import Call, Done, Failed, Interrupted, Looped, Outcome, Refused
from .styles import SOCKET, Style, variable
from .text import Text, text

KindOf = Callable[[str], str]
"""The kind's id of a name; empty where it is not known."""


def python_line(command: Any, kind_of: KindOf = lambda name: "") -> str:
    """The line of Python. ``kind_of`` tells what a name is, because a pipe is not written as a socket is."""
    return _LINES[type(command)](command, kind_of)


def mask_text(events: Any) -> str:
    """``EVENT_READ | EVENT_WRITE``, or the number or None that was given."""
    if not isinstance(events, tuple):
        return repr(events)
    return " | ".join(f"EVENT_{event.upper()}" for event in events) or "0"


def timeout_text(timeout: c.Timeout) -> str:
    """The timeout as Python: ``None``, ``0.5``, ``float('nan')``."""
    return f"float({timeout!r})" if isinstance(timeout, str) else repr(timeout)


def _open(command: c.Open, kind_of: KindOf) -> str:
    kind = find_kind(command.kind)
    if kind is None:
        return f"{command.name} = open_{variable(command.kind)}()"
    try:
        options = fill(kind.all_options(), command.options)
    except BadOption:
        return f"{variable(command.name)} = {command.kind}(**{command.options!r})"
    line = kind.line(variable(command.name), options)
    return line if options["count"] == 1 else f"for i in range({options['count']}): {line}"


def _watch(method: str) -> Callable[[Any, KindOf], str]:
    def line(command: Any, kind_of: KindOf) -> str:
        data = "" if command.callback == "none" else f", {_callback(command)}"
        return f"sel.{method}({variable(command.name)}, {mask_text(command.events)}{data})"

    return line


def _callback(command: Any) -> str:
    options = ", ".join(f"{name}={_value(value)}" for name, value in command.options.items())
    name = variable(command.callback)
    return f"{name}({options})" if options else name


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return mask_text(tuple(value))
    return variable(value) if isinstance(value, str) else repr(value)


def _on_selector(method: str) -> Callable[[Any, KindOf], str]:
    def line(command: Any, kind_of: KindOf) -> str:
        return f"sel.{method}({variable(command.name) if hasattr(command, 'name') else ''})"

    return line


def _on_object(method: str) -> Callable[[Any, KindOf], str]:
    return lambda command, kind_of: f"{variable(command.name)}.{method}()"


def _send(command: c.Send, kind_of: KindOf) -> str:
    name, data = variable(command.name), _bytes(command)
    flags = ", socket.MSG_OOB" if command.oob else ""
    if command.to is not None:
        return f"{name}.sendto({data}{flags}, {python_address(command.to)})"
    if flags:
        return f"{name}.send({data}{flags})"
    words = repr(command.text) if command.text is not None else f"{data}.decode()"
    return _style(command.name, kind_of).send.format(name=name, data=data, text=words)


def _style(name: str, kind_of: KindOf) -> Style:
    kind = find_kind(kind_of(name))
    return SOCKET if kind is None else kind.makes.style  # an accepted connection is of no kind that can be opened


def _bytes(command: c.Send) -> str:
    if command.hex is not None:
        return f"bytes.fromhex({command.hex!r})"
    return repr(command.text.encode()) if command.text is not None else f"bytes({command.size})"


def _receive(command: c.Receive, kind_of: KindOf) -> str:
    name = variable(command.name)
    if command.oob:
        return f"{name}.recv({command.size}, socket.MSG_OOB)"
    return _style(command.name, kind_of).receive.format(name=name, size=command.size)


def _fill(command: c.Fill, kind_of: KindOf) -> str:
    return f"while True: {_send(c.Send(name=command.name, size=65536), kind_of)}  # until BlockingIOError"


def _drain(command: c.Drain, kind_of: KindOf) -> str:
    line = _receive(c.Receive(name=command.name), kind_of)
    if not _style(command.name, kind_of).ends:
        return f"while True: {line}  # until BlockingIOError"
    return f"while {line}: pass  # until BlockingIOError or EOF"


def _shutdown(command: c.Shutdown, kind_of: KindOf) -> str:
    how = {"read": "SHUT_RD", "write": "SHUT_WR", "both": "SHUT_RDWR"}[command.how]
    return f"{variable(command.name)}.shutdown(socket.{how})"


def _run(command: c.Run, kind_of: KindOf) -> str:
    head = "while True" if command.calls is None else f"for _ in range({command.calls})"
    return f"{head}: sel.select({timeout_text(command.timeout)})  # and serve what is ready"


def _use_backend(command: c.UseBackend, kind_of: KindOf) -> str:
    backend = find_backend(command.backend)
    name = "DefaultSelector" if command.backend == "default" or backend is None else backend.class_name
    return f"sel = selectors.{name}()  # the registrations are carried over"


_LINES: dict[type, Callable[[Any, KindOf], str]] = {
    c.Open: _open,
    c.Close: _on_object("close"),
    c.Accept: _on_object("accept"),
    c.Register: _watch("register"),
    c.Modify: _watch("modify"),
    c.Unregister: _on_selector("unregister"),
    c.GetKey: _on_selector("get_key"),
    c.GetMap: _on_selector("get_map"),
    c.CloseSelector: _on_selector("close"),
    c.Select: lambda command, kind_of: f"sel.select({timeout_text(command.timeout)})",
    c.Run: _run,
    c.Send: _send,
    c.Receive: _receive,
    c.Fill: _fill,
    c.Drain: _drain,
    c.Shutdown: _shutdown,
    c.UseBackend: _use_backend,
    c.Note: lambda command, kind_of: f"# {command.text}",
}


def answer(outcome: Outcome) -> Text:
    """What came of it, in a few words."""
    if isinstance(outcome, Refused):
        return text("{error}", error=str(outcome))
    if isinstance(outcome, Failed):
        return text("{error}", error=str(outcome.error))
    if isinstance(outcome, Interrupted):
        return stopped(outcome)
    if isinstance(outcome, Looped):
        return text(
            "{calls} calls, {results} results; ended by {by}",
            calls=f"{outcome.calls:,}",
            results=f"{outcome.results:,}",
            by=outcome.bounded_by,
        )
    return _done(outcome.value) if isinstance(outcome, Done) else returned(outcome.call)


def returned(call: Call) -> Text:
    """What a call returned, as the header of its rows says it."""
    waited = duration(call.waited)
    if len(call.results) == 1:
        return text("1 result, waited {waited}", waited=waited)
    if call.results:
        return text("{count} results, waited {waited}", count=len(call.results), waited=waited)
    if call.timeout is None or (isinstance(call.timeout, float | int) and call.timeout > 0):
        return text("[] timed out after {waited}", waited=waited)
    return text("[] nothing ready now")


def stopped(outcome: Interrupted) -> Text:
    """A call that had not returned."""
    waited = duration(outcome.call.waited)
    if outcome.by == "pause":
        return text("stopped by you after {waited}; it had not returned", waited=waited)
    return text("ended by {by} after {waited}; it had not returned", by=outcome.by, waited=waited)


def _done(value: dict[str, Any]) -> Text:
    for field, words in _ANSWERS.items():
        if field in value:
            return words(value)
    return text("None")


def _opened(value: dict[str, Any]) -> Text:
    opened = value["opened"]
    shown = ", ".join(f"{one['name']} fd {one['fd']}" for one in opened[:2])
    return (
        text("{shown}", shown=shown) if len(opened) <= 2 else text("{shown} … {n} in all", shown=shown, n=len(opened))
    )


def _key(value: dict[str, Any]) -> Text:
    key = value["key"]
    events = key["events"] if not isinstance(key["events"], list) else mask_text(tuple(key["events"]))
    return text("SelectorKey fd {fd}, {events}, data {data}", fd=key["fd"], events=events, data=_data(key))


def _data(key: dict[str, Any]) -> str:
    return "None" if key["callback"] == "none" else variable(key["callback"])


def _map(value: dict[str, Any]) -> Text:
    if value["map"] is None:
        return text("None")
    return text(
        "{count} keys: {names}", count=len(value["map"]), names=", ".join(key["name"] for key in value["map"][:20])
    )


def _received(value: dict[str, Any]) -> Text:
    if "hex" not in value:
        return text("{size} bytes", size=f"{value['size']:,}")
    if not value["size"]:
        return text("b'' (0 bytes)")
    shown = bytes.fromhex(value["hex"])[:60]
    more = " …" if value["size"] > len(shown) else ""
    return text("{shown}{more} ({size} bytes)", shown=repr(shown), more=more, size=f"{value['size']:,}")


def _sent(value: dict[str, Any]) -> Text:
    if "asked" in value:
        return text("{sent} of {asked} bytes taken", sent=f"{value['sent']:,}", asked=f"{value['asked']:,}")
    return text("{sent} bytes", sent=f"{value['sent']:,}")


_ANSWERS: dict[str, Callable[[dict[str, Any]], Text]] = {
    "opened": _opened,
    "key": _key,
    "map": _map,
    "size": _received,
    "sent": _sent,
    "carried": lambda value: text(
        "{n} keys carried over, {m} refused", n=len(value["carried"]), m=len(value["refused"])
    ),
}


def duration(seconds: float, figures: int = 3) -> str:
    """A time as people read it, in so many figures: ``86 µs``, ``1.23 ms``, ``3.1 s``."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            value = seconds / size
            decimals = max(figures - len(str(int(value))), 0)
            shown = f"{value:,.{decimals}f}"
            return f"{shown.rstrip('0').rstrip('.') if decimals else shown} {unit}"
    return f"{seconds * 1e6:.1f} µs"
